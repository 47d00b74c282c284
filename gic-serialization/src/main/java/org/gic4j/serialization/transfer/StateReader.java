package org.gic4j.serialization.transfer;

import java.nio.IntBuffer;
import org.gic4j.api.Errno;
import org.gic4j.api.GicException;
import org.gic4j.api.GicVersion;
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
        GicState.Builder state = begin(controller);
        Target present = Target.of(vm, controller);
        TransferPlan plan = controller.plan(present.accessiblePriorityBits());
        state.priorityBits(present.priorityBits());
        Frames.save(controller.device(), state);
        TranslationTransfer.save(TranslationTransfer.of(vm), controller.device(), state);
        long[] scratch = plan.scratch();
        int[] words = plan.wordScratch();
        for (RegisterBlock block : plan.blocks()) {
            block.read(controller.device(), scratch, words);
            state.words(block.register(), IntBuffer.wrap(words));
        }
        if (controller.version() == GicVersion.GICV2) {
            vm.facet(LineLevels.class).ifPresent(inputs -> Gicv2Inputs.save(inputs, state, plan));
        }
        return state.build();
    }

    /** Several vCPUs of affinity 0: {@code KVM_ARM_VCPU_INIT} gives a vCPU the affinity of its id. */
    private static boolean mayBeUninitialized(Controller controller) {
        return controller.vcpus().stream()
                        .filter(vcpu -> vcpu.affinity().packed() == 0)
                        .count()
                > 1;
    }

    private static GicState.Builder begin(Controller controller) {
        try {
            return new GicState.Builder(controller.version(), controller.interrupts(), controller.vcpus());
        } catch (IllegalArgumentException alike) {
            throw new GicException(
                    Errno.EINVAL,
                    alike.getMessage()
                            + (mayBeUninitialized(controller)
                                    ? "; a vCPU has affinity 0 until it is initialised: initialise every vCPU before its"
                                            + " state is saved"
                                    : "; give each vCPU an affinity of its own before its state is saved"),
                    alike);
        }
    }
}
