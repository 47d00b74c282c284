package org.gic4j.emulated.its;

import java.lang.foreign.Arena;
import org.gic4j.api.GicProfile;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.VirtualMachineConfiguration;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.device.Device;
import org.gic4j.api.device.DeviceType;
import org.gic4j.api.guest.GuestAccess;
import org.gic4j.api.guest.GuestMemory;
import org.gic4j.api.its.ItsCommand;
import org.gic4j.api.registers.Gicv3CpuInterface;

/** A virtual machine with a started GICv3 and an ITS, and a guest's driver of both, with short names. */
final class ItsGuest implements AutoCloseable {
    static final long GICD = 0x0800_0000L;
    static final long ITS = 0x0808_0000L;
    static final long DOORBELL = ITS + 0x1_0040;
    static final long GICR = 0x0A00_0000L;
    static final long REDISTRIBUTOR = 0x2_0000L;
    static final long RAM = 0x4000_0000L;
    static final long RAM_SIZE = 0x80_0000L;
    static final long QUEUE = RAM;
    static final long DEVICES = RAM + 0x1_0000;
    static final long COLLECTIONS = RAM + 0x9_0000;
    static final long PROPERTIES = RAM + 0xA_0000;
    static final long PENDING = RAM + 0x10_0000;
    static final long ITT = RAM + 0x40_0000;
    static final int SPURIOUS = 1023;
    static final long VALID = 1L << 63;
    static final int QUEUE_SIZE = 0x1_0000;

    final VirtualMachine vm;
    final Device gic;
    final Device its;
    final GuestAccess access;
    final GuestMemory memory;
    private final Arena arena = Arena.ofShared();
    private int writer;

    ItsGuest(int vcpus) {
        vm = new org.gic4j.emulated.EmulatedBackend()
                .createVirtualMachine(VirtualMachineConfiguration.KVM_GICV3.withProfile(GicProfile.KVM));
        for (int id = 0; id < vcpus; id++) {
            vm.createVcpu(id).initialize();
        }
        memory = vm.memory();
        memory.map(RAM, arena.allocate(RAM_SIZE, 4096));
        gic = vm.createDevice(DeviceType.VGIC_V3);
        gic.set(AttributeGroup.ADDRESS, AttributeGroup.ADDRESS_V3_DISTRIBUTOR, GICD);
        gic.set(AttributeGroup.ADDRESS, AttributeGroup.ADDRESS_V3_REDISTRIBUTOR, GICR);
        gic.initialize();
        its = vm.createDevice(DeviceType.ITS);
        its.set(AttributeGroup.ADDRESS, AttributeGroup.ADDRESS_ITS, ITS);
        access = vm.facet(GuestAccess.class).orElseThrow();
        access.write(0, GICD, 4, 3);
        for (int cpu = 0; cpu < vcpus; cpu++) {
            set(cpu, Gicv3CpuInterface.ICC_PMR_EL1, 0xFF);
            set(cpu, Gicv3CpuInterface.ICC_IGRPEN1_EL1, 1);
            access.write(0, redistributor(cpu) + 0x70, 8, PROPERTIES | 15);
            access.write(0, redistributor(cpu) + 0x78, 8, PENDING + cpu * 0x1_0000L);
            enableLpis(cpu, true);
        }
        start();
    }

    /** Sets up queue and tables, and enables the ITS. */
    private void start() {
        access.write(0, ITS + 0x80, 8, VALID | QUEUE | QUEUE_SIZE / 4096 - 1);
        access.write(0, ITS + 0x100, 8, VALID | DEVICES | 7);
        access.write(0, ITS + 0x108, 8, VALID | COLLECTIONS);
        access.write(0, ITS, 4, 1);
    }

    static long redistributor(int cpu) {
        return GICR + cpu * REDISTRIBUTOR;
    }

    void enableLpis(int cpu, boolean enabled) {
        access.write(0, redistributor(cpu), 4, enabled ? 1 : 0);
    }

    void set(int cpu, Gicv3CpuInterface register, long value) {
        access.writeSystemRegister(cpu, register.row().offset(), value);
    }

    int acknowledge(int cpu) {
        return (int) access.readSystemRegister(cpu, Gicv3CpuInterface.ICC_IAR1_EL1.row().offset());
    }

    int highestPending(int cpu) {
        return (int) access.readSystemRegister(cpu, Gicv3CpuInterface.ICC_HPPIR1_EL1.row().offset());
    }

    void end(int cpu, int intid) {
        set(cpu, Gicv3CpuInterface.ICC_EOIR1_EL1, intid);
    }

    /** Priority and enable of an LPI, as its byte in the configuration table. */
    void configure(int intid, int priority, boolean enabled) {
        memory.writeByte(PROPERTIES + intid - 8192, priority | (enabled ? 1 : 0));
    }

    boolean isPendingInTable(int cpu, int intid) {
        return (memory.readByte(PENDING + cpu * 0x1_0000L + intid / 8) >> intid % 8 & 1) != 0;
    }

    /** Hands a command to the ITS. */
    void command(ItsCommand command) {
        command.write(memory, QUEUE + writer);
        writer = (writer + ItsCommand.SIZE) % QUEUE_SIZE;
        access.write(0, ITS + 0x88, 8, writer);
    }

    void mapDevice(int device, int bits) {
        command(ItsCommand.mapDevice(device, bits, ITT + device * 0x1_0000L));
    }

    void unmapDevice(int device) {
        command(ItsCommand.unmapDevice(device));
    }

    void mapCollection(int collection, int processor) {
        command(ItsCommand.mapCollection(collection, processor));
    }

    void unmapCollection(int collection) {
        command(ItsCommand.unmapCollection(collection));
    }

    void map(int device, int event, int intid, int collection) {
        command(ItsCommand.mapEvent(device, event, intid, collection));
    }

    void move(int device, int event, int collection) {
        command(ItsCommand.move(device, event, collection));
    }

    void discard(int device, int event) {
        command(ItsCommand.ofEvent(ItsCommand.DISCARD, device, event));
    }

    void invalidate(int device, int event) {
        command(ItsCommand.ofEvent(ItsCommand.INV, device, event));
    }

    int signal(int device, int event) {
        return vm.trySignalMsi(DOORBELL, event, 1, device);
    }

    int control(long command) {
        return its.trySet(AttributeGroup.CONTROL, command, 0);
    }

    @Override
    public void close() {
        vm.close();
        arena.close();
    }
}
