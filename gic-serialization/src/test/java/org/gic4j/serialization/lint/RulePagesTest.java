package org.gic4j.serialization.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gic4j.api.guest.GuestMemory;
import org.gic4j.api.guest.MappedMemory;
import org.gic4j.api.lint.Finding;
import org.gic4j.api.lint.LintRule;
import org.gic4j.api.lint.LintTarget;
import org.gic4j.api.lint.Severity;
import org.gic4j.api.snapshot.ReadOptions;
import org.gic4j.api.snapshot.SnapshotFormats;
import org.gic4j.api.snapshot.SnapshotSource;
import org.gic4j.serialization.qemu.ItsCaptures;
import org.gic4j.serialization.samples.Project;
import org.gic4j.testkit.captures.Captures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/lint has one page for each rule, which says what the rule says; and the captures find what it says of them. */
class RulePagesTest {
    private static final int ADDRESS_BITS = 52;
    private static final Path FOLDER = Project.file("docs/lint");

    static List<LintRule> rules() {
        return new StateLinter().rules();
    }

    static List<String> withIts() {
        return Captures.withIts();
    }

    static List<String> captures() {
        return Captures.all();
    }

    static Stream<String> texts() {
        return Captures.all().stream().filter(capture -> capture.startsWith("k"));
    }

    @Test
    void shouldHaveAPageForEachRuleAndNoOther() throws IOException {
        try (Stream<Path> pages = Files.list(FOLDER)) {
            assertThat(pages.map(page -> page.getFileName().toString().replace(".md", "")))
                    .filteredOn(name -> !name.equals("README"))
                    .containsExactlyInAnyOrderElementsOf(
                            rules().stream().map(LintRule::id).toList());
        }
    }

    @Test
    void shouldHaveIdsOfTheirOwn() {
        assertThat(rules()).extracting(LintRule::id).doesNotHaveDuplicates().allMatch(id -> id.matches("[a-z0-9-]+"));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void shouldSayWhatTheRuleSays(LintRule rule) throws IOException {
        assertThat(words(FOLDER.resolve(rule.id() + ".md")))
                .startsWith("# " + rule.id() + " " + rule.title() + ": " + rule.severity().display() + ".")
                .contains("## Why " + sentence(rule.why()))
                .contains("## What to do " + sentence(rule.remedy()))
                .contains("## Known from ");
    }

    @ParameterizedTest
    @MethodSource("rules")
    void shouldListTheRule(LintRule rule) throws IOException {
        assertThat(Files.readAllLines(FOLDER.resolve("README.md")))
                .contains("| [" + rule.id() + "](" + rule.id() + ".md) | "
                        + rule.severity().display() + " | " + rule.title() + " |");
    }

    @Test
    void shouldSayOfEveryKnownFailureWhichRulesFindIt() throws IOException {
        Set<String> ids = rules().stream().map(LintRule::id).collect(Collectors.toSet());
        Set<String> mapped = new TreeSet<>();
        List<String> lines = Files.readAllLines(FOLDER.resolve("README.md"));
        int begin = lines.indexOf("| known from | what happened | rules |") + 2;
        for (String line : lines.subList(begin, lines.size())) {
            if (!line.startsWith("| ")) {
                break;
            }
            String rules = line.split(" \\| ", -1)[2].replace(" |", "").replaceFirst(";.*", "");
            List<String> named = List.of(rules.split(", ", -1));
            assertThat(ids).as(line).containsAll(named);
            mapped.addAll(named);
        }

        assertThat(mapped).isEqualTo(new TreeSet<>(ids));
    }

    @ParameterizedTest
    @MethodSource("captures")
    void shouldSayWhatIsFoundInACapture(String capture) throws IOException {
        List<Finding> findings = check(capture, new MappedMemory(ADDRESS_BITS));

        requireListed(capture, findings);
        assertThat(findings.stream().anyMatch(finding -> finding.rule().id().equals("its-memory-elsewhere")))
                .isEqualTo(Captures.withIts().contains(capture));
    }

    @ParameterizedTest
    @MethodSource("withIts")
    void shouldFindNothingMoreInTheTablesOfACapture(String capture) throws IOException {
        try (Arena arena = Arena.ofShared()) {
            List<Finding> findings = check(capture, ItsCaptures.memory(capture, arena));

            requireListed(capture, findings);
            assertThat(findings).noneMatch(finding -> finding.rule().id().equals("its-memory-elsewhere"));
        }
    }

    @ParameterizedTest
    @MethodSource("texts")
    void shouldSayWhatIsFoundInTheTextOfDebugfs(String capture) throws IOException {
        byte[] text = String.join("\n", Captures.lines(capture, "vgic-state")).getBytes(StandardCharsets.US_ASCII);
        try (SnapshotSource source = SnapshotSource.of(capture, text)) {
            requireListed(capture + ".vgic-state", check(source, new MappedMemory(ADDRESS_BITS)));
        }
    }

    private static void requireListed(String capture, List<Finding> findings) throws IOException {
        assertThat(findings).extracting(Finding::severity).doesNotContain(Severity.ERROR);
        String warnings = findings.stream()
                .filter(finding -> finding.severity() == Severity.WARNING)
                .map(finding -> finding.rule().id())
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        assertThat(Files.readAllLines(FOLDER.resolve("README.md")))
                .contains("| " + capture + " | " + (warnings.isEmpty() ? "none" : warnings) + " |");
    }

    private static List<Finding> check(String capture, GuestMemory memory) {
        try (SnapshotSource source = Captures.open(capture)) {
            return check(source, memory);
        }
    }

    private static List<Finding> check(SnapshotSource source, GuestMemory memory) {
        return new StateLinter()
                .check(SnapshotFormats.find().of(source).read(source, ReadOptions.DEFAULT), LintTarget.ANY, memory);
    }

    private static String words(Path page) throws IOException {
        return Files.readString(page).replaceAll("\\s+", " ");
    }

    private static String sentence(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + ".";
    }
}
