package org.gic4j.serialization.transfer;

import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_AP0R_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_AP1R_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_CTLR_EL1;

import java.util.Arrays;
import java.util.List;
import org.gic4j.api.GicException;
import org.gic4j.api.GicProfile;
import org.gic4j.api.GicVersion;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.device.AttributeException;
import org.gic4j.api.device.Device;
import org.gic4j.api.device.DeviceType;
import org.gic4j.api.registers.CpuInterfaceControl;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.SnapshotException;
import org.gic4j.api.snapshot.VcpuDescription;

/**
 * What a state is saved from or restored into: a profile, and of a GICv3 ICC_CTLR_EL1 of each vCPU, which tells what no
 * profile knows of a host's CPU interfaces (CONTRACT 5.3).
 *
 * <p>User space may have lowered the priority bits of a vCPU for good (DEV-18). That decides which words of its active
 * priorities are accessible, and nothing else: their form, and what the guest sees, stay those of the hardware, whose
 * number of bits is therefore the greatest that anything tells.
 */
final class Target {
    /** Active priorities do not depend on the extent. */
    private static final Geometry ANY = new Geometry(Geometry.PRIVATE_INTERRUPTS, 1);

    private final GicProfile profile;
    /** By creation index. */
    private final int[] controls;

    private final int[] accessiblePriorityBits;
    private final int priorityBits;

    private Target(GicProfile profile, int[] controls) {
        this.profile = profile;
        this.controls = controls;
        accessiblePriorityBits = new int[controls.length];
        int greatest = profile.gicv3().priorityBits();
        for (int vcpu = 0; vcpu < controls.length; vcpu++) {
            int shown = CpuInterfaceControl.priorityBits(controls[vcpu]);
            accessiblePriorityBits[vcpu] = shown;
            greatest = Math.max(greatest, shown);
        }
        priorityBits = greatest;
    }

    /** A GICv2, which has no such register. */
    private Target(GicProfile profile, int vcpus) {
        this.profile = profile;
        controls = new int[0];
        priorityBits = profile.priorityBits();
        accessiblePriorityBits = new int[vcpus];
        Arrays.fill(accessiblePriorityBits, priorityBits);
    }

    /** A fresh GICv3 of a profile. */
    static Target fresh(GicProfile profile) {
        return new Target(profile, new int[] {profile.gicv3().cpuInterfaceControlAtReset()});
    }

    /**
     * The interrupt controller of a virtual machine.
     *
     * @param vm a virtual machine that stands still
     * @param controller its interrupt controller
     * @throws AttributeException with the errno of the register that could not be read
     */
    static Target of(VirtualMachine vm, Controller controller) {
        GicProfile profile = vm.configuration().profile();
        return controller.version() == GicVersion.GICV2
                ? new Target(profile, controller.vcpus().size())
                : new Target(profile, controls(controller.device(), controller.vcpus()));
    }

    /** The GICv3 of a virtual machine; a fresh one of its profile where the registers do not answer. */
    static Target of(VirtualMachine vm) {
        GicProfile profile = vm.configuration().profile();
        for (Device device : vm.devices()) {
            if (device.type() == DeviceType.VGIC_V3 && !vm.vcpus().isEmpty()) {
                try {
                    return new Target(profile, controls(device, Controller.vcpus(vm)));
                } catch (GicException unanswered) {
                    return fresh(profile);
                }
            }
        }
        return fresh(profile);
    }

    private static int[] controls(Device device, List<VcpuDescription> vcpus) {
        Geometry geometry = new Geometry(Geometry.PRIVATE_INTERRUPTS, vcpus.size());
        RegisterBlock block = new RegisterBlock(ICC_CTLR_EL1, geometry, vcpus, new int[vcpus.size()]);
        return block.read(device, new long[block.size()]);
    }

    /**
     * How many words of active priorities of each group user space has access to.
     *
     * @param control ICC_CTLR_EL1
     */
    static int activePriorityWords(int control) {
        return accessibleWords(CpuInterfaceControl.priorityBits(control));
    }

    private static int accessibleWords(int priorityBits) {
        return ICC_AP0R_EL1.row().accessibleWords(ANY, priorityBits);
    }

    /** The profile, which decides everything but the CPU interfaces. */
    GicProfile profile() {
        return profile;
    }

    /** The number of priority bits that the hardware has, which is the form of active priorities. */
    int priorityBits() {
        return priorityBits;
    }

    /** By creation index, the number of priority bits as far as which active priorities are accessible. */
    int[] accessiblePriorityBits() {
        return accessiblePriorityBits;
    }

    /**
     * ICC_CTLR_EL1 of a GICv3 as it reads before the restore.
     *
     * @param vcpu the creation index; all vCPUs of a fresh GICv3 are alike
     */
    int control(int vcpu) {
        return controls[vcpu < controls.length ? vcpu : 0];
    }

    /**
     * Checks that all active priorities can be written: what is out of reach can be neither restored nor cleared.
     *
     * @param state what is to be restored
     * @throws SnapshotException naming the vCPU whose priority bits were lowered
     */
    void requireAccess(GicState state) {
        if (!state.has(ICC_AP0R_EL1) && !state.has(ICC_AP1R_EL1)) {
            return;
        }
        int words = accessibleWords(priorityBits);
        for (int vcpu = 0; vcpu < controls.length; vcpu++) {
            int shown = accessiblePriorityBits[vcpu];
            if (accessibleWords(shown) < words) {
                throw new SnapshotException("ICC_CTLR_EL1 of " + state.vcpus().get(vcpu).id() + " shows " + shown
                        + " of the hardware's " + priorityBits + " priority bits: user space has lowered them, for good, and"
                        + " active priorities beyond them can be neither restored nor cleared; restore into a fresh virtual"
                        + " machine");
            }
        }
    }
}
