package org.gic4j.bench;

import org.gic4j.api.GicBackends;
import org.gic4j.api.InterruptLine;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.VirtualMachineConfiguration;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.device.Device;
import org.gic4j.api.device.DeviceType;
import org.gic4j.api.guest.GuestAccess;

/** A GICv2 in the state that the cycle of PERFORMANCE.md begins with. */
final class Gicv2Machine {
    static final long GICD = 0x0800_0000L;
    static final long GICC = 0x0801_0000L;
    static final long IAR = GICC + 0x0C;
    static final long EOIR = GICC + 0x10;

    /** The interrupt of the cycle: level-sensitive, of high priority. */
    static final int SPI = 40;

    private static final int HIGH = 0x40;
    private static final int LOW = 0xC0;

    final VirtualMachine vm;
    final Device device;
    final GuestAccess guest;

    /**
     * Sets it up.
     *
     * @param vcpus 1 to 8
     * @param interrupts a multiple of 32
     * @param pending how many other interrupts are pending, of lower priority, spread over the vCPUs
     * @param target the vCPU that the interrupt of the cycle goes to
     */
    Gicv2Machine(int vcpus, int interrupts, int pending, int target) {
        vm = GicBackends.find().named("emulated").createVirtualMachine(VirtualMachineConfiguration.KVM_GICV2);
        for (int id = 0; id < vcpus; id++) {
            vm.createVcpu(id).initialize();
        }
        device = vm.createDevice(DeviceType.VGIC_V2);
        device.set(AttributeGroup.NUMBER_OF_INTERRUPTS, 0, interrupts);
        device.set(AttributeGroup.ADDRESS, AttributeGroup.ADDRESS_V2_DISTRIBUTOR, GICD);
        device.set(AttributeGroup.ADDRESS, AttributeGroup.ADDRESS_V2_CPU, GICC);
        device.initialize();
        guest = vm.facet(GuestAccess.class).orElseThrow();
        guest.write(0, GICD, 4, 1);
        for (int cpu = 0; cpu < vcpus; cpu++) {
            guest.write(cpu, GICC, 4, 1);
            guest.write(cpu, GICC + 4, 4, 0xF0);
        }
        level(SPI);
        prepare(SPI, HIGH, target);
        int left = pending;
        for (int intid = 32; intid < interrupts && left > 0; intid++) {
            if (intid != SPI) {
                prepare(intid, LOW, intid % vcpus);
                vm.setInterruptLine(InterruptLine.spi(intid), true);
                left--;
            }
        }
    }

    private void level(int intid) {
        long register = GICD + 0xC00 + intid / 16 * 4L;
        guest.write(0, register, 4, guest.read(0, register, 4) & ~(3L << intid % 16 * 2));
    }

    private void prepare(int intid, int priority, int target) {
        guest.write(0, GICD + 0x400 + intid, 1, priority);
        guest.write(0, GICD + 0x800 + intid, 1, 1L << target);
        guest.write(0, GICD + 0x100 + intid / 32 * 4L, 4, 1L << intid % 32);
    }
}
