package org.gic4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_ABPR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_APR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_BPR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_CTLR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_PMR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_CTLR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ICFGR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_IGROUPR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_IIDR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_IPRIORITYR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ISACTIVER;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ISENABLER;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ISPENDR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ITARGETSR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_SPENDSGIR;

import java.util.ArrayList;
import java.util.List;
import org.gic4j.api.guest.LineLevels;
import org.gic4j.api.snapshot.Difference;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.SnapshotException;
import org.gic4j.api.snapshot.Snapshots;
import org.junit.jupiter.api.Test;

/** Save, prepare, restore, save again: the same state, and every pending interrupt is delivered afterwards. */
public abstract class SnapshotContract extends ContractTest {
    /** Tests an implementation. */
    protected SnapshotContract(Implementation implementation) {
        super(implementation);
    }

    @Test
    void shouldRestoreAControllerAtReset() {
        assertRestores(started(0));
    }

    @Test
    void shouldRestoreEveryRegister() {
        assertRestores(busy(started(0, 1)));
    }

    @Test
    void shouldRestoreVcpusWithGapsAndInAnotherOrder() {
        assertRestores(busy(started(5, 0, 2)));
    }

    @Test
    void shouldRestoreTheLargestController() {
        TestMachine machine = bare().withVcpus(0, 1, 2, 3, 4, 5, 6, 7)
                .withDevice()
                .withInterrupts(992)
                .withAddresses()
                .withInit();
        busy(machine);
        machine.set(GICD_ISENABLER, 0, 30, 0xF000_000FL);
        machine.set(GICD_ISPENDR, 0, 30, 0x8000_0001L);
        machine.set(GICD_ITARGETSR, 0, 247, 0x8040_2010L);
        assertRestores(machine);
    }

    @Test
    void shouldRestoreAControllerWithoutAddresses() {
        assertRestores(bare().withVcpus(0).withDevice().withInterrupts(64).withInit());
    }

    @Test
    void shouldRestoreAVcpuThatHasRun() {
        TestMachine machine = busy(started(0, 1));
        machine.vcpu(0).validateFirstRun();
        assertRestores(machine);
    }

    @Test
    void shouldRefuseAMachineWithOtherVcpus() {
        requires(Feature.SNAPSHOTS);
        Snapshot snapshot = Snapshots.save(busy(started(0, 1)).vm());
        TestMachine target = started(0, 2);
        assertThatThrownBy(() -> Snapshots.restore(target.vm(), snapshot))
                .isInstanceOf(SnapshotException.class)
                .hasMessageContaining("vCPU");
        assertThat(target.get(GICD_CTLR, 0)).isZero();
    }

    @Test
    void shouldRefuseAMachineWithAnotherNumberOfInterrupts() {
        requires(Feature.SNAPSHOTS);
        Snapshot snapshot = Snapshots.save(busy(started(0)).vm());
        TestMachine target = bare().withVcpus(0).withDevice().withInterrupts(64).withInit();
        assertThatThrownBy(() -> Snapshots.restore(target.vm(), snapshot)).isInstanceOf(SnapshotException.class);
        assertThat(target.get(GICD_CTLR, 0)).isZero();
    }

    @Test
    void shouldDeliverWhatIsPendingAfterwards() {
        requires(Feature.GUEST_ACCESS);
        TestMachine source = started(0, 1);
        Gicv2Guest guest = source.gicv2Guest().start(0, 1).edge(40, 0xA0).edge(41, 0x80).edge(42, 0xB0);
        guest.targets(42, 0b10);
        guest.raise(40);
        guest.raise(41);
        guest.raise(42);
        guest.send(1, 3, 0b11);
        guest.send(0, 3, 0b11);
        TestMachine target = restored(source);
        for (int cpu = 0; cpu < 2; cpu++) {
            assertThat(takeAll(target.gicv2Guest(), cpu)).isNotEmpty().isEqualTo(takeAll(guest, cpu));
        }
    }

    @Test
    void shouldFinishAfterwardsWhatIsActive() {
        requires(Feature.GUEST_ACCESS);
        TestMachine source = started(0);
        Gicv2Guest before = source.gicv2Guest().start(0).edge(40, 0xA0).edge(41, 0x80).edge(42, 0xB0);
        before.raise(40);
        before.acknowledge(0);
        before.raise(41);
        before.acknowledge(0);
        before.raise(42);
        Gicv2Guest after = restored(source).gicv2Guest();
        assertThat(after.runningPriority(0)).isEqualTo(0x80);
        assertThat(after.irq(0)).isFalse();
        after.end(0, 41);
        assertThat(after.runningPriority(0)).isEqualTo(0xA0);
        after.end(0, 40);
        assertThat(after.acknowledge(0)).isEqualTo(42);
    }

