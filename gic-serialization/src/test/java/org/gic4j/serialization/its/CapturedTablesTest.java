package org.gic4j.serialization.its;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gic4j.api.Gicv3Profile.TableBases;
import org.gic4j.api.guest.GuestMemory;
import org.gic4j.api.guest.MappedMemory;
import org.gic4j.api.registers.Gicv3Redistributor;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.ItsState;
import org.gic4j.api.snapshot.SnapshotException;
import org.gic4j.serialization.qemu.ItsCaptures;
import org.gic4j.serialization.qemu.QemuItsTables;
import org.gic4j.testkit.captures.Captures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables of real guests against what was decoded from their memory when they were captured. */
class CapturedTablesTest {
    private static final Pattern DEVICE = Pattern.compile("device (0x[0-9a-f]+):? .*");
    private static final Pattern EVENT =
            Pattern.compile("\\s+event (\\d+)(?::|\\s*->).* ?LPI (\\d+) (?:ICID|collection) (\\d+).*");
    private static final Pattern COLLECTION = Pattern.compile(
            "collection (?:slot \\d+: raw 0x[0-9a-f]+ ICID )?(\\d+) -> (?:rdbase|redistributor) (\\d+)");

    @ParameterizedTest
    @ValueSource(strings = {"k100-v3its-smp2", "k100-bm-v3its-smp4", "q72-v3its-smp4", "q72-bm-v3its-smp4"})
    void shouldMapWhatTheGuestHadMapped(String capture) {
        try (Arena arena = Arena.ofShared()) {
            GicState state = ItsCaptures.state(capture);
            GuestMemory memory = ItsCaptures.memory(capture, arena);
            ItsState its = state.translationServices().getFirst();
            assertThat(QemuItsTables.isOf(its)).isEqualTo(capture.startsWith("q"));
            QemuItsTables.convert(state, memory);

            Translation translation = LpiTables.translation(state, 0, memory);

            List<String> events = new ArrayList<>();
            translation.devices().forEach(device -> device.events()
                    .forEach(event -> events.add(device.id() + "/" + event.id() + " " + event.intid() + " "
                            + event.collection())));
            assertThat(events).isNotEmpty().containsExactlyElementsOf(events(capture));
            assertThat(translation.collections().stream().map(c -> c.id() + " " + c.processor()))
                    .containsExactlyInAnyOrderElementsOf(matches(capture, COLLECTION));
            assertThat(LpiTables.check(state, TableBases.SANITISED, memory, List.of())).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"q72-v3its-smp4", "q72-bm-v3its-smp4"})
    void shouldLeaveTablesAsTheyAreThatWereConvertedBefore(String capture) {
        try (Arena arena = Arena.ofShared()) {
            GicState state = ItsCaptures.state(capture);
            GuestMemory memory = ItsCaptures.memory(capture, arena);
            QemuItsTables.convert(state, memory);
            Translation first = LpiTables.translation(state, 0, memory);

            QemuItsTables.convert(state, memory);

            assertThat(LpiTables.translation(state, 0, memory)).isEqualTo(first);
        }
    }

    @Test
    void shouldReadTheConfigurationOfLpisInTheTableThatAllVcpusShare() {
        try (Arena arena = Arena.ofShared()) {
            GicState captured = ItsCaptures.state("q72-v3its-smp4");
            GicState state = captured.toBuilder()
                    .word(Gicv3Redistributor.GICR_CTLR, 3, 0, 2)
                    .wideValue(Gicv3Redistributor.GICR_PROPBASER, 3, 0, 0)
                    .build();
            GuestMemory memory = ItsCaptures.memory("q72-v3its-smp4", arena);
            QemuItsTables.convert(state, memory);

            assertThat(LpiTables.check(state, TableBases.SANITISED, memory, List.of())).isEmpty();
            assertThat(LpiTables.translation(state, 0, memory)).isEqualTo(LpiTables.translation(captured, 0, memory));
            assertThatThrownBy(() -> LpiTables.check(state, TableBases.AS_WRITTEN, memory, List.of()))
                    .isInstanceOf(SnapshotException.class)
                    .hasMessageContaining("the configuration of LPI");
        }
    }

    @Test
    void shouldNameTheTableThatIsNotInMemory() {
        GicState state = ItsCaptures.state("k100-v3its-smp2");

        assertThatThrownBy(() -> LpiTables.check(state, TableBases.SANITISED, new MappedMemory(40), List.of()))
                .isInstanceOf(SnapshotException.class)
                .hasMessageContaining("ITS 0: the collection table is not in guest memory at 0x429e0000");
    }

    private static List<String> events(String capture) {
        List<String> events = new ArrayList<>();
        int device = -1;
        for (String line : Captures.lines(capture, "its")) {
            Matcher beginning = DEVICE.matcher(line);
            Matcher event = EVENT.matcher(line);
            if (beginning.matches()) {
                device = Integer.decode(beginning.group(1));
            } else if (event.matches()) {
                events.add(device + "/" + event.group(1) + " " + event.group(2) + " " + event.group(3));
            }
        }
        return events;
    }

    private static List<String> matches(String capture, Pattern pattern) {
        return Captures.lines(capture, "its").stream()
                .map(pattern::matcher)
                .filter(Matcher::matches)
                .map(found -> found.group(1) + " " + found.group(2))
                .toList();
    }
}
