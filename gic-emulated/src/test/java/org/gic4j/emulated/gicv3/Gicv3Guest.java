package org.gic4j.emulated.gicv3;

import java.util.List;
import java.util.stream.IntStream;
import org.gic4j.api.Affinity;
import org.gic4j.api.GicProfile;
import org.gic4j.api.InterruptLine;
import org.gic4j.api.Vcpu;
import org.gic4j.api.VcpuId;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.VirtualMachineConfiguration;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.device.Device;
import org.gic4j.api.device.DeviceType;
import org.gic4j.api.guest.GuestAccess;
import org.gic4j.api.registers.Frame;
import org.gic4j.api.registers.Gicv3CpuInterface;
import org.gic4j.api.registers.Register;
import org.gic4j.emulated.EmulatedBackend;

/** A virtual machine with a started GICv3, and a guest's software on it: the steps of a driver with short names. */
final class Gicv3Guest {
    static final long GICD = 0x0800_0000L;
    static final long GICR = 0x080A_0000L;
    static final long REDISTRIBUTOR = 0x2_0000L;
    static final int SPURIOUS = 1023;
    static final int PRIORITY = 0xA0;

    final VirtualMachine vm;
    final Device device;
    final GuestAccess access;

    /** With vCPUs of ids from 0, 96 interrupts, all groups enabled and an open priority mask. */
    Gicv3Guest(GicProfile profile, int vcpus) {
        this(
                profile,
                IntStream.range(0, vcpus)
                        .mapToObj(id -> Affinity.byDefault(new VcpuId(id)))
                        .toList());
        start();
    }

    /** With vCPUs of these affinities, none of which has run: {@link #start} lets them. */
    Gicv3Guest(GicProfile profile, List<Affinity> affinities) {
        vm = new EmulatedBackend()
                .createVirtualMachine(VirtualMachineConfiguration.KVM_GICV3.withProfile(profile));
        for (int id = 0; id < affinities.size(); id++) {
            Vcpu vcpu = vm.createVcpu(id);
            vcpu.initialize();
            vcpu.setAffinity(affinities.get(id));
        }
        device = vm.createDevice(DeviceType.VGIC_V3);
        device.set(AttributeGroup.NUMBER_OF_INTERRUPTS, 0, 96);
        device.set(AttributeGroup.ADDRESS, AttributeGroup.ADDRESS_V3_DISTRIBUTOR, GICD);
        device.set(AttributeGroup.ADDRESS, AttributeGroup.ADDRESS_V3_REDISTRIBUTOR, GICR);
        device.initialize();
        access = vm.facet(GuestAccess.class).orElseThrow();
    }

    void start() {
        access.write(0, GICD, 4, 3);
        for (int cpu = 0; cpu < vm.vcpus().size(); cpu++) {
            set(cpu, Gicv3CpuInterface.ICC_PMR_EL1, 0xFF);
            set(cpu, Gicv3CpuInterface.ICC_IGRPEN0_EL1, 1);
            set(cpu, Gicv3CpuInterface.ICC_IGRPEN1_EL1, 1);
        }
    }

    static long address(int owner, Register register, int word) {
        long frame = register.frame() == Frame.GICV3_DISTRIBUTOR
                ? GICD
                : GICR + owner * REDISTRIBUTOR + register.frame().attributeBase();
        return frame + register.row().offset() + word * 4L;
    }

    /** Reads a word of the distributor, or of the redistributor of a vCPU. */
    int read(int owner, Register register, int word) {
        return (int) access.read(0, address(owner, register, word), Integer.BYTES);
    }

    void write(int owner, Register register, int word, int value) {
        access.write(0, address(owner, register, word), Integer.BYTES, value & 0xFFFF_FFFFL);
    }

    long get(int cpu, Gicv3CpuInterface register) {
        return access.readSystemRegister(cpu, register.row().offset());
    }

    void set(int cpu, Gicv3CpuInterface register, long value) {
        access.writeSystemRegister(cpu, register.row().offset(), value);
    }

    int acknowledge(int cpu) {
        return (int) get(cpu, Gicv3CpuInterface.ICC_IAR1_EL1);
    }

    void end(int cpu, int intid) {
        set(cpu, Gicv3CpuInterface.ICC_EOIR1_EL1, intid);
    }

    /** Enables an SPI with a priority and a route, as an edge-triggered interrupt of group 1. */
    void enable(int intid, int priority, long route) {
        access.write(0, GICD + 0x400 + intid, 1, priority);
        access.write(0, GICD + 0x6000 + 8L * intid, 8, route);
        bit(0x080, intid, true);
        int shift = intid % 16 * 2;
        long configuration = GICD + 0xC00 + intid / 16 * 4L;
        access.write(0, configuration, 4, access.read(0, configuration, 4) | 2L << shift);
        access.write(0, GICD + 0x100 + intid / 32 * 4L, 4, 1L << intid % 32);
    }

    void level(int intid) {
        long configuration = GICD + 0xC00 + intid / 16 * 4L;
        access.write(0, configuration, 4, access.read(0, configuration, 4) & ~(3L << intid % 16 * 2));
    }

    /** Puts an SPI into group 0 or 1. */
    void group(int intid, int group) {
        bit(0x080, intid, group == 1);
    }

    private void bit(int offset, int intid, boolean one) {
        long word = GICD + offset + intid / 32 * 4L;
        long old = access.read(0, word, 4);
        access.write(0, word, 4, one ? old | 1L << intid % 32 : old & ~(1L << intid % 32));
    }

    /** Enables a private interrupt of group 1 with a priority. */
    void enablePrivate(int cpu, int intid, int priority) {
        long frame = GICR + cpu * REDISTRIBUTOR + 0x1_0000;
        access.write(0, frame + 0x400 + intid, 1, priority);
        access.write(0, frame + 0x80, 4, access.read(0, frame + 0x80, 4) | 1L << intid);
        access.write(0, frame + 0x100, 4, 1L << intid);
    }

    void raise(int intid) {
        vm.setInterruptLine(InterruptLine.spi(intid), true);
    }

    void lower(int intid) {
        vm.setInterruptLine(InterruptLine.spi(intid), false);
    }

    void raisePrivate(int cpu, int intid, boolean high) {
        vm.setInterruptLine(InterruptLine.ppi(new VcpuId(cpu), intid), high);
    }
}
