package org.gic4j.bench;

import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_EOIR1_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_IAR1_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_IGRPEN1_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_PMR_EL1;

import org.gic4j.api.GicBackends;
import org.gic4j.api.InterruptLine;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.VirtualMachineConfiguration;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.device.Device;
import org.gic4j.api.device.DeviceType;
import org.gic4j.api.guest.GuestAccess;
import org.gic4j.api.registers.Gicv3CpuInterface;

/** A GICv3 in the state that the cycle of PERFORMANCE.md begins with, all interrupts in group 1. */
final class Gicv3Machine {
    static final long GICD = 0x0800_0000L;
    static final long GICR = 0x0808_0000L;
    static final int IAR1 = encoding(ICC_IAR1_EL1);
    static final int EOIR1 = encoding(ICC_EOIR1_EL1);

    /** The interrupt of the cycle: level-sensitive, of high priority. */
    static final int SPI = 40;

    private static final int INTERRUPTS = 992;
    private static final int PENDING = 200;
    private static final int HIGH = 0x40;
    private static final int LOW = 0xC0;
    private static final long REDISTRIBUTOR_SIZE = 0x2_0000L;
    private static final long SGI_FRAME = 0x1_0000L;
    private static final long ALL = 0xFFFF_FFFFL;

    final VirtualMachine vm;
    final Device device;
    final GuestAccess guest;
    final int vcpus;

    /**
     * Sets it up with 992 interrupts, 200 of which are pending with a lower priority than the cycle's, spread over the
     * vCPUs.
     *
     * @param vcpus 1 to 512
     * @param target the vCPU that the interrupt of the cycle goes to
     */
    Gicv3Machine(int vcpus, int target) {
        this.vcpus = vcpus;
        vm = GicBackends.find().named("emulated").createVirtualMachine(VirtualMachineConfiguration.KVM_GICV3);
        for (int id = 0; id < vcpus; id++) {
            vm.createVcpu(id).initialize();
        }
        device = vm.createDevice(DeviceType.VGIC_V3);
        device.set(AttributeGroup.NUMBER_OF_INTERRUPTS, 0, INTERRUPTS);
        device.set(AttributeGroup.ADDRESS, AttributeGroup.ADDRESS_V3_DISTRIBUTOR, GICD);
        device.set(AttributeGroup.ADDRESS, AttributeGroup.ADDRESS_V3_REDISTRIBUTOR, GICR);
        device.initialize();
        guest = vm.facet(GuestAccess.class).orElseThrow();
        guest.write(0, GICD, 4, 3);
        for (int cpu = 0; cpu < vcpus; cpu++) {
            long sgis = GICR + cpu * REDISTRIBUTOR_SIZE + SGI_FRAME;
            guest.write(cpu, sgis + 0x80, 4, ALL);
            guest.write(cpu, sgis + 0x100, 4, 0xFFFF);
            guest.writeSystemRegister(cpu, encoding(ICC_PMR_EL1), 0xF0);
            guest.writeSystemRegister(cpu, encoding(ICC_IGRPEN1_EL1), 1);
        }
        prepare(SPI, HIGH, target);
        int left = PENDING;
        for (int intid = 32; left > 0; intid++) {
            if (intid != SPI) {
                prepare(intid, LOW, intid % vcpus);
                vm.setInterruptLine(InterruptLine.spi(intid), true);
                left--;
            }
        }
    }

    /** A guest acknowledges an interrupt and ends it; its INTID. */
    long take(int vcpu) {
        long intid = guest.readSystemRegister(vcpu, IAR1);
        guest.writeSystemRegister(vcpu, EOIR1, intid);
        return intid;
    }

    static int encoding(Gicv3CpuInterface register) {
        return register.row().offset();
    }

    private void prepare(int intid, int priority, int target) {
        guest.write(0, GICD + 0x80 + intid / 32 * 4L, 4, ALL);
        guest.write(0, GICD + 0x400 + intid, 1, priority);
        guest.write(0, GICD + 0x6000 + intid * 8L, 8, vm.vcpus().get(target).affinity().mpidr());
        guest.write(0, GICD + 0x100 + intid / 32 * 4L, 4, 1L << intid % 32);
    }
}
