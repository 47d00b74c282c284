package org.gic4j.cli.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The written memory: its links lead somewhere, its decisions have their form, what sources cite is there, and README's command has its file. */
class DocumentsTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");
    private static final Pattern CITATION = Pattern.compile("\\bCONTRACT ([0-9]+(?:\\.[0-9]+)?)|\\bDEV-([0-9]+)");
    private static final Pattern FILE_OF_A_COMMAND = Pattern.compile("(?m)^ {4}gic-cli/gic \\S+ (\\S+\\.gz)$");

    static Stream<Path> documents() throws IOException {
        Path root = SourceTree.root();
        try (Stream<Path> docs = Files.walk(root.resolve("docs"))) {
            List<Path> found = docs.filter(file -> file.toString().endsWith(".md")).toList();
            return Stream.concat(Stream.of(root.resolve("README.md"), root.resolve("CHANGELOG.md")), found.stream());
        }
    }

    static Stream<Path> decisions() throws IOException {
        return documents().filter(file -> file.getFileName().toString().matches("\\d{4}-.*"));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void shouldLinkToWhatExists(Path document) throws IOException {
        Matcher links = LINK.matcher(Files.readString(document));
        while (links.find()) {
            assertThat(document.resolveSibling(links.group(1))).exists();
        }
    }

    @ParameterizedTest
    @MethodSource("decisions")
    void shouldHaveTheFormOfADecision(Path decision) throws IOException {
        List<String> lines = Files.readAllLines(decision);
        String number = decision.getFileName().toString().substring(0, 4);

        assertThat(lines).hasSizeGreaterThan(4);
        assertThat(lines.get(0)).matches("# " + number + " \\S.*");
        assertThat(lines.get(2)).matches("\\d{4}-\\d{2}-\\d{2}.*");
    }

    /** Sources cite the contract by section, and by the number of a deviation from the kernel's documentation. */
    @Test
    void shouldCiteRulesThatTheContractHas() throws IOException {
        String contract = Files.readString(SourceTree.root().resolve("docs/CONTRACT.md"));
        for (Path module : SourceTree.modules()) {
            try (Stream<Path> files = Files.walk(module.resolve("src"))) {
                for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    Matcher citation = CITATION.matcher(Files.readString(file));
                    while (citation.find()) {
                        String section = citation.group(1);
                        assertThat(contract)
                                .as("%s cites %s", file, citation.group())
                                .containsPattern(
                                        section == null
                                                ? "\\bDEV-" + citation.group(2) + "\\b"
                                                : "(?m)^#{2,3} " + Pattern.quote(section) + " ");
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("decisions")
    void shouldStandInTheIndexWithItsTitle(Path decision) throws IOException {
        String title = Files.readAllLines(decision).getFirst().substring(2);

        assertThat(Files.readAllLines(decision.resolveSibling("README.md")))
                .contains("| [" + title.substring(0, 4) + "](" + decision.getFileName() + ") | " + title.substring(5) + " |");
    }

    @Test
    void shouldGiveNewcomersAFileThatIsThere() throws IOException {
        Matcher command = FILE_OF_A_COMMAND.matcher(Files.readString(SourceTree.root().resolve("README.md")));

        assertThat(command.find()).isTrue();
        assertThat(SourceTree.root().resolve(command.group(1))).isRegularFile();
    }
}
