package org.gic4j.testkit.guest;

import java.util.List;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.device.Device;
import org.gic4j.api.device.DeviceType;
import org.gic4j.api.snapshot.Note;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.Snapshots;

/** How machines of guests get their interrupt controllers. */
public final class Controllers {
    private Controllers() {}

    /**
     * Gives a fresh virtual machine vCPUs and a GICv2 at {@link GuestMap}'s addresses.
     *
     * @param vm without vCPUs and devices
     * @param interrupts the number of interrupts
     * @param vcpuIds the vCPUs in creation order
     */
    public static void createGicv2(VirtualMachine vm, int interrupts, int... vcpuIds) {
        for (int id : vcpuIds) {
            vm.createVcpu(id).initialize();
        }
        Device device = vm.createDevice(DeviceType.VGIC_V2);
        device.set(AttributeGroup.NUMBER_OF_INTERRUPTS, 0, interrupts);
        device.set(AttributeGroup.ADDRESS, AttributeGroup.ADDRESS_V2_DISTRIBUTOR, GuestMap.DISTRIBUTOR);
        device.set(AttributeGroup.ADDRESS, AttributeGroup.ADDRESS_V2_CPU, GuestMap.CPU_INTERFACE);
        device.initialize();
    }

    /**
     * Gives a fresh virtual machine what a snapshot has, all of it.
     *
     * @param vm without vCPUs and devices
     * @param snapshot the interrupt controller
     */
    public static void restore(VirtualMachine vm, Snapshot snapshot) {
        Snapshots.prepare(vm, snapshot);
        List<Note> lost = Snapshots.restore(vm, snapshot);
        if (!lost.isEmpty()) {
            throw new IllegalStateException("the restored machine lacks something: " + lost);
        }
    }
}
