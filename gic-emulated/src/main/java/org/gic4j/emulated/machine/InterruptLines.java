package org.gic4j.emulated.machine;

import jakarta.inject.Inject;
import org.gic4j.api.Errno;
import org.gic4j.api.InterruptLine;
import org.gic4j.api.registers.Geometry;
import org.gic4j.emulated.controller.InterruptController;
import org.gic4j.emulated.wiring.MachineScope;

/** {@code KVM_IRQ_LINE} (CONTRACT 7). */
@MachineScope
public final class InterruptLines {
    private static final int FIRST_PPI = 16;
    private static final int CPU_INPUTS = 2;

    private final Gate gate;
    private final VcpuTable vcpus;
    private final Vgic<?> vgic;

    /** Made by the graph. */
    @Inject
    public InterruptLines(Gate gate, VcpuTable vcpus, Vgic<?> vgic) {
        this.gate = gate;
        this.vcpus = vcpus;
        this.vgic = vgic;
    }

    /** See {@link org.gic4j.api.VirtualMachine#tryInterruptLine}. */
    int set(int irq, boolean high) {
        int closed = gate.errno();
        if (closed != Errno.OK) {
            return closed;
        }
        int number = InterruptLine.number(irq);
        InterruptController gic = vgic.initialized();
        if (gic != null && InterruptLine.type(irq) == InterruptLine.TYPE_SPI && number >= Geometry.PRIVATE_INTERRUPTS) {
            return gic.setSharedLine(number, high) ? Errno.OK : Errno.EINVAL;
        }
        return switch (InterruptLine.type(irq)) {
            case InterruptLine.TYPE_CPU -> cpuInput(InterruptLine.vcpuId(irq), number);
            case InterruptLine.TYPE_SPI -> vgic.exists() ? shared(number, high) : Errno.ENXIO;
            case InterruptLine.TYPE_PPI ->
                vgic.exists() ? ofVcpu(InterruptLine.vcpuId(irq), number, high) : Errno.ENXIO;
            default -> Errno.EINVAL;
        };
    }

    /** An input of a CPU: only without an in-kernel controller. There the embedder's own controller drives its CPU. */
    private int cpuInput(int vcpuId, int number) {
        if (vgic.exists()) {
            return Errno.ENXIO;
        }
        return vcpus.withId(vcpuId) == null || number >= CPU_INPUTS ? Errno.EINVAL : Errno.OK;
    }

    private int shared(int intid, boolean high) {
        if (intid < Geometry.PRIVATE_INTERRUPTS) {
            return Errno.EINVAL;
        }
        InterruptController gic = vgic.demand();
        if (gic == null) {
            return Errno.EBUSY;
        }
        return gic.setSharedLine(intid, high) ? Errno.OK : Errno.EINVAL;
    }

    private int ofVcpu(int vcpuId, int intid, boolean high) {
        EmulatedVcpu vcpu = vcpus.withId(vcpuId);
        if (vcpu == null || intid < FIRST_PPI || intid >= Geometry.PRIVATE_INTERRUPTS) {
            return Errno.EINVAL;
        }
        InterruptController gic = vgic.demand();
        if (gic == null) {
            return Errno.EBUSY;
        }
        gic.setPrivateLine(vcpu.index().value(), intid, high);
        return Errno.OK;
    }
}
