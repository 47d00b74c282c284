package org.gic4j.serialization.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.gic4j.api.GicProfile;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.Note;
import org.gic4j.api.snapshot.ReadOptions;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.SnapshotSource;
import org.gic4j.api.snapshot.StateTransfer.Conformed;
import org.gic4j.serialization.binary.NativeFormat;
import org.gic4j.serialization.json.JsonFormat;
import org.gic4j.serialization.qemu.QemuFormat;
import org.gic4j.testkit.captures.Captures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What states of real machines lose on their way into KVM: this list must not grow unseen. */
class CapturedLossesTest {
    static final List<String> CAPTURES =
            Stream.concat(Captures.gicv2().stream(), Captures.gicv3().stream()).toList();
    private static final String GROUP_0_OF_A_GICV3 =
            "GICD_CTLR: 0x53 -> 0x52 (distributor-control: bits that GICD_CTLR does not have here)";

    @ParameterizedTest
    @ValueSource(strings = {
                "q72-v2-smp4",
                "q52-v2-smp4",
                "k100-v2-smp2",
                "k100-bm-v2-smp4",
                "k100-v3-smp4",
                "k100-bm-v3-smp4"
            })
    void shouldLoseNothing(String capture) {
        assertThat(conformed(capture).notes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"q72-bm-v2-smp1", "q72-bm-v2-smp4"})
    void shouldLoseOneBitOfTheDistributorsControl(String capture) {
        assertThat(conformed(capture).notes())
                .extracting(Note::toString)
                .containsExactly(
                        "GICD_CTLR: 0x3 -> 0x1 (distributor-control: bits that GICD_CTLR does not have here)");
    }

    @Test
    void shouldLoseTheEnableOfGroup0OfAGicv3() {
        assertThat(conformed("q72-v3-smp4").notes())
                .extracting(Note::toString)
                .containsExactly(GROUP_0_OF_A_GICV3);
    }

    @Test
    void shouldLosePriorityBitsThatGuestsSawInTheControlOfCpuInterfaces() {
        String control = ": 0x8f00 -> 0x8c00 (cpu-interface-control: A3V and SEIS are the hardware's, which has no more"
                + " identifier and priority bits, and nothing else but EOImode and CBPR; fewer priority bits would hide active"
                + " priorities)";
        assertThat(conformed("q52-v3-smp4").notes())
                .extracting(Note::toString)
                .containsExactly(
                        GROUP_0_OF_A_GICV3,
                        "ICC_CTLR_EL1 of vCPU 0" + control,
                        "ICC_CTLR_EL1 of vCPU 1" + control,
                        "ICC_CTLR_EL1 of vCPU 2" + control,
                        "ICC_CTLR_EL1 of vCPU 3" + control);
    }

    @ParameterizedTest
    @ValueSource(strings = {"q72-bm-v3-smp4", "q100-bm-v3-smp4"})
    void shouldLoseEdgesOfPpisAndARouteToAnyOfAGicv3(String capture) {
        String edge = " 0x2 -> 0x0 (configuration: PPIs are level-sensitive here, and the lower bit is 0)";
        assertThat(conformed(capture).notes())
                .extracting(Note::toString)
                .containsExactlyInAnyOrder(
                        GROUP_0_OF_A_GICV3,
                        "GICR_ICFGR1 of vCPU 0 INTID 16:" + edge,
                        "GICR_ICFGR1 of vCPU 1 INTID 17:" + edge,
                        "GICR_ICFGR1 of vCPU 2 INTID 18:" + edge,
                        "GICR_ICFGR1 of vCPU 3 INTID 19:" + edge,
                        "GICD_IROUTER48[31:0] INTID 48: 0x80000000 -> 0x0 (routing: the bits of Aff3 and of routing to any"
                                + " vCPU that do not exist here)");
    }

    @ParameterizedTest
    @FieldSource("CAPTURES")
    void shouldBeTheSameWhenConformedAgain(String capture) {
        GicState once = conformed(capture).state();

        Conformed twice = new AttributeTransfer().conform(once, GicProfile.KVM);

        assertThat(twice.state()).isEqualTo(once);
        assertThat(twice.notes()).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("CAPTURES")
    void shouldSurviveBothFormats(String capture) throws IOException {
        Snapshot snapshot = new Snapshot("test", read(capture));
        ByteArrayOutputStream binary = new ByteArrayOutputStream();
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        new NativeFormat().write(snapshot, binary);
        new JsonFormat().write(snapshot, text);

        assertThat(new NativeFormat()
                        .read(SnapshotSource.of(capture, binary.toByteArray()), ReadOptions.DEFAULT)
                        .snapshot())
                .isEqualTo(snapshot);
        assertThat(new JsonFormat()
                        .read(SnapshotSource.of(capture, text.toByteArray()), ReadOptions.DEFAULT)
                        .snapshot())
                .isEqualTo(snapshot);
    }

    private static Conformed conformed(String capture) {
        return new AttributeTransfer().conform(read(capture), GicProfile.KVM);
    }

    private static GicState read(String capture) {
        try (SnapshotSource source = Captures.open(capture)) {
            return new QemuFormat().read(source, ReadOptions.DEFAULT).snapshot().state();
        }
    }
}
