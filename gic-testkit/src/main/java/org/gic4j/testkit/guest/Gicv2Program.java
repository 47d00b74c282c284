package org.gic4j.testkit.guest;

import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_CTLR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_EOIR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_IAR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_PMR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_CTLR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_IPRIORITYR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ISENABLER;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ITARGETSR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_SGIR;
import static org.gic4j.testkit.guest.assembler.Gpr.w;
import static org.gic4j.testkit.guest.assembler.Gpr.x;

import org.gic4j.testkit.guest.assembler.Gpr;

/** What a program does with a GICv2: interrupts are of group 0. Commands are values for GICD_SGIR. */
final class Gicv2Program extends GuestProgram {
    private static final Gpr GICC = x(1);
    /** The first processor for each of four interrupts. */
    private static final int FIRST_PROCESSOR = 0x0101_0101;

    private static final int TARGETS_SHIFT = 16;

    @Override
    long softwareInterrupt(int processor, int sgi) {
        return 1L << TARGETS_SHIFT + processor | sgi;
    }

    @Override
    void findController() {
        code.mov(GICC, GuestMap.CPU_INTERFACE);
    }

    @Override
    void setUp(int interrupts) {
        fill("priorities", GICD, GICD_IPRIORITYR, 0, MIDDLE_PRIORITIES, interrupts / 4);
        fill("targets", GICD, GICD_ITARGETSR, 8, FIRST_PROCESSOR, interrupts / 4 - 8);
        fill("enables", GICD, GICD_ISENABLER, 0, -1, interrupts / 32);
        code.mov(w(5), 1)
                .str(w(5), GICD, offset(GICD_CTLR))
                .mov(w(6), OPEN_PRIORITY_MASK)
                .str(w(6), GICC, offset(GICC_PMR))
                .str(w(5), GICC, offset(GICC_CTLR));
    }

    @Override
    void send() {
        code.str(w(5), GICD, offset(GICD_SGIR));
    }

    @Override
    void readAcknowledge() {
        code.ldr(w(9), GICC, offset(GICC_IAR));
    }

    @Override
    void end() {
        code.str(w(9), GICC, offset(GICC_EOIR));
    }
}
