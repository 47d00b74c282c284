package org.gic4j.serialization.transfer;

import org.gic4j.api.Errno;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.device.Device;
import org.gic4j.api.registers.Register;
import org.gic4j.api.registers.Registers;
import org.gic4j.api.snapshot.GicState;

/**
 * Restores: writes every register of a state in restore order. First whatever can only be set is cleared, so that
 * nothing of what was before is enabled, pending or active.
 */
final class StateWriter {
    private final Device device;
    private final TransferPlan plan;
    private final GicState state;
    private final RestoreRules rules;
    private final long[] scratch;
    private final int[] words;

    /**
     * Prepares to write.
     *
     * @param vm a virtual machine that stands still
     * @param controller its interrupt controller
     * @param state what it can hold
     * @param source the same as it was saved
     * @param target the interrupt controller as it was before the restore
     */
    StateWriter(VirtualMachine vm, Controller controller, GicState state, GicState source, Target target) {
        device = controller.device();
        plan = controller.plan(target.accessiblePriorityBits());
        this.state = state;
        scratch = plan.scratch();
        words = plan.wordScratch();
        rules = switch (controller.version()) {
            case GICV2 -> new Gicv2RestoreRules(vm, controller, plan, state);
            case GICV3 -> new Gicv3RestoreRules(controller, plan, state, source, target, scratch);
        };
    }

    /**
     * Writes.
     *
     * @throws org.gic4j.api.GicException with the errno of the register that refused its value
     */
    void write() {
        for (RegisterBlock block : plan.blocks()) {
            if (GicState.identifies(block.register())) {
                identify(block);
            } else if (block.isCleared() && state.has(block.register())) {
                block.clear(device, scratch);
            }
        }
        rules.begin();
        for (Register register : Registers.state(plan.version())) {
            if (!TransferPlan.hasAttributes(register)) {
                rules.restoreInput(register);
            } else if (state.has(register) && !GicState.identifies(register) && rules.copyWords(register, words)) {
                plan.block(register).write(device, words, scratch);
            }
        }
    }

    /**
     * Writes GICD_IIDR, which a GICv2 wants to see before it takes groups: the state's, or where that is another
     * implementation's or absent, the device's own.
     */
    private void identify(RegisterBlock block) {
        int own = block.read(device, 0);
        Register register = block.register();
        if (!state.has(register) || block.tryWrite(device, 0, state.word(register, 0, 0)) != Errno.OK) {
            block.write(device, 0, own);
        }
    }
}
