package org.gic4j.serialization.transfer;

import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_CTLR_EL1;
import static org.gic4j.api.registers.Gicv3Input.LINE_LEVEL;
import static org.gic4j.api.registers.Gicv3Redistributor.GICR_CTLR;
import static org.gic4j.api.registers.Gicv3Redistributor.GICR_PENDBASER;
import static org.gic4j.api.registers.Gicv3Redistributor.GICR_PROPBASER;

import java.util.Arrays;
import org.gic4j.api.device.Device;
import org.gic4j.api.registers.Register;
import org.gic4j.api.snapshot.GicState;

/**
 * A GICv3. ICC_CTLR_EL1 is the awkward one (CONTRACT 5.3): with CBPR set, ICC_BPR1_EL1 cannot be written; and a value
 * whose host bits differ is refused, but not before some of it was stored for good. So CBPR is cleared first, and the
 * host's bits are taken from what the register reads.
 */
final class Gicv3RestoreRules implements RestoreRules {
    private static final int CBPR = 1;
    /** EOImode and CBPR: what a guest can change. */
    private static final int MODES = 0x3;
    /** A3V and SEIS: the host's, which must be as they are. */
    private static final int HOST = 0xC000;

    private static final int PRIORITY_BITS = 0x700;
    private static final int IDENTIFIER_BITS = 0x3800;

    private final Device device;
    private final TransferPlan plan;
    private final GicState state;
    private final GicState source;
    private final long[] scratch;
    private final boolean lpis;
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
        lpis = Gicv3Fields.hasLpis(state);
    }

    @Override
    public void begin() {
        disableLpis();
        if (state.has(ICC_CTLR_EL1)) {
            RegisterBlock block = plan.block(ICC_CTLR_EL1);
            controls = block.read(device, scratch);
            for (int vcpu = 0; vcpu < controls.length; vcpu++) {
                if ((controls[vcpu] & CBPR) != 0) {
                    block.write(device, vcpu, controls[vcpu] & ~CBPR);
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
                if ((present[vcpu] & Gicv3Fields.ENABLE_LPIS) != 0) {
                    block.write(device, vcpu, 0);
                }
            }
        }
    }

    @Override
    public boolean copyWords(Register register, int[] target) {
        if (register == LINE_LEVEL) {
            source.copyWords(register, target);
            return true;
        }
        state.copyWords(register, target);
        if (register == ICC_CTLR_EL1) {
            for (int vcpu = 0; vcpu < controls.length; vcpu++) {
                target[vcpu] = control(target[vcpu], controls[vcpu]);
            }
        }
        boolean table = register == GICR_PROPBASER || register == GICR_PENDBASER;
        return lpis || !table || !isZero(target, plan.block(register).words());
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

    private static boolean isZero(int[] words, int count) {
        return Arrays.mismatch(words, 0, count, new int[count], 0, count) < 0;
    }
}
