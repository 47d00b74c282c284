package org.gic4j.serialization.transfer;

import static org.gic4j.api.registers.Gicv2Distributor.GICD_ISPENDR;
import static org.gic4j.api.registers.Gicv2Input.LINE_LEVEL;

import org.gic4j.api.VirtualMachine;
import org.gic4j.api.registers.Register;
import org.gic4j.api.snapshot.GicState;

/** A GICv2: lines are set by the interrupt-line call, and GICD_ISPENDR only latches. */
final class Gicv2RestoreRules implements RestoreRules {
    private final GicState state;
    private final Gicv2Inputs inputs;

    Gicv2RestoreRules(VirtualMachine vm, Controller controller, TransferPlan plan, GicState state) {
        this.state = state;
        inputs = new Gicv2Inputs(vm, controller.device(), plan, state);
    }

    @Override
    public void begin() {
        // Every register can be written as soon as GICD_IIDR is.
    }

    @Override
    public boolean copyWords(Register register, int[] words) {
        if (register == GICD_ISPENDR) {
            inputs.copyLatches(words);
        } else {
            state.copyWords(register, words);
        }
        return true;
    }

    @Override
    public void restoreInput(Register register) {
        if (register == LINE_LEVEL) {
            inputs.restore();
        }
    }
}
