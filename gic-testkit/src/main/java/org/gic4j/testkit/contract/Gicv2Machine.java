package org.gic4j.testkit.contract;

import java.util.Objects;
import org.gic4j.api.Errno;
import org.gic4j.api.InterruptLine;
import org.gic4j.api.Vcpu;
import org.gic4j.api.VcpuId;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.device.AttributeException;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.device.Device;
import org.gic4j.api.device.DeviceType;
import org.gic4j.api.registers.Gicv2Distributor;
import org.gic4j.api.registers.Register;
import org.jspecify.annotations.Nullable;

/** A virtual machine of a contract test, built step by step, with short names for what tests do most. */
final class Gicv2Machine implements AutoCloseable {
    /** Where tests have the distributor. */
    static final long DISTRIBUTOR = 0x0800_0000L;
    /** Where tests have the CPU interfaces. */
    static final long CPU_INTERFACE = 0x0801_0000L;

    private final VirtualMachine vm;
    private @Nullable Device device;

    Gicv2Machine(VirtualMachine vm) {
        this.vm = vm;
    }

    /** Creates and initialises vCPUs in this order. */
    Gicv2Machine withVcpus(int... ids) {
        for (int id : ids) {
            vm.createVcpu(id).initialize();
        }
        return this;
    }

    Gicv2Machine withDevice() {
        device = vm.createDevice(DeviceType.VGIC_V2);
        return this;
    }

    Gicv2Machine withInterrupts(int count) {
        device().set(AttributeGroup.NUMBER_OF_INTERRUPTS, 0, count);
        return this;
    }

    Gicv2Machine withAddresses() {
        device().set(AttributeGroup.ADDRESS, AttributeGroup.ADDRESS_V2_DISTRIBUTOR, DISTRIBUTOR);
        device().set(AttributeGroup.ADDRESS, AttributeGroup.ADDRESS_V2_CPU, CPU_INTERFACE);
        return this;
    }

    Gicv2Machine withInit() {
        device().initialize();
        return this;
    }

    /** Takes over the device that someone else created in the machine. */
    Gicv2Machine adopt() {
        device = vm.devices().getFirst();
        return this;
    }

    VirtualMachine vm() {
        return vm;
    }

    Device device() {
        return Objects.requireNonNull(device, "withDevice() comes first");
    }

    /** The vCPU of a creation index. */
    Vcpu vcpu(int index) {
        return vm.vcpus().get(index);
    }

    /** What this machine shows a guest. */
    Guest guest() {
        return new Guest(this);
    }

    /** Gets the first word of a register through a vCPU. */
    long get(Register register, int vcpuId) {
        return get(register, vcpuId, 0);
    }

    /** Gets a word of a register through a vCPU. */
    long get(Register register, int vcpuId, int word) {
        return device().get(register.frame().attributeGroup(), register.attribute(vcpuId, word));
    }

    /** Sets the first word of a register through a vCPU. */
    void set(Register register, int vcpuId, long value) {
        set(register, vcpuId, 0, value);
    }

    /** Sets a word of a register through a vCPU. */
    void set(Register register, int vcpuId, int word, long value) {
        int errno = trySet(register, vcpuId, word, value);
        if (errno != Errno.OK) {
            throw AttributeException.ofSet(
                    errno,
                    DeviceType.VGIC_V2,
                    register.frame().attributeGroup(),
                    register.attribute(vcpuId, word),
                    value);
        }
    }

    /** Sets a word of a register; the errno. */
    int trySet(Register register, int vcpuId, int word, long value) {
        return device().trySet(register.frame().attributeGroup(), register.attribute(vcpuId, word), value);
    }

    /** Gets the first word of a register; the errno. */
    int tryGet(Register register, int vcpuId) {
        return tryGet(register.frame().attributeGroup(), register.attribute(vcpuId, 0));
    }

    /** Gets an attribute; the errno. */
    int tryGet(int group, long attribute) {
        return device().tryGet(group, attribute, new long[1], 0);
    }

    /** Whether a word of a register exists; the errno. */
    int tryHas(Register register, int vcpuId, int word) {
        return device().tryHas(register.frame().attributeGroup(), register.attribute(vcpuId, word));
    }

    /** Sets the number of interrupts; EBUSY tells that the device is initialised, or has a number. */
    int trySetInterrupts(int count) {
        return device().trySet(AttributeGroup.NUMBER_OF_INTERRUPTS, 0, count);
    }

    /** The line of an SPI; the errno. */
    int trySpi(int intid, int level) {
        return vm.tryInterruptLine(InterruptLine.spi(intid), level);
    }

    /** The line of a PPI; the errno. */
    int tryPpi(int vcpuId, int intid, int level) {
        return vm.tryInterruptLine(InterruptLine.ppi(new VcpuId(vcpuId), intid), level);
    }

    /** Whether an interrupt is pending, as the attribute shows it through a vCPU. */
    boolean isPending(int vcpuId, int intid) {
        return (get(Gicv2Distributor.GICD_ISPENDR, vcpuId, intid / 32) >>> intid % 32 & 1) != 0;
    }

    /** Whether an interrupt is active, as the attribute shows it through a vCPU. */
    boolean isActive(int vcpuId, int intid) {
        return (get(Gicv2Distributor.GICD_ISACTIVER, vcpuId, intid / 32) >>> intid % 32 & 1)
                != 0;
    }

    @Override
    public void close() {
        vm.close();
    }
}
