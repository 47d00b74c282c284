package org.gic4j.testkit.guest;

import static org.gic4j.api.registers.Gicv3Distributor.GICD_CTLR;
import static org.gic4j.api.registers.Gicv3Distributor.GICD_IPRIORITYR;
import static org.gic4j.api.registers.Gicv3Distributor.GICD_ISENABLER;
import static org.gic4j.api.registers.Gicv3Redistributor.GICR_TYPER;
import static org.gic4j.api.registers.Gicv3Redistributor.GICR_WAKER;
import static org.gic4j.api.registers.Gicv3RedistributorSgi.GICR_IPRIORITYR;
import static org.gic4j.api.registers.Gicv3RedistributorSgi.GICR_ISENABLER;
import static org.gic4j.testkit.guest.assembler.Gpr.w;
import static org.gic4j.testkit.guest.assembler.Gpr.wzr;
import static org.gic4j.testkit.guest.assembler.Gpr.x;

import org.gic4j.api.registers.Frame;
import org.gic4j.testkit.guest.assembler.Condition;
import org.gic4j.testkit.guest.assembler.Gpr;
import org.gic4j.testkit.guest.assembler.SystemRegister;

/**
 * What a program does with a GICv3, the CPU interface by system registers: interrupts are of group 1. Routes stay as they
 * are at reset. Commands are values for ICC_SGI1R_EL1.
 */
final class Gicv3Program extends GuestProgram {
    /** This processor's redistributor, its first frame and then its second. */
    private static final Gpr GICR = x(1);

    private static final int SGI_SHIFT = 24;
    private static final int AFFINITY_ROUTING_AND_GROUP_1 = 0x12;
    private static final int SYSTEM_REGISTERS = 7;
    private static final int AFFINITIES_2_TO_0 = 0xFF_FFFF;

    @Override
    long softwareInterrupt(int processor, int sgi) {
        return (long) sgi << SGI_SHIFT | 1L << processor;
    }

    @Override
    void findController() {}

    @Override
    void setUp(int interrupts) {
        findRedistributor();
        code.str(wzr(), GICR, offset(GICR_WAKER)).mov(x(5), Frame.GICV3_REDISTRIBUTOR.size()).add(GICR, GICR, x(5), 0);
        fill("own-priorities", GICR, GICR_IPRIORITYR, 0, MIDDLE_PRIORITIES, 8);
        fill("own-enables", GICR, GICR_ISENABLER, 0, -1, 1);
        fill("priorities", GICD, GICD_IPRIORITYR, 8, MIDDLE_PRIORITIES, interrupts / 4 - 8);
        fill("enables", GICD, GICD_ISENABLER, 1, -1, interrupts / 32 - 1);
        code.mov(w(5), AFFINITY_ROUTING_AND_GROUP_1)
                .str(w(5), GICD, offset(GICD_CTLR))
                .mov(x(5), SYSTEM_REGISTERS)
                .msr(SystemRegister.ICC_SRE_EL1, x(5))
                .isb()
                .mov(x(5), OPEN_PRIORITY_MASK)
                .msr(SystemRegister.ICC_PMR_EL1, x(5))
                .mov(x(5), 1)
                .msr(SystemRegister.ICC_IGRPEN1_EL1, x(5))
                .isb();
    }

    /** The one whose affinity is the processor's. */
    private void findRedistributor() {
        int size = Frame.GICV3_REDISTRIBUTOR.size() + Frame.GICV3_REDISTRIBUTOR_SGI.size();
        code.mov(GICR, GuestMap.REDISTRIBUTORS)
                .mov(x(7), size)
                .mrs(x(5), SystemRegister.MPIDR_EL1)
                .and(x(5), x(5), AFFINITIES_2_TO_0)
                .label("redistributor")
                .ldr(w(6), GICR, offset(GICR_TYPER) + Integer.BYTES)
                .cmp(x(6), x(5))
                .b(Condition.EQ, "found")
                .add(GICR, GICR, x(7), 0)
                .b("redistributor")
                .label("found");
    }

    @Override
    void send() {
        code.msr(SystemRegister.ICC_SGI1R_EL1, x(5)).isb();
    }

    @Override
    void readAcknowledge() {
        code.mrs(x(9), SystemRegister.ICC_IAR1_EL1).dsb();
    }

    @Override
    void end() {
        code.msr(SystemRegister.ICC_EOIR1_EL1, x(9)).isb();
    }
}