    /** A profile with active priorities for each group shows both to user space, or a save would lose group 1's. */
    @Test
    void shouldFinishAfterwardsWhatIsActiveInGroup1() {
        requires(Feature.GUEST_ACCESS);
        requires(Feature.SNAPSHOTS);
        TestMachine source = startedAsQemu(0);
        Gicv2Guest before = source.gicv2Guest().start(0).edge(40, 0xA0).edge(41, 0x80);
        before.group1(0, 40);
        before.group1(0, 41);
        before.control(0, 0b111);
        before.raise(40);
        before.acknowledge(0);
        before.raise(41);
        before.acknowledge(0);
        Snapshot snapshot = Snapshots.save(source.vm());
        TestMachine target = bare(source.vm().configuration());
        Snapshots.prepare(target.vm(), snapshot);
        Snapshots.restore(target.vm(), snapshot);
        Gicv2Guest after = target.adopt().gicv2Guest();
        assertThat(after.runningPriority(0)).isEqualTo(0x80);
        after.end(0, 41);
        assertThat(after.runningPriority(0)).isEqualTo(0xA0);
        after.end(0, 40);
        assertThat(after.runningPriority(0)).isEqualTo(0xFF);
    }

    /** Where a backend can tell lines from latches, a restored line falls like any other. */
    @Test
    void shouldRestoreLinesAsLines() {
        requires(Feature.GUEST_ACCESS);
        TestMachine source = started(0);
        Gicv2Guest before = source.gicv2Guest().start(0).level(40, 0xA0);
        before.raise(40);
        TestMachine target = restored(source);
        assertThat(target.isPending(0, 40)).isTrue();
        if (target.vm().facet(LineLevels.class).isPresent()) {
            assertThat(target.trySpi(40, 0)).isZero();
            assertThat(target.isPending(0, 40)).isFalse();
        }
    }

    private void assertRestores(TestMachine source) {
        requires(Feature.SNAPSHOTS);
        Snapshot snapshot = Snapshots.save(source.vm());
        TestMachine target = bare(Snapshots.configurationFor(snapshot));
        Snapshots.prepare(target.vm(), snapshot);
        assertThat(Snapshots.restore(target.vm(), snapshot)).isEmpty();
        Snapshot again = Snapshots.save(target.vm());
        assertThat(Difference.between(snapshot.state(), again.state())).isEmpty();
        assertThat(again.state()).isEqualTo(snapshot.state());
    }

    private TestMachine restored(TestMachine source) {
        requires(Feature.SNAPSHOTS);
        Snapshot snapshot = Snapshots.save(source.vm());
        TestMachine target = bare(Snapshots.configurationFor(snapshot));
        Snapshots.prepare(target.vm(), snapshot);
        Snapshots.restore(target.vm(), snapshot);
        return target.adopt();
    }

    private static List<Integer> takeAll(Gicv2Guest guest, int cpu) {
        List<Integer> taken = new ArrayList<>();
        for (int value = guest.acknowledge(cpu); value != Guest.SPURIOUS; value = guest.acknowledge(cpu)) {
            taken.add(value);
            guest.end(cpu, value);
        }
        return taken;
    }

    /** Puts something into every register. */
    private static TestMachine busy(TestMachine machine) {
        machine.set(GICD_IIDR, first(machine), 0x4B00_243BL);
        machine.set(GICD_CTLR, first(machine), 1);
        for (var vcpu : machine.vm().vcpus()) {
            int id = vcpu.id().value();
            machine.set(GICD_IGROUPR, id, 0x0F0F_0000L | id);
            machine.set(GICD_ISENABLER, id, 0x5550_0000L);
            machine.set(GICD_IPRIORITYR, id, 5, 0x8090_A0B0L + id * 0x0808_0808L);
            machine.set(GICD_SPENDSGIR, id, 1, 0x0100_0201L << id);
            machine.set(GICD_ISPENDR, id, 0x0300_0000L);
            machine.set(GICD_ISACTIVER, id, 0x0101_0002L);
            machine.set(GICC_CTLR, id, 0x20F);
            machine.set(GICC_PMR, id, 0x1E - id);
            machine.set(GICC_BPR, id, 3);
            machine.set(GICC_ABPR, id, 4);
            machine.set(GICC_APR, id, 0x0010_0001L << id);
        }
        machine.set(GICD_ICFGR, first(machine), 2, 0x8888_2222L);
        machine.set(GICD_IGROUPR, first(machine), 1, 0x1234_5678L);
        machine.set(GICD_ISENABLER, first(machine), 1, 0x0F0F_3333L);
        machine.set(GICD_IPRIORITYR, first(machine), 9, 0xF808_1020L);
        machine.set(GICD_ITARGETSR, first(machine), 9, 0x0100_0100L);
        machine.set(GICD_ISPENDR, first(machine), 1, 0x8000_0301L);
        machine.set(GICD_ISACTIVER, first(machine), 2, 0x0000_FF01L);
        return machine;
    }

    private static int first(TestMachine machine) {
        return machine.vcpu(0).id().value();
    }
}
