package org.gic4j.realkernel.guest.gicv2;

import org.gic4j.api.GicBackends;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.VirtualMachineConfiguration;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.device.Device;
import org.gic4j.api.device.DeviceType;
import org.gic4j.api.registers.Gicv2CpuInterface;

/** The Java twin of {@code attribute-cost.c}: the same accesses by gic-kvm, measured and printed in the same way. */
final class AttributeCost {
    private static final int OPERATIONS = 500;
    private static final long VALUE = 0x1E;

    private AttributeCost() {}

    /**
     * Measures.
     *
     * @param arguments for how many seconds: enough for the compilers of an emulated machine to settle
     */
    public static void main(String[] arguments) {
        long duration = Integer.parseInt(arguments[0]) * 1_000_000_000L;
        try (VirtualMachine vm =
                GicBackends.find().named("kvm").createVirtualMachine(VirtualMachineConfiguration.KVM_GICV2)) {
            vm.createVcpu(0).initialize();
            Device device = vm.createDevice(DeviceType.VGIC_V2);
            device.initialize();
            long get = Long.MAX_VALUE;
            long set = Long.MAX_VALUE;
            long begun = System.nanoTime();
            do {
                get = Math.min(get, batch(device, false));
                set = Math.min(set, batch(device, true));
            } while (System.nanoTime() - begun < duration);
            System.out.println("get " + get);
            System.out.println("set " + set);
        }
    }

    /** Nanoseconds an access. */
    private static long batch(Device device, boolean set) {
        int group = AttributeGroup.CPU_REGISTERS;
        long attribute = Gicv2CpuInterface.GICC_PMR.attribute(0, 0);
        long[] value = new long[1];
        int refused = 0;
        long begun = System.nanoTime();
        for (int i = 0; i < OPERATIONS; i++) {
            refused |= set ? device.trySet(group, attribute, VALUE) : device.tryGet(group, attribute, value, 0);
        }
        long mean = (System.nanoTime() - begun) / OPERATIONS;
        if (refused != 0) {
            throw new IllegalStateException("an access was refused");
        }
        return mean;
    }
}
