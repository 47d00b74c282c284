package org.gic4j.serialization.transfer;

import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_CTLR_EL1;

import java.nio.IntBuffer;
import org.gic4j.api.Errno;
import org.gic4j.api.GicException;
import org.gic4j.api.GicVersion;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.guest.LineLevels;
import org.gic4j.api.registers.CpuInterfaceControl;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.VcpuDescription;

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
        int priorityBits = priorityBits(vm, controller);
        TransferPlan plan = controller.plan(priorityBits);
        GicState.Builder state = begin(controller).priorityBits(priorityBits);
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

    private static GicState.Builder begin(Controller controller) {
        try {
            return new GicState.Builder(controller.version(), controller.interrupts(), controller.vcpus());
        } catch (IllegalArgumentException alike) {
            throw new GicException(
                    Errno.EINVAL, alike.getMessage() + "; initialise every vCPU before its state is saved", alike);
        }
    }

    /**
     * A GICv3 tells how many it has, which may be fewer than its host's: a restore can lower them, even below what
     * hardware has. Active priorities have one word then as with the least.
     */
    private static int priorityBits(VirtualMachine vm, Controller controller) {
        if (controller.version() == GicVersion.GICV2) {
            return vm.configuration().profile().priorityBits();
        }
        VcpuDescription first = controller.vcpus().getFirst();
        long control = controller
                .device()
                .get(
                        ICC_CTLR_EL1.frame().attributeGroup(),
                        ICC_CTLR_EL1.attribute(ICC_CTLR_EL1.frame().vcpuKey(first.id(), first.affinity()), 0));
        return CpuInterfaceControl.priorityBits((int) control);
    }
}
