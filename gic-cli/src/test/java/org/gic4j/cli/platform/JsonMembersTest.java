package org.gic4j.cli.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gic4j.api.snapshot.AncillaryPart;
import org.gic4j.api.snapshot.MemoryBlock;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.Snapshots;
import org.gic4j.cli.GicRun;
import org.gic4j.testkit.captures.Captures;
import org.gic4j.testkit.golden.GoldenData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/JSON.md names every member that a command prints with {@code --format json}, and no other. */
class JsonMembersTest {
    private static final Pattern ROW = Pattern.compile("\\| `([^`]+)` \\|.*");
    private static final Pattern MEMBER = Pattern.compile("^( *)\"([^\"]+)\" : ([\\[{])?", Pattern.MULTILINE);
    private static final Pattern NOTE = Pattern.compile("(?:lost|notes)\\.(.*)");
    private static final String NOTES = "lost and notes";
    /** Names of registers and of what is counted are not listed one by one. */
    private static final Pattern NAMED =
            Pattern.compile("(distributor|cpus.registers|cpus.control|translationServices.registers|skipped|counts)\\..*");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void shouldBeDocumented() throws IOException {
        Map<String, Set<String>> printed = new TreeMap<>();
        for (List<Object> line : lines()) {
            List<Object> arguments = new ArrayList<>(line);
            arguments.add("--format=json");
            GicRun run = GicRun.of(arguments.toArray());
            assertThat(run.err()).as(line.toString()).isEmpty();
            run.json();
            for (String member : members(String.join("\n", run.out()))) {
                Matcher note = NOTE.matcher(member);
                boolean isNote = note.matches();
                printed.computeIfAbsent(isNote ? NOTES : (String) line.getFirst(), name -> new TreeSet<>())
                        .add(isNote ? note.group(1) : member);
            }
        }

        assertThat(printed).isEqualTo(documented());
    }

    private List<List<Object>> lines() throws IOException {
        Path linux = Captures.copy("q72-v2-smp4", folder);
        Path bare = Captures.copy("q72-bm-v2-smp4", folder);
        Path gicv3 = Captures.copy("k100-bm-v3-smp4", folder);
        Path its = Captures.copy("k100-v3its-smp2", folder);
        Path qemuIts = Captures.copy("q72-v3its-smp4", folder);
        Snapshot read = Snapshots.read(gicv3).snapshot();
        Path parts = folder.resolve("parts.gic");
        Snapshot more = new Snapshot(
                read.producer(),
                read.state(),
                List.of(new MemoryBlock(0x1000, new byte[4096])),
                List.of(new AncillaryPart("org.example/note", new byte[] {1})));
        Snapshots.write(parts, more, "native");
        return List.of(
                List.of("backends"),
                List.of("inspect", "--all", bare),
                List.of("inspect", "--all", gicv3),
                List.of("inspect", its),
                List.of("inspect", "--irq=33", linux),
                List.of(
                        "inspect",
                        "--irq=8192,8197",
                        qemuIts,
                        "--memory",
                        Captures.copyFile("q72-v3its-smp4.itsram.bin.gz", folder),
                        "--memory-map",
                        Captures.copyFile("q72-v3its-smp4.itsram.txt", folder)),
                // Memory that cannot be of this guest.
                List.of(
                        "inspect",
                        its,
                        "--memory",
                        Captures.copyFile("q72-v3its-smp4.itsram.bin.gz", folder),
                        "--memory-map",
                        Captures.copyFile("q72-v3its-smp4.itsram.txt", folder)),
                List.of("inspect", parts),
                List.of("lint", "--backend=emulated", bare),
                List.of("lint", Captures.copy("k100-bm-v2-smp4", folder)),
                List.of("diff", linux, bare),
                List.of("diff", gicv3, its),
                List.of("diff", its, gicv3),
                List.of("convert", bare, "-o", folder.resolve("out.json")),
                List.of("restore", bare),
                List.of(
                        "restore",
                        its,
                        "--memory",
                        Captures.copyFile("k100-v3its-smp2.itspages.bin.gz", folder),
                        "--memory-map",
                        Captures.copyFile("k100-v3its-smp2.itspages.txt.gz", folder)),
                List.of("replay", GoldenData.copy("gic2-cpuif.5.jsonl.gz", folder)));
    }

    /** The members by their path; elements of an array are not numbered. */
    private static Set<String> members(String json) {
        Set<String> members = new TreeSet<>();
        List<String> path = new ArrayList<>();
        List<Integer> depths = new ArrayList<>();
        Matcher matcher = MEMBER.matcher(json);
        while (matcher.find()) {
            int depth = matcher.group(1).length();
            while (!depths.isEmpty() && depths.getLast() >= depth) {
                depths.removeLast();
                path.removeLast();
            }
            path.add(matcher.group(2));
            depths.add(depth);
            String member = String.join(".", path);
            if (!NAMED.matcher(member).matches()) {
                members.add(member);
            }
        }
        return members;
    }

    private static Map<String, Set<String>> documented() throws IOException {
        Map<String, Set<String>> documented = new TreeMap<>();
        String command = "";
        for (String line : Files.readAllLines(SourceTree.root().resolve("docs/JSON.md"))) {
            Matcher row = ROW.matcher(line);
            if (line.startsWith("## ")) {
                command = line.substring("## ".length()).replaceFirst("gic ", "");
            } else if (row.matches()) {
                documented.computeIfAbsent(command, name -> new TreeSet<>()).add(row.group(1));
            }
        }
        return documented;
    }
}
