package org.gic4j.serialization.transfer;

import org.gic4j.api.VirtualMachine;
import org.gic4j.api.guest.LineLevels;
import org.gic4j.api.snapshot.GicState;

/** Saves: reads every register of the state through device attributes. */
final class StateReader {
    private StateReader() {}

    /**
     * Reads the state of an interrupt controller.
     *
     * @param vm a virtual machine that stands still
     * @throws org.gic4j.api.GicException with the errno of the register that could not be read
     */
    static GicState read(VirtualMachine vm) {
        Controller controller = Controller.of(vm);
        TransferPlan plan = controller.plan();
        GicState.Builder state = new GicState.Builder(
                        controller.version(), controller.interrupts(), controller.vcpus())
                .priorityBits(vm.configuration().profile().priorityBits());
        FrameAddresses.save(controller.device(), state, controller.version());
        long[] scratch = plan.scratch();
        for (RegisterBlock block : plan.blocks()) {
            state.words(block.register(), block.read(controller.device(), scratch));
        }
        vm.facet(LineLevels.class).ifPresent(inputs -> Gicv2Inputs.save(inputs, state, plan));
        return state.build();
    }
}
