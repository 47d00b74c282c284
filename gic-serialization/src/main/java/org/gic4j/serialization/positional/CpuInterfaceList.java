package org.gic4j.serialization.positional;

import java.util.List;
import org.gic4j.api.registers.CpuInterfaceControl;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.Gicv3CpuInterface;

/** The order in which VMMs written in Rust, which have it from one another, list the CPU interface of a GICv3. */
public final class CpuInterfaceList {
    /** The registers before the active priorities. */
    public static final List<Gicv3CpuInterface> CONTROLS = List.of(
            Gicv3CpuInterface.ICC_SRE_EL1,
            Gicv3CpuInterface.ICC_CTLR_EL1,
            Gicv3CpuInterface.ICC_IGRPEN0_EL1,
            Gicv3CpuInterface.ICC_IGRPEN1_EL1,
            Gicv3CpuInterface.ICC_PMR_EL1,
            Gicv3CpuInterface.ICC_BPR0_EL1,
            Gicv3CpuInterface.ICC_BPR1_EL1);
    /** The active priorities, as many words of each as {@link #activeWords} says. */
    public static final List<Gicv3CpuInterface> ACTIVE_PRIORITIES =
            List.of(Gicv3CpuInterface.ICC_AP0R_EL1, Gicv3CpuInterface.ICC_AP1R_EL1);

    private static final Geometry ANY = new Geometry(Geometry.PRIVATE_INTERRUPTS, 1);

    private CpuInterfaceList() {}

    /**
     * How many words of active priorities there are in each group.
     *
     * @param control ICC_CTLR_EL1
     * @return 1, 2 or 4
     */
    public static int activeWords(int control) {
        return Gicv3CpuInterface.ICC_AP0R_EL1.row().accessibleWords(ANY, CpuInterfaceControl.priorityBits(control));
    }
}
