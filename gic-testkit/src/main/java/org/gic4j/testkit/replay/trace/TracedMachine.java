package org.gic4j.testkit.replay.trace;

import java.util.Map;
import org.gic4j.api.Errno;
import org.gic4j.api.GicException;
import org.gic4j.api.GicProfile;
import org.gic4j.api.GicVersion;
import org.gic4j.api.Vcpu;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.VirtualMachineConfiguration;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.device.Device;
import org.gic4j.api.guest.GuestAccess;
import org.gic4j.testkit.replay.ReplayException;
import org.gic4j.testkit.replay.ReplayOptions;

/** QEMU's machine {@code virt}, as far as a trace needs it: one vCPU for each CPU of the trace. */
final class TracedMachine implements AutoCloseable {
    private final VirtualMachine vm;
    private final GuestAccess guest;

    private TracedMachine(VirtualMachine vm, GuestAccess guest) {
        this.vm = vm;
        this.guest = guest;
    }

    /**
     * Makes a machine.
     *
     * @param options the backend and the profile
     * @param version the version of its interrupt controller
     * @param cpus how many CPUs it has
     * @param interrupts how many INTIDs it has
     * @param addresses of the frames, by attribute
     */
    static TracedMachine create(
            ReplayOptions options, GicVersion version, int cpus, int interrupts, Map<Long, Long> addresses) {
        VirtualMachine vm = options.backend()
                .createVirtualMachine(VirtualMachineConfiguration.QEMU_VIRT_GICV2
                        .withHost(version.host())
                        .withProfile(options.profile().orElse(GicProfile.QEMU_VIRT)));
        try {
            for (int id = 0; id < cpus; id++) {
                vm.createVcpu(id).initialize();
            }
            Device device = vm.createDevice(version.device());
            device.set(AttributeGroup.NUMBER_OF_INTERRUPTS, 0, interrupts);
            addresses.forEach((frame, address) -> device.set(AttributeGroup.ADDRESS, frame, address));
            device.initialize();
            GuestAccess guest = vm.facet(GuestAccess.class)
                    .orElseThrow(() -> new GicException(
                            Errno.EOPNOTSUPP,
                            "backend '" + options.backend().name() + "' serves no guest accesses; a trace needs them"));
            return new TracedMachine(vm, guest);
        } catch (RuntimeException e) {
            vm.close();
            throw e;
        }
    }

    GuestAccess guest() {
        return guest;
    }

    /** The number of CPUs. */
    int cpus() {
        return vm.vcpus().size();
    }

    /** The vCPU of a CPU. */
    Vcpu vcpu(int cpu) {
        return vm.vcpus().get(cpu);
    }

    /**
     * Sets a line.
     *
     * @param line the trace's, for messages
     * @param irq see {@link org.gic4j.api.InterruptLine}
     */
    void setLine(int line, int irq, boolean high) {
        int errno = vm.tryInterruptLine(irq, high ? 1 : 0);
        if (errno != Errno.OK) {
            throw new ReplayException(
                    line,
                    "the backend refuses the level of interrupt line 0x" + Integer.toHexString(irq) + ": "
                            + Errno.name(errno));
        }
    }

    @Override
    public void close() {
        vm.close();
    }
}
