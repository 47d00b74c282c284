package org.gic4j.serialization.transfer;

import static org.gic4j.api.registers.CpuInterfaceControl.AFFINITY_3_VALID;
import static org.gic4j.api.registers.CpuInterfaceControl.COMMON_BINARY_POINT;
import static org.gic4j.api.registers.CpuInterfaceControl.IDENTIFIER_BITS;
import static org.gic4j.api.registers.CpuInterfaceControl.MODES;
import static org.gic4j.api.registers.CpuInterfaceControl.PRIORITY_BITS;
import static org.gic4j.api.registers.CpuInterfaceControl.SYSTEM_ERRORS;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_CTLR_EL1;
import static org.gic4j.api.registers.Gicv3Input.LINE_LEVEL;
import static org.gic4j.api.registers.Gicv3Redistributor.GICR_CTLR;

import org.gic4j.api.device.Device;
import org.gic4j.api.registers.Register;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.LpiRegisters;

/**
 * A GICv3. ICC_CTLR_EL1 is the awkward one (CONTRACT 5.3): with CBPR set, ICC_BPR1_EL1 cannot be written; and a value
 * whose host bits differ is refused, but not before some of it was stored for good. So CBPR is cleared first, and the
 * host's bits are taken from what the register reads.
 */
final class Gicv3RestoreRules implements RestoreRules {
    /** A3V and SEIS: the host's, which must be as they are. */
    private static final int HOST = AFFINITY_3_VALID | SYSTEM_ERRORS;

    private final Device device;
    private final TransferPlan plan;
    private final GicState state;
    private final GicState source;
    private final long[] scratch;
    private int[] controls = {};

    /**
     * Rules for one restore.
     *
     * @param controller the interrupt controller
     * @param plan its attributes
     * @param state what it can hold
     * @param source the same as it was saved: lines of edge-triggered interrupts do not read back, but can be set
     * @param scratch room for the values of any block, between two writes
     */
    Gicv3RestoreRules(
            Controller controller, TransferPlan plan, GicState state, GicState source, long[] scratch) {
        device = controller.device();
        this.plan = plan;
        this.state = state;
        this.source = source;
        this.scratch = scratch;
    }

    @Override
    public void begin() {
        disableLpis();
        if (state.has(ICC_CTLR_EL1)) {
            RegisterBlock block = plan.block(ICC_CTLR_EL1);
            controls = block.read(device, scratch);
            for (int vcpu = 0; vcpu < controls.length; vcpu++) {
                if ((controls[vcpu] & COMMON_BINARY_POINT) != 0) {
                    block.write(device, vcpu, controls[vcpu] & ~COMMON_BINARY_POINT);
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
    public void copyWords(Register register, int[] target) {
        if (register == LINE_LEVEL) {
            source.copyWords(register, target);
            return;
        }
        state.copyWords(register, target);
        if (register == ICC_CTLR_EL1) {
            for (int vcpu = 0; vcpu < controls.length; vcpu++) {
                target[vcpu] = control(target[vcpu], controls[vcpu]);
            }
        }
    }

    @Override
    public void restoreInput(Register register) {
        throw new IllegalArgumentException(register.name() + " of a GICv3 has attributes");
    }

    /** A value that is taken: no more priority and identifier bits than there are, the host's bits as they are. */
    private static int control(int wanted, int present) {
        return wanted & MODES
                | present & HOST
                | Math.min(wanted & PRIORITY_BITS, present & PRIORITY_BITS)
                | Math.min(wanted & IDENTIFIER_BITS, present & IDENTIFIER_BITS);
    }
}
