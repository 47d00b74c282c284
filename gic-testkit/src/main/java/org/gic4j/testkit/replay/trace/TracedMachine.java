package org.gic4j.testkit.replay.trace;

import java.util.List;
import org.gic4j.api.Errno;
import org.gic4j.api.GicException;
import org.gic4j.api.GicProfile;
import org.gic4j.api.VcpuId;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.VirtualMachineConfiguration;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.device.Device;
import org.gic4j.api.device.DeviceType;
import org.gic4j.api.guest.GuestAccess;
import org.gic4j.testkit.replay.ReplayException;
import org.gic4j.testkit.replay.ReplayOptions;

/** QEMU's machine {@code virt} with a GICv2, as far as a trace needs it: one vCPU for each CPU of the trace. */
final class TracedMachine implements AutoCloseable {
    /** Where the machine has its distributor. */
    static final long DISTRIBUTOR = 0x0800_0000;
    /** Where the machine has its CPU interfaces. */
    static final long CPU_INTERFACE = 0x0801_0000;

    private static final int TYPER = 0x004;

    private final VirtualMachine vm;
    private final GuestAccess guest;

    private TracedMachine(VirtualMachine vm, GuestAccess guest) {
        this.vm = vm;
        this.guest = guest;
    }

    /** Makes a machine with as many CPUs and interrupts as the trace's GICD_TYPER shows. */
    static TracedMachine create(ReplayOptions options, List<TraceEvent> events) {
        int typer = typer(events);
        VirtualMachine vm = options.backend()
                .createVirtualMachine(VirtualMachineConfiguration.QEMU_VIRT_GICV2.withProfile(
                        options.profile().orElse(GicProfile.QEMU_VIRT)));
        try {
            for (int id = 0; id <= (typer >> 5 & 0x7); id++) {
                vm.createVcpu(id).initialize();
            }
            Device device = vm.createDevice(DeviceType.VGIC_V2);
            device.set(AttributeGroup.NUMBER_OF_INTERRUPTS, 0, ((typer & 0x1F) + 1) * 32L);
            device.set(AttributeGroup.ADDRESS, AttributeGroup.ADDRESS_V2_DISTRIBUTOR, DISTRIBUTOR);
            device.set(AttributeGroup.ADDRESS, AttributeGroup.ADDRESS_V2_CPU, CPU_INTERFACE);
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

    private static int typer(List<TraceEvent> events) {
        return events.stream()
                .filter(event -> event instanceof TraceEvent.DistributorRead read && read.offset() == TYPER)
                .map(event -> (int) ((TraceEvent.DistributorRead) event).value())
                .findFirst()
                .orElseThrow(() -> new ReplayException(
                        0, "the trace has no read of GICD_TYPER, which tells the numbers of CPUs and interrupts"));
    }

    GuestAccess guest() {
        return guest;
    }

    /** The number of CPUs. */
    int cpus() {
        return vm.vcpus().size();
    }

    /** The id of a CPU. */
    VcpuId vcpu(int cpu) {
        return vm.vcpus().get(cpu).id();
    }

    /** Sets a line; 0 or an errno. */
    int setLine(int irq, boolean high) {
        return vm.tryInterruptLine(irq, high ? 1 : 0);
    }

    @Override
    public void close() {
        vm.close();
    }
}
