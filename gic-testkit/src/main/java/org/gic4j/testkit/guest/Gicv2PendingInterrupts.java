package org.gic4j.testkit.guest;

import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_APR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_CTLR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_PMR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_CTLR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ICACTIVER;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ICPENDR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_IGROUPR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_IPRIORITYR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ISENABLER;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ISPENDR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ITARGETSR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_SPENDSGIR;

import java.util.ArrayList;
import java.util.List;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.snapshot.GicState;

/** Those of a GICv2, in group 0. */
final class Gicv2PendingInterrupts extends PendingInterrupts {
    private static final int SENDER_SHIFT = 10;
    private static final int CPUS = 8;
    /** GICC_PMR as attributes have it: open. */
    private static final int OPEN = 0x1F;

    Gicv2PendingInterrupts(VirtualMachine vm) {
        super(vm, GICD_CTLR);
    }

    @Override
    boolean tryPlace() {
        return tryPlace(AttributeGroup.ADDRESS_V2_DISTRIBUTOR, GuestMap.DISTRIBUTOR)
                && tryPlace(AttributeGroup.ADDRESS_V2_CPU, GuestMap.CPU_INTERFACE);
    }

    @Override
    void dropTimers() {
        eachFirst(GICD_ICPENDR, word -> TIMERS);
    }

    @Override
    void open() {
        each(GICD_ICACTIVER, word -> -1);
        each(GICD_IGROUPR, word -> 0);
        each(GICD_IPRIORITYR, PendingInterrupts::urgent);
        each(GICC_APR, word -> 0);
        each(GICC_PMR, word -> OPEN);
        each(GICC_CTLR, word -> 1);
        each(GICD_CTLR, word -> 1);
        each(GICD_ISENABLER, word -> -1);
    }

    /**
     * What a processor has to acknowledge. KVM sends an SPI to the first of its targets, or to processor 0 where it has
     * none.
     */
    static List<Long> of(GicState state, int cpu) {
        List<Long> expected = new ArrayList<>();
        for (int sgi = 0; sgi < SGIS; sgi++) {
            int senders = state.word(GICD_SPENDSGIR, cpu, sgi / 4) >>> sgi % 4 * Byte.SIZE;
            for (int sender = 0; sender < CPUS; sender++) {
                if ((senders >>> sender & 1) != 0) {
                    expected.add((long) sender << SENDER_SHIFT | sgi);
                }
            }
        }
        for (int intid = SGIS; intid < state.geometry().interrupts(); intid++) {
            boolean pending = (state.word(GICD_ISPENDR, cpu, intid / 32) >>> intid % 32 & 1) != 0;
            if (pending && (intid < Geometry.PRIVATE_INTERRUPTS || targetOf(state, intid) == cpu)) {
                expected.add((long) intid);
            }
        }
        return expected;
    }

    private static int targetOf(GicState state, int spi) {
        int targets = state.word(GICD_ITARGETSR, 0, spi / 4) >>> spi % 4 * Byte.SIZE & 0xFF;
        return targets == 0 ? 0 : Integer.numberOfTrailingZeros(targets);
    }
}
