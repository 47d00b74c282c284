package org.gic4j.kvm.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.gic4j.api.Errno;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.its.ItsCommand;
import org.gic4j.api.registers.Its;
import org.gic4j.kvm.Backends;
import org.gic4j.kvm.fake.FakeKernel;
import org.gic4j.testkit.its.ItsMachine;
import org.junit.jupiter.api.Test;

/** A save that would crash the kernel stays refused when one of the calls before it fails once. */
class SaveTablesFaultTest {
    private static final int DEVICE = 2;
    private static final int COLLECTION = 1;
    /** Bytes of the commands that map an event. */
    private static final int MAPPING = 3 * ItsCommand.SIZE;

    private static final int[] ERRNOS = {Errno.EBUSY, Errno.EIO};

    private final FakeKernel kernel = FakeKernel.ofGicv3Host();

    @Test
    void shouldBeRefusedWhileRegistersDoNotAnswer() {
        assertRefusedThroughAnyFault(SaveTablesFaultTest::orphanAnEvent, ItsMachine::saveTables);
    }

    @Test
    void shouldNotForgetCommandsWhoseQueueDidNotAnswer() {
        assertRefusedThroughAnyFault(
                machine -> {
                    mapAnEvent(machine);
                    ItsCommand.unmapCollection(COLLECTION).write(machine.memory(), ItsMachine.QUEUE + MAPPING);
                },
                machine -> set(machine, Its.GITS_CWRITER, 0, MAPPING + ItsCommand.SIZE));
    }

    @Test
    void shouldNotForgetEventsWhoseTableOnlySeemedToBeTakenAway() {
        assertRefusedThroughAnyFault(
                SaveTablesFaultTest::orphanAnEvent, machine -> set(machine, Its.GITS_BASER, 0, 0));
    }

    /** Performs a step with each of its calls failing once, repeats it if it was refused, and asks for a save. */
    private void assertRefusedThroughAnyFault(Consumer<ItsMachine> preparation, ToIntFunction<ItsMachine> step) {
        FaultyKernel sound = new FaultyKernel(kernel, -1, Errno.OK);
        int first;
        int end;
        try (ItsMachine machine = new ItsMachine(Backends.on(sound), 0).started()) {
            preparation.accept(machine);
            first = sound.calls().size();
            assertThat(step.applyAsInt(machine)).isIn(Errno.OK, Errno.EINVAL);
            end = sound.calls().size();
            assertThat(machine.saveTables()).isEqualTo(Errno.EINVAL);
        }
        assertThat(end).isGreaterThan(first + 3);
        for (int call = first; call < end; call++) {
            for (int errno : ERRNOS) {
                try (ItsMachine machine =
                        new ItsMachine(Backends.on(new FaultyKernel(kernel, call, errno)), 0).started()) {
                    preparation.accept(machine);
                    if (step.applyAsInt(machine) == errno) {
                        assertThat(step.applyAsInt(machine)).isNotEqualTo(errno);
                    }
                    assertThat(machine.saveTables()).as("call " + call + " fails with " + errno).isEqualTo(Errno.EINVAL);
                }
            }
        }
        assertThat(kernel.faults()).isEmpty();
    }

    private static void mapAnEvent(ItsMachine machine) {
        machine.mapDevice(DEVICE);
        machine.execute(
                ItsCommand.mapCollection(COLLECTION, 0), ItsCommand.mapEvent(DEVICE, 0, 8192, COLLECTION));
    }

    private static void orphanAnEvent(ItsMachine machine) {
        mapAnEvent(machine);
        machine.execute(ItsCommand.unmapCollection(COLLECTION));
    }

    private static int set(ItsMachine machine, Its register, int number, long value) {
        return machine.its().trySet(AttributeGroup.ITS_REGISTERS, ItsMachine.attribute(register, number), value);
    }
}
