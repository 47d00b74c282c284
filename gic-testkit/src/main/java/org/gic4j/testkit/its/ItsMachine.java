package org.gic4j.testkit.its;

import java.lang.foreign.Arena;
import org.gic4j.api.GicBackend;
import org.gic4j.api.Vcpu;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.VirtualMachineConfiguration;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.device.Device;
import org.gic4j.api.device.DeviceType;
import org.gic4j.api.guest.GuestMemory;
import org.gic4j.api.its.ItsCommand;
import org.gic4j.api.registers.Gicv3Distributor;
import org.gic4j.api.registers.Gicv3Redistributor;
import org.gic4j.api.registers.Its;
import org.jspecify.annotations.Nullable;

/**
 * A virtual machine with a GICv3 and an ITS, whose user space does what a guest's driver would: it writes commands to
 * the queue in guest memory and tells GITS_CWRITER. Guest memory is 8 MiB at {@link #RAM}, of which the first 2 are free;
 * the constants say what lies where in it.
 */
public final class ItsMachine implements AutoCloseable {
    /** The distributor. */
    public static final long GICD = 0x0800_0000L;
    /** The redistributors. */
    public static final long GICR = 0x0A00_0000L;
    /** The first ITS. */
    public static final long ITS = 0x0808_0000L;
    /** Where devices write their messages. */
    public static final long DOORBELL = ITS + 0x1_0040;
    /** Guest memory. */
    public static final long RAM = 0x4000_0000L;
    /** The size of guest memory in bytes. */
    public static final long RAM_SIZE = 0x80_0000L;
    /** The command queue, of {@link #QUEUE_SIZE} bytes. */
    public static final long QUEUE = RAM + 0x20_0000;
    /** The bytes of the command queue: 128 commands. */
    public static final int QUEUE_SIZE = 0x1000;
    /** The device table: one page of 64 KiB, for 8,192 devices. */
    public static final long DEVICES = RAM + 0x21_0000;
    /** The collection table: one page of 64 KiB. */
    public static final long COLLECTIONS = RAM + 0x22_0000;
    /** The configuration table of LPIs. */
    public static final long CONFIGURATION = RAM + 0x23_0000;
    /** The pending table of the first vCPU; those of the others follow. */
    public static final long PENDING = RAM + 0x30_0000;
    /** The distance of two pending tables. */
    public static final long PENDING_SIZE = 0x1_0000;
    /** The interrupt translation tables, by device. */
    public static final long TRANSLATION = RAM + 0x40_0000;
    /** The distance of two interrupt translation tables. */
    public static final long TRANSLATION_SIZE = 0x1000;
    /** The least LPI. */
    public static final int FIRST_LPI = 8192;

    private static final long VALID = 1L << 63;
    private static final int IDENTIFIER_BITS = 15;

    private final @Nullable Arena arena;
    private final VirtualMachine vm;
    private final Device gic;
    private final Device its;
    private final GuestMemory memory;

    /**
     * Makes one: vCPUs, memory, a GICv3 that is initialised, and an ITS that has an address.
     *
     * @param backend the backend under test
     * @param vcpuIds the vCPUs in creation order
     */
    public ItsMachine(GicBackend backend, int... vcpuIds) {
        arena = Arena.ofShared();
        vm = backend.createVirtualMachine(VirtualMachineConfiguration.KVM_GICV3);
        for (int id : vcpuIds) {
            vm.createVcpu(id).initialize();
        }
        memory = vm.memory();
        memory.map(RAM, arena.allocate(RAM_SIZE, QUEUE_SIZE));
        gic = vm.createDevice(DeviceType.VGIC_V3);
        gic.set(AttributeGroup.ADDRESS, AttributeGroup.ADDRESS_V3_DISTRIBUTOR, GICD);
        gic.set(AttributeGroup.ADDRESS, AttributeGroup.ADDRESS_V3_REDISTRIBUTOR, GICR);
        gic.set(AttributeGroup.NUMBER_OF_INTERRUPTS, 0, 64);
        gic.initialize();
        its = createIts(vm);
    }

    private ItsMachine(VirtualMachine vm, Device its) {
        arena = null;
        this.vm = vm;
        memory = vm.memory();
        gic = vm.devices().getFirst();
        this.its = its;
    }

    /**
     * Gives a virtual machine with a GICv3 and memory an ITS.
     *
     * @param vm stays the caller's; its first device is the GICv3, its memory that of an {@code ItsMachine}
     */
    public static ItsMachine in(VirtualMachine vm) {
        return new ItsMachine(vm, createIts(vm));
    }

    /**
     * Takes over the ITS that a virtual machine has, as after a restore.
     *
     * @param vm stays the caller's; its first device is the GICv3, its last one the ITS
     */
    public static ItsMachine of(VirtualMachine vm) {
        return new ItsMachine(vm, vm.devices().getLast());
    }

    private static Device createIts(VirtualMachine vm) {
        Device created = vm.createDevice(DeviceType.ITS);
        created.set(AttributeGroup.ADDRESS, AttributeGroup.ADDRESS_ITS, ITS);
        created.initialize();
        return created;
    }

    /** Enables the distributor, LPIs of all vCPUs, and the ITS with its queue and tables. */
    public ItsMachine started() {
        gic.set(AttributeGroup.DISTRIBUTOR_REGISTERS, Gicv3Distributor.GICD_CTLR.attribute(0, 0), 2);
        return takeLpis();
    }

