package org.gic4j.serialization.transfer;

import static org.gic4j.api.registers.Gicv2Distributor.GICD_IIDR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ISPENDR;
import static org.gic4j.api.registers.Gicv2Input.LINE_LEVEL;

import org.gic4j.api.Errno;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.device.Device;
import org.gic4j.api.registers.Register;
import org.gic4j.api.registers.Registers;
import org.gic4j.api.snapshot.GicState;

/**
 * Restores: writes every register of a state in restore order. First whatever can only be set is cleared, so that
 * nothing is enabled, pending or active while the rest is written.
 */
final class StateWriter {
    private final Device device;
    private final TransferPlan plan;
    private final GicState state;
    private final Gicv2Inputs inputs;
    private final long[] scratch;

    /**
     * Prepares to write.
     *
     * @param vm a virtual machine that stands still
     * @param controller its interrupt controller
     * @param state what it can hold
     */
    StateWriter(VirtualMachine vm, Controller controller, GicState state) {
        device = controller.device();
        plan = controller.plan();
        this.state = state;
        inputs = new Gicv2Inputs(vm, device, plan, state);
        scratch = plan.scratch();
    }

    /**
     * Writes.
     *
     * @throws org.gic4j.api.GicException with the errno of the register that refused its value
     */
    void write() {
        identify();
        for (RegisterBlock block : plan.blocks()) {
            if (block.isCleared() && state.has(block.register())) {
                block.clear(device, scratch);
            }
        }
        for (Register register : Registers.state(plan.version())) {
            if (register == LINE_LEVEL) {
                inputs.restore();
            } else if (TransferPlan.hasAttributes(register)
                    && state.has(register)
                    && !GicState.identifies(register)) {
                int[] values = register == GICD_ISPENDR ? inputs.latches() : state.words(register);
                plan.block(register).write(device, values, scratch);
            }
        }
    }

    /**
     * Writes GICD_IIDR, which a GICv2 wants to see before it takes groups: the state's, or where that is another
     * implementation's or absent, the device's own.
     */
    private void identify() {
        RegisterBlock block = plan.block(GICD_IIDR);
        int own = block.read(device, 0);
        if (!state.has(GICD_IIDR) || block.tryWrite(device, 0, state.word(GICD_IIDR, 0, 0)) != Errno.OK) {
            block.write(device, 0, own);
        }
    }
}
