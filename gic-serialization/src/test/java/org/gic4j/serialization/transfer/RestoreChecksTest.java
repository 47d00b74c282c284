package org.gic4j.serialization.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.gic4j.api.Affinity;
import org.gic4j.api.Errno;
import org.gic4j.api.GicException;
import org.gic4j.api.GicVersion;
import org.gic4j.api.VcpuId;
import org.gic4j.api.VcpuIndex;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.registers.Gicv2Distributor;
import org.gic4j.api.snapshot.AncillaryPart;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.RedistributorRegion;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.SnapshotException;
import org.gic4j.api.snapshot.VcpuDescription;
import org.gic4j.serialization.samples.Samples;
import org.junit.jupiter.api.Test;

/** What does not fit is refused before anything is written. */
class RestoreChecksTest {
    private final AttributeTransfer transfer = new AttributeTransfer();
    private final CatalogueMachine machine =
            CatalogueMachine.of(GicVersion.GICV2, 64, Samples.vcpu(5, 0), Samples.vcpu(0, 1));

    @Test
    void shouldRefuseAnotherVersion() {
        assertRefused(
                new GicState.Builder(GicVersion.GICV3, 64, List.of(Samples.vcpu(5, 0), Samples.vcpu(0, 1))),
                "the snapshot is of a GICv3, the virtual machine has a GICv2");
    }

    @Test
    void shouldNameThePlaceWhereAnotherVcpuIs() {
        assertRefused(
                gicv2(Samples.vcpu(5, 0), Samples.vcpu(1, 1)),
                "the vCPUs differ at place 1 of 2: the snapshot has vCPU id 1, index 1, affinity 0.0.0.1, the virtual"
                        + " machine has vCPU id 0, index 1, affinity 0.0.0.0");
    }

    @Test
    void shouldRefuseVcpusInAnotherOrder() {
        assertRefused(gicv2(Samples.vcpu(0, 0), Samples.vcpu(5, 1)), "the vCPUs differ at place 0 of 2");
    }

    @Test
    void shouldRefuseAVcpuWithAnotherAffinity() {
        VcpuDescription moved = new VcpuDescription(new VcpuId(0), new VcpuIndex(1), new Affinity(0x100));

        assertRefused(gicv2(Samples.vcpu(5, 0), moved), "affinity 0.0.1.0");
    }

    @Test
    void shouldRefuseMoreAndFewerVcpus() {
        assertRefused(gicv2(Samples.vcpu(5, 0)), "at place 1 of 1: the snapshot has no more");
        assertRefused(
                gicv2(Samples.vcpu(5, 0), Samples.vcpu(0, 1), Samples.vcpu(1, 2)), "the virtual machine has no more");
    }

    @Test
    void shouldRefuseAnotherNumberOfInterrupts() {
        assertRefused(
                new GicState.Builder(GicVersion.GICV2, 96, List.of(Samples.vcpu(5, 0), Samples.vcpu(0, 1))),
                "the snapshot has 96 interrupts, the virtual machine 64");
    }

    @Test
    void shouldRefuseFramesThatAreElsewhere() {
        machine.device().trySet(AttributeGroup.ADDRESS, AttributeGroup.ADDRESS_V2_CPU, 0x0900_0000L);
        machine.device().log().clear();

        assertRefused(
                gicv2(Samples.vcpu(5, 0), Samples.vcpu(0, 1)).address(AttributeGroup.ADDRESS_V2_CPU, 0x0801_0000L),
                "address of the CPU interface is 0x8010000 in the snapshot and 0x9000000 in the virtual machine");
    }

    @Test
    void shouldRefuseFramesOfAnotherVersion() {
        assertRefused(
                gicv2(Samples.vcpu(5, 0), Samples.vcpu(0, 1)).address(AttributeGroup.ADDRESS_ITS, 0x0808_0000L),
                "which a GICv2 does not have");
    }

    @Test
    void shouldRefusePartsThatAreNotKnownUnlessTheyMayStayBehind() {
        GicState state = gicv2(Samples.vcpu(5, 0), Samples.vcpu(0, 1))
                .word(Gicv2Distributor.GICD_CTLR, 0, 0, 1)
                .build();
        Snapshot snapshot = new Snapshot("test", state, List.of(new AncillaryPart("org.example/more", new byte[3])));

        assertThatExceptionOfType(SnapshotException.class)
                .isThrownBy(() -> transfer.restore(machine, snapshot, false))
                .withMessageContaining("org.example/more (3 bytes)");
        assertThat(machine.device().log()).isEmpty();
        transfer.restore(machine, snapshot, true);
        assertThat(machine.device().log()).contains("GICD_CTLR of vCPU 5 = 1");
    }

    @Test
    void shouldSayThatThereIsNoDevice() {
        CatalogueMachine without = CatalogueMachine.fresh(GicVersion.GICV2, 64);

        assertThatExceptionOfType(GicException.class)
                .isThrownBy(() -> transfer.save(without))
                .withMessageContaining("createDevice")
                .satisfies(refused -> assertThat(refused.errno()).isEqualTo(Errno.ENODEV));
    }

