package org.gic4j.testkit.guest;

import java.util.List;
import org.gic4j.api.GicVersion;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.device.Device;
import org.gic4j.api.snapshot.Note;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.Snapshots;

/** How machines of guests get their interrupt controllers. */
public final class Controllers {
    private Controllers() {}

    /**
     * Gives a fresh virtual machine vCPUs and an interrupt controller at {@link GuestMap}'s addresses.
     *
     * @param vm without vCPUs and devices
     * @param version the interrupt controller's
     * @param interrupts the number of interrupts
     * @param vcpuIds the vCPUs in creation order
     */
    public static void create(VirtualMachine vm, GicVersion version, int interrupts, int... vcpuIds) {
        for (int id : vcpuIds) {
            vm.createVcpu(id).initialize();
        }
        Device device = vm.createDevice(version.device());
        device.set(AttributeGroup.NUMBER_OF_INTERRUPTS, 0, interrupts);
        switch (version) {
            case GICV2 -> {
                device.set(AttributeGroup.ADDRESS, AttributeGroup.ADDRESS_V2_DISTRIBUTOR, GuestMap.DISTRIBUTOR);
                device.set(AttributeGroup.ADDRESS, AttributeGroup.ADDRESS_V2_CPU, GuestMap.CPU_INTERFACE);
            }
            case GICV3 -> {
                device.set(AttributeGroup.ADDRESS, AttributeGroup.ADDRESS_V3_DISTRIBUTOR, GuestMap.DISTRIBUTOR);
                device.set(AttributeGroup.ADDRESS, AttributeGroup.ADDRESS_V3_REDISTRIBUTOR, GuestMap.REDISTRIBUTORS);
            }
        }
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
        List<Note> lost =
                Snapshots.restore(vm, snapshot).stream().filter(Note::loss).toList();
        if (!lost.isEmpty()) {
            throw new IllegalStateException("the restored machine lacks something: " + lost);
        }
    }
}
