package org.gic4j.serialization.transfer;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.gic4j.api.Errno;
import org.gic4j.api.GicException;
import org.gic4j.api.GicVersion;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.device.Device;
import org.gic4j.api.registers.Register;
import org.gic4j.api.registers.Registers;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.SnapshotException;
import org.gic4j.api.snapshot.VcpuDescription;

/**
 * The interrupt controller of a virtual machine, with its numbers.
 *
 * @param device its handle
 * @param version its architecture version
 * @param interrupts how many it has
 * @param vcpus the virtual machine's vCPUs, in creation order
 */
record Controller(Device device, GicVersion version, int interrupts, List<VcpuDescription> vcpus) {
    /**
     * Finds it.
     *
     * @throws GicException ENODEV without a handle; EINVAL without vCPUs; what the device answers when it is not
     *     initialised, a vCPU runs, or it is closed
     */
    static Controller of(VirtualMachine vm) {
        Device device = vm.devices().stream()
                .filter(candidate -> versionOf(candidate).isPresent())
                .findFirst()
                .orElseThrow(() -> new GicException(
                        Errno.ENODEV,
                        "the virtual machine has no interrupt controller with a handle; create one by createDevice,"
                                + " since what createIrqchip makes cannot be saved or restored"));
        List<VcpuDescription> vcpus = vcpus(vm);
        if (vcpus.isEmpty()) {
            throw new GicException(
                    Errno.EINVAL, "the virtual machine has no vCPU, and registers are accessed through vCPUs");
        }
        GicVersion version = versionOf(device).orElseThrow();
        // The number is final once the device is initialised, and a GICv2 may be so only by its first register access.
        Register first = Registers.state(version).getFirst();
        VcpuDescription through = vcpus.getFirst();
        device.get(
                first.frame().attributeGroup(),
                first.attribute(first.frame().vcpuKey(through.id(), through.affinity()), 0));
        int interrupts = (int) device.get(AttributeGroup.NUMBER_OF_INTERRUPTS, 0);
        return new Controller(device, version, interrupts, vcpus);
    }

    /** The vCPUs of a virtual machine as a state describes them, in creation order. */
    static List<VcpuDescription> vcpus(VirtualMachine vm) {
        return vm.vcpus().stream()
                .map(vcpu -> new VcpuDescription(vcpu.id(), vcpu.index(), vcpu.affinity()))
                .toList();
    }

    private static Optional<GicVersion> versionOf(Device device) {
        return Arrays.stream(GicVersion.values())
                .filter(version -> version.device() == device.type())
                .findFirst();
    }

    /**
     * What a save or a restore walks.
     *
     * @param accessiblePriorityBits by creation index, as {@link Target#accessiblePriorityBits}
     */
    TransferPlan plan(int[] accessiblePriorityBits) {
        return TransferPlan.of(version, interrupts, vcpus, accessiblePriorityBits);
    }

    /**
     * Checks that a state fits.
     *
     * @throws SnapshotException naming the first thing that does not
     */
    void requireFits(GicState state) {
        if (state.version() != version) {
            throw new SnapshotException("the snapshot is of a " + state.version().display()
                    + ", the virtual machine has a " + version.display());
        }
        int saved = state.vcpus().size();
        for (int place = 0; place < Math.max(saved, vcpus.size()); place++) {
            VcpuDescription wanted = place < saved ? state.vcpus().get(place) : null;
            VcpuDescription present = place < vcpus.size() ? vcpus.get(place) : null;
            if (!Objects.equals(wanted, present)) {
                throw new SnapshotException("the vCPUs differ at place " + place + " of " + saved + ": the snapshot has "
                        + (wanted == null ? "no more" : wanted) + ", the virtual machine has "
                        + (present == null ? "no more" : present));
            }
        }
        if (state.geometry().interrupts() != interrupts) {
            throw new SnapshotException("the snapshot has " + state.geometry().interrupts()
                    + " interrupts, the virtual machine " + interrupts);
        }
    }
}