    @Test
    void shouldSayThatThereIsNoVcpu() {
        assertThatExceptionOfType(GicException.class)
                .isThrownBy(() -> transfer.save(CatalogueMachine.of(GicVersion.GICV2, 64)))
                .withMessageContaining("no vCPU")
                .satisfies(refused -> assertThat(refused.errno()).isEqualTo(Errno.EINVAL));
    }

    @Test
    void shouldNameTheRegisterThatCannotBeSaved() {
        machine.device().refuse("GICD_ISACTIVER1", Errno.EIO);

        assertThatExceptionOfType(GicException.class)
                .isThrownBy(() -> transfer.save(machine))
                .withMessageContainingAll("EIO", "get GICD_ISACTIVER1");
    }

    @Test
    void shouldAskForVcpusThatCanBeToldApart() {
        VcpuDescription first = Samples.vcpu(0, 0);
        VcpuDescription asleep = new VcpuDescription(new VcpuId(1), new VcpuIndex(1), first.affinity());

        assertThatExceptionOfType(GicException.class)
                .isThrownBy(() -> transfer.save(CatalogueMachine.of(GicVersion.GICV3, 64, first, asleep)))
                .withMessageContaining("initialise every vCPU");
    }

    @Test
    void shouldNotTakeVcpusWithAnAffinityForUninitialised() {
        VcpuDescription first = Samples.vcpu(3, 0);
        VcpuDescription alike = new VcpuDescription(new VcpuId(1), new VcpuIndex(1), first.affinity());

        assertThatExceptionOfType(GicException.class)
                .isThrownBy(() -> transfer.save(CatalogueMachine.of(GicVersion.GICV3, 64, first, alike)))
                .withMessageContaining("two vCPUs have the same affinity")
                .withMessageEndingWith("give each vCPU an affinity of its own before its state is saved");
    }

    @Test
    void shouldPrepareAFreshMachine() {
        VcpuDescription moved = new VcpuDescription(new VcpuId(3), new VcpuIndex(1), new Affinity(0x0201));
        GicState state = new GicState.Builder(GicVersion.GICV3, 96, List.of(Samples.vcpu(17, 0), moved))
                .address(AttributeGroup.ADDRESS_V3_DISTRIBUTOR, 0x0800_0000L)
                .redistributorRegion(new RedistributorRegion(0x080A_0000L, 0))
                .redistributorRegion(new RedistributorRegion(0x1000_0000L, 5))
                .build();
        CatalogueMachine fresh = CatalogueMachine.fresh(GicVersion.GICV3, 96);

        transfer.prepare(fresh, new Snapshot("test", state));

        assertThat(fresh.calls())
                .containsExactly(
                        "create vCPU 17",
                        "initialise vCPU 17",
                        "create vCPU 3",
                        "initialise vCPU 3",
                        "affinity of vCPU 3 0.0.2.1",
                        "create VGIC_V3");
        assertThat(fresh.device().log())
                .containsExactly(
                        "number of interrupts = 60",
                        "address of the redistributors = 80a0000",
                        "address of a redistributor region = 50000010000001",
                        "address of the distributor = 8000000",
                        "control INIT = 0");
    }

    @Test
    void shouldRefuseToPrepareWhatIsNotFresh() {
        GicState state = gicv2(Samples.vcpu(0, 0)).build();

        assertThatExceptionOfType(SnapshotException.class)
                .isThrownBy(() -> transfer.prepare(machine, new Snapshot("test", state)))
                .withMessageContaining("this one has 2 vCPUs and 1 devices");
    }

    @Test
    void shouldRefuseToPrepareWhatCannotBe() {
        CatalogueMachine fresh = CatalogueMachine.fresh(GicVersion.GICV2, 64);
        GicState few = new GicState.Builder(GicVersion.GICV2, 32, List.of(Samples.vcpu(0, 0))).build();
        GicState none = gicv2().build();
        GicState other = new GicState.Builder(GicVersion.GICV3, 64, List.of(Samples.vcpu(0, 0))).build();

        for (GicState state : List.of(few, none, other)) {
            assertThatExceptionOfType(SnapshotException.class)
                    .isThrownBy(() -> transfer.prepare(fresh, new Snapshot("test", state)));
        }
        assertThat(fresh.calls()).isEmpty();
    }

    private static GicState.Builder gicv2(VcpuDescription... vcpus) {
        return new GicState.Builder(GicVersion.GICV2, 64, List.of(vcpus));
    }

    private void assertRefused(GicState.Builder state, String message) {
        assertThatExceptionOfType(SnapshotException.class)
                .isThrownBy(() -> transfer.restore(machine, new Snapshot("test", state.build()), false))
                .withMessageContaining(message);
        assertThat(machine.device().log()).isEmpty();
    }
}
