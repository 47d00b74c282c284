package org.gic4j.serialization.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.gic4j.api.Errno;
import org.gic4j.api.GicVersion;
import org.gic4j.api.VcpuId;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.lint.Finding;
import org.gic4j.api.registers.Gicv2Distributor;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.SnapshotFormat.Imported;
import org.gic4j.api.snapshot.VcpuDescription;
import org.gic4j.serialization.lint.StateLinter;
import org.junit.jupiter.api.Test;

/** Whether a snapshot restores here is tried: what is refused or comes back otherwise is told with its attribute. */
class LiveRestoreTest {
    private static final int INTERRUPTS = 64;

    @Test
    void shouldFindNothingWhereItRestores() {
        assertThat(restore(INTERRUPTS, CatalogueMachine.fresh(GicVersion.GICV2, INTERRUPTS))).isEmpty();
    }

    @Test
    void shouldNameTheAttributeAndTheErrno() {
        CatalogueMachine machine = CatalogueMachine.fresh(GicVersion.GICV2, INTERRUPTS)
                .withDevice(device -> device.refuse("GICD_IPRIORITYR8", Errno.EINVAL));

        assertThat(restore(INTERRUPTS, machine)).singleElement().satisfies(finding -> {
            assertThat(finding.rule().id()).isEqualTo("restore-refused");
            assertThat(finding.register()).startsWith("GICD_IPRIORITYR8");
            assertThat(finding.value()).isEqualTo(Errno.EINVAL);
        });
    }

    @Test
    void shouldTellWhatComesBackOtherwise() {
        CatalogueMachine machine = CatalogueMachine.fresh(GicVersion.GICV2, INTERRUPTS)
                .withDevice(device -> device.ignore("GICD_IPRIORITYR8"));

        assertThat(restore(INTERRUPTS, machine)).singleElement().satisfies(finding -> {
            assertThat(finding.rule().id()).isEqualTo("restore-differs");
            assertThat(finding.register()).isEqualTo("GICD_IPRIORITYR8");
            assertThat(finding.value()).isZero();
        });
    }

    @Test
    void shouldTellWhatDoesNotFit() {
        assertThat(restore(32, CatalogueMachine.fresh(GicVersion.GICV2, 32)))
                .singleElement()
                .satisfies(finding -> assertThat(finding.rule().id()).isEqualTo("restore-unfit"));
    }

    @Test
    void shouldNameTheVcpuWhoseFirstRunIsRefusedAndTheErrno() {
        CatalogueMachine machine = CatalogueMachine.fresh(GicVersion.GICV2, INTERRUPTS).refusingFirstRun(1, Errno.EINVAL);

        assertThat(restore(state(INTERRUPTS).address(AttributeGroup.ADDRESS_V2_DISTRIBUTOR, 0x800_0000)
                                .address(AttributeGroup.ADDRESS_V2_CPU, 0x800_0000), machine))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.rule().id()).isEqualTo("restore-refused");
                    assertThat(finding.register()).isEqualTo("first run");
                    assertThat(finding.vcpu()).isEqualTo(new VcpuId(1));
                    assertThat(finding.value()).isEqualTo(Errno.EINVAL);
                });
    }

    @Test
    void shouldNotRunWhereTheSnapshotDoesNotSayWhereFramesAre() {
        CatalogueMachine machine = CatalogueMachine.fresh(GicVersion.GICV2, INTERRUPTS).refusingFirstRun(0, Errno.ENXIO);

        assertThat(restore(state(INTERRUPTS).address(AttributeGroup.ADDRESS_V2_DISTRIBUTOR, 0x800_0000), machine))
                .isEmpty();
    }

    private static List<Finding> restore(int interrupts, CatalogueMachine machine) {
        return restore(state(interrupts), machine);
    }

    private static List<Finding> restore(GicState.Builder state, CatalogueMachine machine) {
        return new StateLinter().tryRestore(new Imported(new Snapshot("test", state.build()), "test", List.of()), machine);
    }

    private static GicState.Builder state(int interrupts) {
        GicState.Builder state = new GicState.Builder(GicVersion.GICV2, interrupts, VcpuDescription.consecutive(2))
                .word(Gicv2Distributor.GICD_CTLR, 0, 0, 1);
        if (interrupts > 32) {
            state.word(Gicv2Distributor.GICD_IPRIORITYR, 0, 8, 0xA0A0_A0A0);
        }
        return state;
    }
}
