package org.gic4j.testkit.guest;

import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_AP0R_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_AP1R_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_CTLR_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_IGRPEN0_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_IGRPEN1_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_PMR_EL1;
import static org.gic4j.api.registers.Gicv3Distributor.GICD_CTLR;
import static org.gic4j.api.registers.Gicv3Distributor.GICD_ICACTIVER;
import static org.gic4j.api.registers.Gicv3Distributor.GICD_IGROUPR;
import static org.gic4j.api.registers.Gicv3Distributor.GICD_IPRIORITYR;
import static org.gic4j.api.registers.Gicv3Distributor.GICD_IROUTER;
import static org.gic4j.api.registers.Gicv3Distributor.GICD_ISENABLER;
import static org.gic4j.api.registers.Gicv3Distributor.GICD_ISPENDR;
import static org.gic4j.api.registers.Gicv3Input.LINE_LEVEL;
import static org.gic4j.api.registers.Gicv3RedistributorSgi.GICR_ICACTIVER;
import static org.gic4j.api.registers.Gicv3RedistributorSgi.GICR_IGROUPR;
import static org.gic4j.api.registers.Gicv3RedistributorSgi.GICR_IPRIORITYR;
import static org.gic4j.api.registers.Gicv3RedistributorSgi.GICR_ISENABLER;
import static org.gic4j.api.registers.Gicv3RedistributorSgi.GICR_ISPENDR;

import java.util.ArrayList;
import java.util.List;
import org.gic4j.api.Errno;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.snapshot.GicState;

/** Those of a GICv3, in group 1. */
final class Gicv3PendingInterrupts extends PendingInterrupts {
    /** ICC_CTLR_EL1: EOImode and CBPR. */
    private static final int MODES = 3;

    private static final int ENABLE_GROUP_1 = 1 << 1;
    private static final int OPEN = 0xFF;

    private final VirtualMachine vm;

    Gicv3PendingInterrupts(VirtualMachine vm) {
        super(vm, GICD_CTLR);
        this.vm = vm;
    }

    /** Programs that poll use system registers alone: their frames may be anywhere, if the guest can run. */
    @Override
    boolean tryPlace() {
        tryPlace(AttributeGroup.ADDRESS_V3_DISTRIBUTOR, GuestMap.DISTRIBUTOR);
        return vm.vcpus().stream().allMatch(vcpu -> vcpu.tryValidateFirstRun() == Errno.OK);
    }

    @Override
    void dropTimers() {
        eachFirst(GICR_ISPENDR, word -> word & ~TIMERS);
    }

    @Override
    void open() {
        each(GICR_ICACTIVER, word -> -1);
        each(GICD_ICACTIVER, word -> -1);
        each(GICR_IGROUPR, word -> -1);
        each(GICD_IGROUPR, word -> -1);
        each(GICR_IPRIORITYR, PendingInterrupts::urgent);
        each(GICD_IPRIORITYR, PendingInterrupts::urgent);
        eachFirst(ICC_AP0R_EL1, word -> 0);
        eachFirst(ICC_AP1R_EL1, word -> 0);
        eachFirst(ICC_CTLR_EL1, word -> word & ~MODES);
        eachFirst(ICC_PMR_EL1, word -> OPEN);
        eachFirst(ICC_IGRPEN0_EL1, word -> 0);
        eachFirst(ICC_IGRPEN1_EL1, word -> 1);
        each(GICD_CTLR, word -> ENABLE_GROUP_1);
        each(GICR_ISENABLER, word -> -1);
        each(GICD_ISENABLER, word -> -1);
    }

    /**
     * What a processor has to acknowledge once the state was restored. An SPI goes to the CPU of its route's affinity, if
     * there is one; with a route of 0 and nobody there it goes to the first, as if the route had never been written.
     */
    static List<Long> of(GicState state, int cpu) {
        List<Long> expected = new ArrayList<>();
        for (int intid = 0; intid < state.geometry().interrupts(); intid++) {
            boolean own = intid < Geometry.PRIVATE_INTERRUPTS;
            int latches = state.word(own ? GICR_ISPENDR : GICD_ISPENDR, cpu, intid / 32);
            int pending = latches | state.word(LINE_LEVEL, cpu, intid / 32);
            if ((pending >>> intid % 32 & 1) != 0 && (own || targetOf(state, intid) == cpu)) {
                expected.add((long) intid);
            }
        }
        return expected;
    }

    private static int targetOf(GicState state, int spi) {
        int affinity = state.word(GICD_IROUTER, 0, 2 * spi);
        for (int cpu = 0; cpu < state.vcpus().size(); cpu++) {
            if (state.vcpus().get(cpu).affinity().packed() == affinity) {
                return cpu;
            }
        }
        return affinity == 0 ? 0 : -1;
    }
}
