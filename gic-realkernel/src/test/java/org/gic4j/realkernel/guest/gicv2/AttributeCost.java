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
     * @param arguments the number of batches
     */
    public static void main(String[] arguments) {
        int batches = Integer.parseInt(arguments[0]);
        try (VirtualMachine vm =
                GicBackends.find().named("kvm").createVirtualMachine(VirtualMachineConfiguration.KVM_GICV2)) {
            vm.createVcpu(0).initialize();
            Device device = vm.createDevice(DeviceType.VGIC_V2);
            device.initialize();
            System.out.println("get " + best(device, false, batches));
            System.out.println("set " + best(device, true, batches));
        }
    }

    private static long best(Device device, boolean set, int batches) {
        int group = AttributeGroup.CPU_REGISTERS;
        long attribute = Gicv2CpuInterface.GICC_PMR.attribute(0, 0);
        long[] value = new long[1];
        long least = Long.MAX_VALUE;
        for (int batch = 0; batch < batches; batch++) {
            int refused = 0;
            long begun = System.nanoTime();
            for (int i = 0; i < OPERATIONS; i++) {
                refused |= set ? device.trySet(group, attribute, VALUE) : device.tryGet(group, attribute, value, 0);
            }
            least = Math.min(least, (System.nanoTime() - begun) / OPERATIONS);
            if (refused != 0) {
                throw new IllegalStateException("an access was refused");
            }
        }
        return least;
    }
}
