package org.gic4j.serialization.its;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gic4j.api.guest.GuestMemory;
import org.gic4j.api.its.TableRegister;
import org.gic4j.api.registers.Gicv3Redistributor;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.LpiState;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.Snapshots;
import org.gic4j.serialization.qemu.ItsCaptures;
import org.gic4j.serialization.qemu.QemuItsTables;
import org.gic4j.testkit.captures.Captures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every LPI of a captured guest, by its tables, against what the kernel and the guest themselves said of it. */
class CapturedLpisTest {
    /** A row of debugfs: INTID, target, seven flags of which the first is pending and the fourth enabled, priority. */
    private static final Pattern ROW =
            Pattern.compile("\\s+LPI\\s+(\\d+)\\s+(\\d+) ([01]{7})\\s+\\d+\\s+\\d+\\s+\\d+\\s+(\\d+)\\s+-?\\d+\\s*");
    private static final Pattern PCI_LINE =
            Pattern.compile("\\s*\\d+:(?:\\s+\\d+)+\\s+ITS-PCI-MSIX-0000:00:([0-9a-f]{2})\\.(\\d)\\s+(\\d+) Edge .*");

    private record Lpi(int intid, int target, int priority, boolean enabled, boolean pending) {}

    @ParameterizedTest
    @ValueSource(strings = {"k100-v3its-smp2", "k100-bm-v3its-smp4"})
    void shouldHaveTargetPriorityEnableAndPendingOfEachLpiAsTheKernelShowsThem(String capture) {
        List<Lpi> expected = Captures.lines(capture, "vgic-state").stream()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .map(row -> new Lpi(
                        Integer.parseInt(row.group(1)),
                        Integer.parseInt(row.group(2)),
                        Integer.parseInt(row.group(4)),
                        row.group(3).charAt(3) == '1',
                        row.group(3).charAt(0) == '1'))
                .toList();
        try (Arena arena = Arena.ofShared()) {
            GicState state = ItsCaptures.state(capture);
            assertThat(lpis(state, ItsCaptures.memory(capture, arena)))
                    .isNotEmpty()
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"k100-v3its-smp2", "q72-v3its-smp4"})
    void shouldHaveAnEventForEachMessageThatTheGuestListed(String capture) {
        List<String> expected = Captures.lines(capture, "console").stream()
                .map(PCI_LINE::matcher)
                .filter(Matcher::matches)
                .map(line -> (Integer.parseInt(line.group(1), 16) << 3 | Integer.parseInt(line.group(2))) + "/"
                        + line.group(3))
                .toList();
        try (Arena arena = Arena.ofShared()) {
            GicState state = ItsCaptures.state(capture);
            GuestMemory memory = ItsCaptures.memory(capture, arena);
            QemuItsTables.convert(state, memory);
            assertThat(LpiTables.translation(state, 0, memory).devices().stream()
                            .flatMap(device -> device.events().stream().map(event -> device.id() + "/" + event.id())))
                    .isNotEmpty()
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    /** Those of QEMU's own tables, which are not the kernel's. */
    @ParameterizedTest
    @ValueSource(strings = {"q72-v3its-smp4", "q72-bm-v3its-smp4"})
    void shouldHaveEachLpiOfQemusOwnIts(String capture) {
        try (Arena arena = Arena.ofShared()) {
            Snapshot snapshot = new Snapshot("captured", ItsCaptures.state(capture));
            assertThat(Snapshots.lpis(snapshot, ItsCaptures.memory(capture, arena)).stream().map(CapturedLpisTest::line))
                    .isNotEmpty()
                    .containsExactlyElementsOf(expected(Captures.lines(capture, "its")));
        }
    }

    @Test
    void shouldHaveAPendingLpiThatNothingIsMappedTo() {
        try (Arena arena = Arena.ofShared()) {
            GicState state = ItsCaptures.state("k100-v3its-smp2");
            GuestMemory memory = ItsCaptures.memory("k100-v3its-smp2", arena);
            long table = TableRegister.PENDING.address(state.wideValue(Gicv3Redistributor.GICR_PENDBASER, 1, 0));
            memory.writeByte(table + 9000 / Byte.SIZE, 1 << 9000 % Byte.SIZE);

            assertThat(LpiReader.read(state, memory)).filteredOn(lpi -> lpi.intid() == 9000).singleElement().satisfies(lpi -> {
                assertThat(lpi.pending()).isTrue();
                assertThat(lpi.events()).isEmpty();
                assertThat(lpi.vcpu()).isEqualTo(state.vcpus().get(1));
            });
        }
    }

    private static String line(LpiState lpi) {
        LpiState.Event event = lpi.events().getFirst();
        return lpi.intid() + " at " + Objects.requireNonNull(lpi.vcpu()).id().value() + (lpi.pending() ? " pending" : "")
                + " device 0x" + Integer.toHexString(event.device()) + " event " + event.id() + " collection "
                + event.collection() + " priority 0x" + Integer.toHexString(lpi.priority().orElseThrow()) + " enabled "
                + lpi.enabled().orElseThrow();
    }

    private static List<String> expected(List<String> lines) {
        Map<String, String> processors = new HashMap<>();
        Map<Integer, String> pending = new HashMap<>();
        for (String line : lines) {
            String[] words = line.strip().split("[ \\[\\],]+", -1);
            if (words[0].equals("collection")) {
                processors.put(words[1], words[4]);
            } else if (words[0].equals("redistributor")) {
                Arrays.stream(words, 8, words.length)
                        .filter(intid -> !intid.isEmpty())
                        .forEach(intid -> pending.put(Integer.parseInt(intid), words[1]));
            }
        }
        TreeMap<Integer, String> lpis = new TreeMap<>();
        String device = "";
        for (String line : lines) {
            String[] words = line.strip().split(" ", -1);
            if (words[0].equals("device")) {
                device = words[1];
            } else if (words[0].equals("event")) {
                int intid = Integer.parseInt(words[4]);
                lpis.put(intid, intid + " at " + pending.getOrDefault(intid, processors.get(words[6]))
                        + (pending.containsKey(intid) ? " pending" : "") + " device " + device + " event " + words[1]
                        + " collection " + words[6] + " priority " + words[10] + " enabled " + words[12]);
            }
        }
        return List.copyOf(lpis.values());
    }

    private static List<Lpi> lpis(GicState state, GuestMemory memory) {
        return LpiReader.read(state, memory).stream()
                .map(lpi -> new Lpi(
                        lpi.intid(),
                        Objects.requireNonNull(lpi.vcpu()).id().value(),
                        lpi.priority().orElseThrow(),
                        lpi.enabled().orElseThrow() != 0,
                        lpi.pending()))
                .toList();
    }
}