    /** Enables LPIs of all vCPUs, and the ITS with its queue and tables. */
    public ItsMachine takeLpis() {
        for (Vcpu vcpu : vm.vcpus()) {
            setWide(Gicv3Redistributor.GICR_PROPBASER, vcpu, CONFIGURATION | IDENTIFIER_BITS);
            setWide(Gicv3Redistributor.GICR_PENDBASER, vcpu, pendingTable(vcpu.index().value()));
            enableLpis(vcpu.index().value(), true);
        }
        placed();
        set(Its.GITS_CTLR, 0, 1);
        return this;
    }

    /** Gives the ITS its queue and tables. */
    public ItsMachine placed() {
        set(Its.GITS_CBASER, 0, VALID | QUEUE);
        set(Its.GITS_BASER, 0, VALID | DEVICES);
        set(Its.GITS_BASER, 1, VALID | COLLECTIONS);
        return this;
    }

    /** The virtual machine. */
    public VirtualMachine vm() {
        return vm;
    }

    /** The interrupt controller. */
    public Device gic() {
        return gic;
    }

    /** The ITS. */
    public Device its() {
        return its;
    }

    /** Guest memory. */
    public GuestMemory memory() {
        return memory;
    }

    /** Where the pending table of a vCPU is. */
    public static long pendingTable(int vcpuIndex) {
        return PENDING + vcpuIndex * PENDING_SIZE;
    }

    /** Where the interrupt translation table of a device is. */
    public static long translationTable(int device) {
        return TRANSLATION + device * TRANSLATION_SIZE;
    }

    /** Sets GICR_CTLR.EnableLPIs of the vCPU of a creation index. */
    public void enableLpis(int vcpuIndex, boolean enabled) {
        Vcpu vcpu = vm.vcpus().get(vcpuIndex);
        gic.set(AttributeGroup.REDISTRIBUTOR_REGISTERS, attribute(Gicv3Redistributor.GICR_CTLR, vcpu, 0), enabled ? 1 : 0);
    }

    /** Has the ITS execute commands, if it is enabled. */
    public void execute(ItsCommand... commands) {
        int writer = (int) get(Its.GITS_CWRITER, 0);
        for (ItsCommand command : commands) {
            command.write(memory, QUEUE + writer);
            writer = (writer + ItsCommand.SIZE) % QUEUE_SIZE;
        }
        set(Its.GITS_CWRITER, 0, writer);
    }

    /** Maps a device with event ids of 5 bits. */
    public void mapDevice(int device) {
        execute(ItsCommand.mapDevice(device, 5, translationTable(device)));
    }

    /** Has the ITS carry out a control command; the errno. */
    public int control(long command) {
        return its.trySet(AttributeGroup.CONTROL, command, 0);
    }

    /** Has the tables of the ITS saved; the errno. */
    public int saveTables() {
        return control(AttributeGroup.CONTROL_ITS_SAVE_TABLES);
    }

    /** Has the tables of the ITS restored; the errno. */
    public int restoreTables() {
        return control(AttributeGroup.CONTROL_ITS_RESTORE_TABLES);
    }

    /** Resets the ITS; the errno. */
    public int reset() {
        return control(AttributeGroup.CONTROL_ITS_RESET);
    }

    /** Has the pending bits of LPIs saved; the errno. */
    public int savePendingTables() {
        return gic.trySet(AttributeGroup.CONTROL, AttributeGroup.CONTROL_SAVE_PENDING_TABLES, 0);
    }

    /** A register of the ITS. */
    public long get(Its register, int number) {
        return its.get(AttributeGroup.ITS_REGISTERS, attribute(register, number));
    }

    /** Sets a register of the ITS. */
    public void set(Its register, int number, long value) {
        its.set(AttributeGroup.ITS_REGISTERS, attribute(register, number), value);
    }

    /** Sets a register of the ITS; the errno. */
    public int trySet(Its register, int number, long value) {
        return its.trySet(AttributeGroup.ITS_REGISTERS, attribute(register, number), value);
    }

    /** The attribute of a register of an ITS. */
    public static long attribute(Its register, int number) {
        return register.attribute(0, number * register.attributeStride());
    }

    /** Writes the configuration of an LPI to its table. */
    public void configure(int intid, int priority, boolean enabled) {
        memory.writeByte(CONFIGURATION + intid - FIRST_LPI, priority | (enabled ? 1 : 0));
    }

    /** The pending bit of an LPI in the table of a vCPU. */
    public boolean isPendingInTable(int vcpuIndex, int intid) {
        return (memory.readByte(pendingTable(vcpuIndex) + intid / Byte.SIZE) >> intid % Byte.SIZE & 1) != 0;
    }

    /** Sets the pending bit of an LPI in the table of a vCPU. */
    public void setPendingInTable(int vcpuIndex, int intid) {
        long at = pendingTable(vcpuIndex) + intid / Byte.SIZE;
        memory.writeByte(at, memory.readByte(at) | 1 << intid % Byte.SIZE);
    }

    /** A device's message: 1 delivered, 0 dropped, or a negated errno. */
    public int signal(int device, int event) {
        return vm.trySignalMsi(DOORBELL, event, 1, device);
    }

    @Override
    public void close() {
        vm.close();
        if (arena != null) {
            arena.close();
        }
    }

    private void setWide(Gicv3Redistributor register, Vcpu vcpu, long value) {
        gic.set(AttributeGroup.REDISTRIBUTOR_REGISTERS, attribute(register, vcpu, 0), value & 0xFFFF_FFFFL);
        gic.set(AttributeGroup.REDISTRIBUTOR_REGISTERS, attribute(register, vcpu, 1), value >>> Integer.SIZE);
    }

    private static long attribute(Gicv3Redistributor register, Vcpu vcpu, int word) {
        return register.attribute(vcpu.affinity().packed(), word);
    }
}
