package org.gic4j.kvm.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.gic4j.api.its.ItsCommand;
import org.gic4j.api.snapshot.MemoryBlock;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.Snapshots;
import org.gic4j.kvm.Backends;
import org.gic4j.kvm.fake.FakeKernel;
import org.gic4j.testkit.its.ItsMachine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tables that a kernel writes past this library: which pages an embedder is told. */
class WrittenTablesTest {
    private static final int LPI = ItsMachine.FIRST_LPI;
    private static final long PAGE = 4096;

    private final ItsMachine machine = new ItsMachine(Backends.on(FakeKernel.ofGicv3Host()), 0, 1).started();

    @BeforeEach
    void map() {
        machine.configure(LPI, 0xA0, true);
        machine.configure(LPI + 1, 0xA0, true);
        machine.mapDevice(1);
        machine.execute(
                ItsCommand.mapCollection(0, 0),
                ItsCommand.mapCollection(1, 1),
                ItsCommand.mapEvent(1, 0, LPI, 0),
                ItsCommand.mapEvent(1, 1, LPI + 1, 1));
        assertThat(machine.signal(1, 1)).isEqualTo(1);
        machine.memory().takeWrittenPages();
    }

    @AfterEach
    void close() {
        machine.close();
    }

    @Test
    void shouldTellThePagesThatTheKernelWrote() {
        Snapshot whole = Snapshots.saveWhole(machine.vm());

        assertThat(machine.memory().takeWrittenPages())
                .contains(whole.memory().stream().mapToLong(MemoryBlock::address).toArray())
                .contains(ItsMachine.DEVICES, ItsMachine.COLLECTIONS, ItsMachine.translationTable(1), pendingPage(1));
    }

    @Test
    void shouldTellThePageOfAnLpiThatIsPendingOnAnotherVcpuThanThatOfItsCollection() {
        machine.execute(ItsCommand.moveAll(1, 0));

        Snapshots.save(machine.vm());

        assertThat(machine.isPendingInTable(0, LPI + 1)).isTrue();
        assertThat(machine.memory().takeWrittenPages()).contains(pendingPage(0));
    }

    private static long pendingPage(int vcpu) {
        return ItsMachine.pendingTable(vcpu) + LPI / Byte.SIZE & -PAGE;
    }
}
