package org.gic4j.serialization.transfer;

import static org.gic4j.api.registers.CpuInterfaceControl.IDENTIFIER_BITS;
import static org.gic4j.api.registers.CpuInterfaceControl.MODES;
import static org.gic4j.api.registers.CpuInterfaceControl.PRIORITY_BITS;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_AP0R_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_AP1R_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_CTLR_EL1;
import static org.gic4j.api.registers.Gicv3Distributor.GICD_ICFGR;
import static org.gic4j.api.registers.Gicv3Distributor.GICD_IIDR;
import static org.gic4j.api.registers.Gicv3Input.LINE_LEVEL;
import static org.gic4j.api.registers.Gicv3Redistributor.GICR_PENDBASER;
import static org.gic4j.api.registers.Gicv3Redistributor.GICR_PROPBASER;
import static org.gic4j.api.registers.Gicv3RedistributorSgi.GICR_ICFGR;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gic4j.api.GicProfile;
import org.gic4j.api.registers.Gicv3CpuInterface;
import org.gic4j.api.registers.Register;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.ItsState;
import org.gic4j.api.snapshot.Note;
import org.gic4j.api.snapshot.StateTransfer.Conformed;
import org.gic4j.serialization.transfer.FieldNotes.Kind;

/**
 * The state of a GICv3 as user space of some implementation reads it.
 *
 * <p>Most registers only lose bits ({@link Gicv3Fields}). Others follow: ICC_CTLR_EL1 has no more priority and
 * identifier bits than the target, and active priorities the form of as many; LINE_LEVEL shows the lines of
 * level-sensitive interrupts only; and tables of LPIs that were never set are left out, since what they read as is not
 * what was written.
 */
final class Gicv3Conformance extends Conformance {
    private static final Kind EDGE_LINE = Kind.explanation(
            "edge-line", "the line of an edge-triggered interrupt is restored, but does not read back");

    /** CONTRACT 5.3, DEV-18: KVM refuses other values, and may keep half of one that it refuses. */
    private static final Kind CONTROL = Kind.loss(
            AttributeTransfer.CPU_INTERFACE_CONTROL,
            "A3V and SEIS are the hardware's, which has no more identifier and priority bits, and nothing else but EOImode and"
                    + " CBPR");

    private final int priorityBits;

    Gicv3Conformance(GicState state, GicProfile profile) {
        super(state, profile);
        priorityBits = Math.min(state.priorityBits(), profile.gicv3().priorityBits());
    }

    @Override
    Conformed conform() {
        identify(GICD_IIDR);
        int identification =
                state.has(GICD_IIDR) ? now(GICD_IIDR, 0, 0) : profile.distributorIdentification();
        mask(new Gicv3Fields(profile, identification));
        if (state.has(ICC_CTLR_EL1)) {
            controls();
        }
        activePriorities(ICC_AP0R_EL1);
        activePriorities(ICC_AP1R_EL1);
        if (state.has(LINE_LEVEL) && state.has(GICD_ICFGR) && state.has(GICR_ICFGR)) {
            lines();
        }
        LpiConformance lpis = new LpiConformance(this);
        lpis.conform();
        List<ItsState> services = services();
        boolean without = lpis.isLeftOut(GICR_PROPBASER) || lpis.isLeftOut(GICR_PENDBASER);
        if (!isChanged()
                && state.priorityBits() == priorityBits
                && !without
                && services.equals(state.translationServices())) {
            return new Conformed(state, notes.list());
        }
        GicState.Builder builder = result().priorityBits(priorityBits).withoutTranslationServices();
        services.forEach(builder::translationService);
        for (Register table : new Register[] {GICR_PROPBASER, GICR_PENDBASER}) {
            if (lpis.isLeftOut(table)) {
                builder.without(table);
            }
        }
        return new Conformed(builder.build(), notes.list());
    }

    private List<ItsState> services() {
        List<ItsState> services = new ArrayList<>();
        List<Note> lost = new ArrayList<>();
        for (ItsState its : state.translationServices()) {
            services.add(ItsConformance.conform(its, "ITS " + services.size(), lost));
        }
        notes.addAll(lost);
        return services;
    }

    private void controls() {
        int own = profile.gicv3().cpuInterfaceControl();
        int most = profile.gicv3().cpuInterfaceControlAtReset() & PRIORITY_BITS;
        int[] controls = state.words(ICC_CTLR_EL1);
        boolean differs = false;
        for (int vcpu = 0; vcpu < controls.length; vcpu++) {
            int kept = controls[vcpu] & MODES
                    | own & ~(PRIORITY_BITS | IDENTIFIER_BITS | MODES)
                    | Math.min(controls[vcpu] & PRIORITY_BITS, most)
                    | Math.min(controls[vcpu] & IDENTIFIER_BITS, own & IDENTIFIER_BITS);
            if (kept != controls[vcpu]) {
                notes.changed(CONTROL, ICC_CTLR_EL1, vcpu, 0, controls[vcpu], kept);
                controls[vcpu] = kept;
                differs = true;
            }
        }
        if (differs) {
            change(ICC_CTLR_EL1, controls);
        }
    }

    private void activePriorities(Gicv3CpuInterface register) {
        if (!state.has(register)) {
            return;
        }
        ActivePriorityForm form = new ActivePriorityForm(state.priorityBits(), priorityBits);
        int[] source = state.words(register);
        int[] converted = new int[source.length];
        int words = register.words(geometry);
        for (int at = 0; at < source.length; at++) {
            int word = at % words;
            form.convert(word, source[at], converted, at - word);
            int exact = form.exact(word, source[at]);
            if (exact != source[at]) {
                notes.changed(form.kind(), register, at / words, word, source[at], exact);
            }
        }
        if (!Arrays.equals(source, converted)) {
            change(register, converted);
        }
    }

    private void lines() {
        int[] lines = now(LINE_LEVEL);
        int[] own = now(GICR_ICFGR);
        int[] shared = now(GICD_ICFGR);
        boolean differs = false;
        int vcpus = geometry.vcpus();
        for (int at = 0; at < lines.length; at++) {
            int shown = lines[at] & ~(at < vcpus ? edges(own, at) : edges(shared, at - vcpus));
            if (shown != lines[at]) {
                notes.changed(
                        EDGE_LINE,
                        LINE_LEVEL,
                        at < vcpus ? at : 0,
                        at < vcpus ? 0 : at - vcpus + 1,
                        lines[at],
                        shown);
                lines[at] = shown;
                differs = true;
            }
        }
        if (differs) {
            change(LINE_LEVEL, lines);
        }
    }
}
