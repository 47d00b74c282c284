package org.gic4j.kvm.fault;

import static org.assertj.core.api.Assertions.assertThat;

import org.gic4j.api.Errno;
import org.gic4j.api.its.ItsCommand;
import org.gic4j.kvm.Backends;
import org.gic4j.kvm.fake.FakeKernel;
import org.gic4j.kvm.vmm.KvmVcpu;
import org.gic4j.testkit.its.ItsMachine;
import org.junit.jupiter.api.Test;

/** A save that would crash the kernel stays refused when a register that tells of it does not answer. */
class SaveTablesFaultTest {
    @Test
    void shouldNotSaveWhileRegistersDoNotAnswerSinceVcpusRun() {
        FakeKernel kernel = FakeKernel.ofGicv3Host();
        FaultyKernel sound = new FaultyKernel(kernel, -1, Errno.OK);
        int before;
        try (ItsMachine machine = withAnUnmappedCollection(sound)) {
            before = sound.calls().size();
            assertThat(machine.saveTables()).isEqualTo(Errno.EINVAL);
        }
        int after = before + 3;
        for (int call = before; call < after; call++) {
            try (ItsMachine machine = withAnUnmappedCollection(new FaultyKernel(kernel, call, Errno.EBUSY))) {
                assertThat(machine.saveTables()).as("call " + call).isEqualTo(Errno.EBUSY);
                assertThat(machine.saveTables()).as("call " + call).isEqualTo(Errno.EINVAL);
            }
        }
        assertThat(kernel.faults()).isEmpty();
    }

    /** By a guest, as far as anybody knows. */
    private static ItsMachine withAnUnmappedCollection(FaultyKernel kernel) {
        ItsMachine machine = new ItsMachine(Backends.on(kernel), 0).started();
        KvmVcpu.of(machine.vm().vcpus().getFirst()).run();
        ItsCommand.unmapCollection(1).write(machine.memory(), ItsMachine.QUEUE + 0x40);
        return machine;
    }
}
