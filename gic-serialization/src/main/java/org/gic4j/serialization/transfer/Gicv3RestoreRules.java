package org.gic4j.serialization.transfer;

import static org.gic4j.api.registers.CpuInterfaceControl.COMMON_BINARY_POINT;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_BPR1_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_CTLR_EL1;
import static org.gic4j.api.registers.Gicv3Distributor.GICD_IROUTER;
import static org.gic4j.api.registers.Gicv3Input.LINE_LEVEL;
import static org.gic4j.api.registers.Gicv3Redistributor.GICR_CTLR;

import org.gic4j.api.device.Device;
import org.gic4j.api.registers.Register;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.LpiRegisters;

/**
 * A GICv3. ICC_CTLR_EL1 is the awkward one (CONTRACT 5.3): with CBPR set, ICC_BPR1_EL1 cannot be written, so it is
 * cleared first. What the hardware decides of it the conformed state has from the register itself.
 */
final class Gicv3RestoreRules implements RestoreRules {
    private final Device device;
    private final TransferPlan plan;
    private final GicState state;
    private final GicState source;
    private final Target target;
    private final long[] scratch;

    /**
     * Rules for one restore.
     *
     * @param controller the interrupt controller
     * @param plan its attributes
     * @param state what it can hold
     * @param source the same as it was saved: lines of edge-triggered interrupts and binary points that CBPR hides do
     *     not read back, but can be set
     * @param target the same controller as it was before
     * @param scratch room for the values of any block, between two writes
     */
    Gicv3RestoreRules(
            Controller controller,
            TransferPlan plan,
            GicState state,
            GicState source,
            Target target,
            long[] scratch) {
        device = controller.device();
        this.plan = plan;
        this.state = state;
        this.source = source;
        this.target = target;
        this.scratch = scratch;
    }

    @Override
    public void begin() {
        disableLpis();
        if (state.has(ICC_CTLR_EL1)) {
            RegisterBlock block = plan.block(ICC_CTLR_EL1);
            for (int vcpu = 0; vcpu < block.words(); vcpu++) {
                int present = target.control(vcpu);
                if ((present & COMMON_BINARY_POINT) != 0) {
                    block.write(device, vcpu, present & ~COMMON_BINARY_POINT);
                }
            }
        }
    }

    /** What names the tables of LPIs cannot be written while LPIs are enabled. */
    private void disableLpis() {
        if (state.has(GICR_CTLR)) {
            RegisterBlock block = plan.block(GICR_CTLR);
            int[] present = block.read(device, scratch);
            for (int vcpu = 0; vcpu < present.length; vcpu++) {
                if ((present[vcpu] & LpiRegisters.ENABLE) != 0) {
                    block.write(device, vcpu, 0);
                }
            }
        }
    }

    @Override
    public boolean copyWords(Register register, int[] words) {
        if (register == LINE_LEVEL || register == ICC_BPR1_EL1) {
            source.copyWords(register, words);
            return true;
        }
        state.copyWords(register, words);
        if (register == GICD_IROUTER && !Gicv3Fields.hasAffinity0(state)) {
            restoreRoutes(words);
            return false;
        }
        return true;
    }

    /**
     * Where no vCPU has affinity 0, a route of 0 sends an SPI nowhere, unless it was never written: so it is not written
     * where it reads 0.
     */
    private void restoreRoutes(int[] routes) {
        RegisterBlock block = plan.block(GICD_IROUTER);
        int[] present = block.read(device, scratch);
        for (int word = 0; word < present.length; word++) {
            if ((routes[word] | present[word]) != 0) {
                block.write(device, word, routes[word]);
            }
        }
    }

    @Override
    public void restoreInput(Register register) {
        throw new IllegalArgumentException(register.name() + " of a GICv3 has attributes");
    }
}
