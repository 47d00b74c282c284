package org.gic4j.serialization.transfer;

import static org.gic4j.api.registers.CpuInterfaceControl.COMMON_BINARY_POINT;
import static org.gic4j.api.registers.CpuInterfaceControl.IDENTIFIER_BITS;
import static org.gic4j.api.registers.CpuInterfaceControl.MODES;
import static org.gic4j.api.registers.CpuInterfaceControl.PRIORITY_BITS;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_AP0R_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_AP1R_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_BPR0_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_BPR1_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_CTLR_EL1;

import java.util.Arrays;
import org.gic4j.api.registers.Gicv3CpuInterface;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.serialization.transfer.FieldNotes.Kind;

/**
 * What CPU interfaces hold, as some hardware has it (CONTRACT 5.3): ICC_CTLR_EL1 has no more priority and identifier bits
 * than the target, active priorities have the form of its hardware, and a binary point that another one hides shows that.
 */
final class CpuInterfaceConformance {
    private static final int GREATEST_BINARY_POINT = 7;

    /** CONTRACT 5.3, DEV-18: KVM refuses other values, and may keep half of one that it refuses. */
    private static final Kind CONTROL = Kind.loss(
            AttributeTransfer.CPU_INTERFACE_CONTROL,
            "A3V and SEIS are the hardware's, which has no more identifier and priority bits, and nothing else but EOImode and"
                    + " CBPR; fewer priority bits would hide active priorities");

    private static final Kind HIDDEN_BINARY_POINT = Kind.explanation(
            "common-binary-point",
            "the binary point of group 1 is restored, but with CBPR set one more than that of group 0 reads back");

    private final Conformance conformance;
    private final GicState state;
    private final Target target;

    CpuInterfaceConformance(Conformance conformance, Target target) {
        this.conformance = conformance;
        this.target = target;
        state = conformance.state;
    }

    /** Changes what the target changes. */
    void conform() {
        if (state.has(ICC_CTLR_EL1)) {
            controls();
        }
        if (state.has(ICC_CTLR_EL1) && state.has(ICC_BPR0_EL1) && state.has(ICC_BPR1_EL1)) {
            commonBinaryPoints();
        }
        activePriorities(ICC_AP0R_EL1);
        activePriorities(ICC_AP1R_EL1);
    }

    private void controls() {
        int[] controls = state.words(ICC_CTLR_EL1);
        boolean differs = false;
        for (int vcpu = 0; vcpu < controls.length; vcpu++) {
            int own = target.control(vcpu);
            int kept = controls[vcpu] & MODES
                    | own & ~(PRIORITY_BITS | IDENTIFIER_BITS | MODES)
                    | priorityBits(controls[vcpu] & PRIORITY_BITS, own & PRIORITY_BITS)
                    | Math.min(controls[vcpu] & IDENTIFIER_BITS, own & IDENTIFIER_BITS);
            if (kept != controls[vcpu]) {
                conformance.notes.changed(CONTROL, ICC_CTLR_EL1, vcpu, 0, controls[vcpu], kept);
                controls[vcpu] = kept;
                differs = true;
            }
        }
        if (differs) {
            conformance.change(ICC_CTLR_EL1, controls);
        }
    }

    /**
     * The fewer of the source's and the target's, unless they give access to fewer words of active priorities: those keep
     * the form of the hardware, whatever user space lowers.
     */
    private int priorityBits(int wanted, int own) {
        return Target.activePriorityWords(wanted) < Target.activePriorityWords(own) ? own : Math.min(wanted, own);
    }

    /** CONTRACT 5.3: with CBPR set, ICC_BPR1_EL1 shows another value than it holds. */
    private void commonBinaryPoints() {
        int[] controls = conformance.now(ICC_CTLR_EL1);
        int[] common = conformance.now(ICC_BPR0_EL1);
        int[] shown = conformance.now(ICC_BPR1_EL1);
        boolean differs = false;
        for (int vcpu = 0; vcpu < shown.length; vcpu++) {
            int shows = Math.min(common[vcpu] + 1, GREATEST_BINARY_POINT);
            if ((controls[vcpu] & COMMON_BINARY_POINT) != 0 && shown[vcpu] != shows) {
                conformance.notes.changed(HIDDEN_BINARY_POINT, ICC_BPR1_EL1, vcpu, 0, shown[vcpu], shows);
                shown[vcpu] = shows;
                differs = true;
            }
        }
        if (differs) {
            conformance.change(ICC_BPR1_EL1, shown);
        }
    }

    private void activePriorities(Gicv3CpuInterface register) {
        if (!state.has(register)) {
            return;
        }
        ActivePriorityForm form = new ActivePriorityForm(state.priorityBits(), target.priorityBits());
        int[] source = state.words(register);
        int[] converted = new int[source.length];
        int words = register.words(state.geometry());
        for (int at = 0; at < source.length; at++) {
            int word = at % words;
            form.convert(word, source[at], converted, at - word);
            int exact = form.exact(word, source[at]);
            if (exact != source[at]) {
                conformance.notes.changed(form.kind(), register, at / words, word, source[at], exact);
            }
        }
        if (!Arrays.equals(source, converted)) {
            conformance.change(register, converted);
        }
    }
}
