package org.gic4j.bench;

import java.lang.foreign.Arena;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.device.Device;
import org.gic4j.api.device.DeviceType;
import org.gic4j.api.guest.GuestAccess;
import org.gic4j.api.guest.GuestMemory;
import org.gic4j.api.its.ItsCommand;
import org.gic4j.api.registers.Its;

/** A {@link Gicv3Machine} with an ITS, whose devices' events are mapped to LPIs of every vCPU in turn. */
final class LpiMachine {
    /** Events of a device. */
    static final int EVENTS = 1000;
    /** Where devices write their messages. */
    static final long DOORBELL = 0x0801_0040L + 0x1_0000L;

    private static final long ITS = 0x0801_0000L;
    private static final int EVENT_BITS = 10;
    private static final int FIRST_LPI = 8192;
    private static final int ENABLED_OF_HIGH_PRIORITY = 0x41;
    private static final long VALID = 1L << 63;
    private static final long RAM = 0x4000_0000L;
    private static final int QUEUE_SIZE = 0x1_0000;
    private static final long DEVICES = RAM + 0x1_0000L;
    private static final long COLLECTIONS = RAM + 0x2_0000L;
    private static final long CONFIGURATION = RAM + 0x3_0000L;
    private static final long TRANSLATION = RAM + 0x10_0000L;
    private static final long TRANSLATION_SIZE = 8L << EVENT_BITS;
    private static final long PENDING = RAM + 0x100_0000L;
    private static final long PENDING_SIZE = 0x1_0000L;
    private static final long REDISTRIBUTOR_SIZE = 0x2_0000L;

    final Gicv3Machine gic;
    final VirtualMachine vm;
    final GuestAccess guest;
    final int lpis;
    private final GuestMemory memory;
    private final Device its;
    private int writer;

    /**
     * Maps them.
     *
     * @param lpis 1 to 57,344
     * @param vcpus 1 to 512
     */
    LpiMachine(int lpis, int vcpus) {
        this.lpis = lpis;
        gic = new Gicv3Machine(vcpus, 0);
        vm = gic.vm;
        guest = gic.guest;
        memory = vm.memory();
        memory.map(RAM, Arena.ofAuto().allocate(PENDING - RAM + vcpus * PENDING_SIZE, QUEUE_SIZE));
        its = vm.createDevice(DeviceType.ITS);
        its.set(AttributeGroup.ADDRESS, AttributeGroup.ADDRESS_ITS, ITS);
        for (int lpi = 0; lpi < lpis; lpi++) {
            memory.writeByte(CONFIGURATION + lpi, ENABLED_OF_HIGH_PRIORITY);
        }
        for (int cpu = 0; cpu < vcpus; cpu++) {
            long frame = Gicv3Machine.GICR + cpu * REDISTRIBUTOR_SIZE;
            guest.write(cpu, frame + 0x70, 8, CONFIGURATION | 15);
            guest.write(cpu, frame + 0x78, 8, PENDING + cpu * PENDING_SIZE);
            guest.write(cpu, frame, 4, 1);
        }
        set(Its.GITS_CBASER, 0, VALID | RAM | QUEUE_SIZE / 4096 - 1);
        set(Its.GITS_BASER, 0, VALID | DEVICES);
        set(Its.GITS_BASER, 1, VALID | COLLECTIONS);
        set(Its.GITS_CTLR, 0, 1);
        for (int cpu = 0; cpu < vcpus; cpu++) {
            execute(ItsCommand.mapCollection(cpu, cpu));
        }
        for (int lpi = 0; lpi < lpis; lpi++) {
            if (lpi % EVENTS == 0) {
                int device = lpi / EVENTS;
                execute(ItsCommand.mapDevice(device, EVENT_BITS, TRANSLATION + device * TRANSLATION_SIZE));
            }
            execute(ItsCommand.mapEvent(lpi / EVENTS, lpi % EVENTS, FIRST_LPI + lpi, lpi % vcpus));
        }
    }

    /** A device's message, which becomes an LPI: 1 where it is delivered. */
    int send(int lpi) {
        return vm.trySignalMsi(DOORBELL, lpi % EVENTS, 1, lpi / EVENTS);
    }

    /** The INTID of an LPI. */
    static int intid(int lpi) {
        return FIRST_LPI + lpi;
    }

    private void execute(ItsCommand command) {
        command.write(memory, RAM + writer);
        writer = (writer + ItsCommand.SIZE) % QUEUE_SIZE;
        set(Its.GITS_CWRITER, 0, writer);
    }

    private void set(Its register, int number, long value) {
        its.set(AttributeGroup.ITS_REGISTERS, register.attribute(0, number * register.attributeStride()), value);
    }
}
