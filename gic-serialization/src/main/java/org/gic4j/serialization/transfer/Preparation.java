package org.gic4j.serialization.transfer;

import org.gic4j.api.Vcpu;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.device.Device;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.SnapshotException;
import org.gic4j.api.snapshot.VcpuDescription;

/** Brings a fresh virtual machine to where a state can be restored. */
final class Preparation {
    /** The least number of interrupts that a device takes. */
    private static final int LEAST_INTERRUPTS = 64;

    private Preparation() {}

    /**
     * Creates vCPUs and the device, and initialises them.
     *
     * @param vm without vCPUs and devices
     * @param state what is to be restored
     * @throws SnapshotException when the virtual machine cannot hold such a state; nothing was created then
     * @throws org.gic4j.api.GicException with the errno of the step that failed
     */
    static void prepare(VirtualMachine vm, GicState state) {
        check(vm, state);
        for (VcpuDescription wanted : state.vcpus()) {
            Vcpu vcpu = vm.createVcpu(wanted.id().value());
            vcpu.initialize();
            if (!vcpu.affinity().equals(wanted.affinity())) {
                vcpu.setAffinity(wanted.affinity());
            }
        }
        Device device = vm.createDevice(state.version().device());
        device.set(AttributeGroup.NUMBER_OF_INTERRUPTS, 0, state.geometry().interrupts());
        Frames.set(device, state);
        device.initialize();
        TranslationTransfer.prepare(vm, state);
    }

    private static void check(VirtualMachine vm, GicState state) {
        if (!vm.configuration().host().offers(state.version().device())) {
            throw new SnapshotException("the snapshot is of a " + state.version().display()
                    + ", which a virtual machine of a " + vm.configuration().host()
                    + " host cannot have; create it with Snapshots.configurationFor");
        }
        if (!vm.vcpus().isEmpty() || !vm.devices().isEmpty()) {
            throw new SnapshotException("only a fresh virtual machine can be prepared, and this one has "
                    + vm.vcpus().size() + " vCPUs and " + vm.devices().size() + " devices");
        }
        if (state.vcpus().isEmpty()) {
            throw new SnapshotException("the snapshot has no vCPUs, so there is nothing to prepare for");
        }
        if (state.geometry().interrupts() < LEAST_INTERRUPTS) {
            throw new SnapshotException("the snapshot has " + state.geometry().interrupts()
                    + " interrupts, and a device has at least " + LEAST_INTERRUPTS);
        }
        Frames.check(state);
    }
}
