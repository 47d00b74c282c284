package org.gic4j.serialization.its;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.gic4j.api.guest.GuestMemory;
import org.gic4j.api.its.TableRegister;
import org.gic4j.api.registers.Gicv3Redistributor;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.VcpuDescription;
import org.gic4j.serialization.qemu.ItsCaptures;
import org.gic4j.serialization.qemu.QemuItsTables;
import org.gic4j.testkit.captures.Captures;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every LPI of a captured guest, by its tables, against what the kernel and the guest themselves said of it. */
class CapturedLpisTest {
    /** A row of debugfs: INTID, target, seven flags of which the first is pending and the fourth enabled, priority. */
    private static final Pattern ROW =
            Pattern.compile("\\s+LPI\\s+(\\d+)\\s+(\\d+) ([01]{7})\\s+\\d+\\s+\\d+\\s+\\d+\\s+(\\d+)\\s+-?\\d+\\s*");
    private static final Pattern PCI_LINE =
            Pattern.compile("\\s*\\d+:(?:\\s+\\d+)+\\s+ITS-PCI-MSIX-0000:00:([0-9a-f]{2})\\.(\\d)\\s+(\\d+) Edge .*");
    private static final int FIRST_LPI = 8192;
    private static final int PRIORITY = 0xFC;

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

    private static List<Lpi> lpis(GicState state, GuestMemory memory) {
        Translation translation = LpiTables.translation(state, 0, memory);
        Map<Integer, Integer> targets = translation.collections().stream()
                .collect(Collectors.toMap(Translation.Collection::id, Translation.Collection::processor));
        return translation.devices().stream()
                .flatMap(device -> device.events().stream())
                .map(event -> lpi(state, memory, event.intid(), targets.getOrDefault(event.collection(), -1)))
                .toList();
    }

    private static Lpi lpi(GicState state, GuestMemory memory, int intid, int target) {
        VcpuDescription vcpu = state.vcpus().stream()
                .filter(candidate -> candidate.id().value() == target)
                .findFirst()
                .orElseThrow();
        int index = vcpu.index().value();
        long configuration = TableRegister.CONFIGURATION.address(
                state.wideValue(Gicv3Redistributor.GICR_PROPBASER, index, 0));
        long pending =
                TableRegister.PENDING.address(state.wideValue(Gicv3Redistributor.GICR_PENDBASER, index, 0));
        int properties = memory.readByte(configuration + intid - FIRST_LPI);
        int bits = memory.readByte(pending + intid / Byte.SIZE);
        return new Lpi(intid, target, properties & PRIORITY, (properties & 1) != 0, (bits >> intid % Byte.SIZE & 1) != 0);
    }
}
