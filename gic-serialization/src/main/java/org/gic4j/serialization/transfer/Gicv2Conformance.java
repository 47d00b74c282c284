package org.gic4j.serialization.transfer;

import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_APR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_NSAPR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_PMR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ICFGR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_IIDR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ISPENDR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_SPENDSGIR;
import static org.gic4j.api.registers.Gicv2Input.LINE_LEVEL;
import static org.gic4j.api.registers.Gicv2Input.PENDING_LATCH;

import org.gic4j.api.GicProfile;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.StateTransfer.Conformed;
import org.gic4j.serialization.transfer.FieldNotes.Kind;

/**
 * The state of a GICv2 as user space of some implementation reads it.
 *
 * <p>Most registers only lose bits ({@link Gicv2Fields}). Three change form with the number of priority bits or follow
 * from others: the priority mask, which user space sees shifted; the active priorities, one bit for each preemption
 * level, of both groups together; and GICD_ISPENDR, where SGIs follow from their sources and the others from latch and
 * line.
 */
final class Gicv2Conformance extends Conformance {
    private static final int SGIS = 16;
    private static final int SGIS_PER_WORD = 4;
    private static final Kind NO_SOURCE =
            Kind.loss("sgi-source", "an SGI is pending only from some vCPU, and there is none");
    private static final Kind SOURCE = Kind.explanation("sgi-source", "pending, since there is a vCPU that it is from");
    private static final Kind LINE = Kind.explanation("pending-line", "level-sensitive here, with its line high");
    private static final Kind NOT_PENDING =
            Kind.loss("pending-line", "neither latched nor level-sensitive with its line high");
    private static final Kind GROUP = Kind.loss(
            "active-group", "active priorities of group 1 are not kept apart here; they are with GICC_APR's");

    Gicv2Conformance(GicState state, GicProfile profile) {
        super(state, profile);
    }

    @Override
    Conformed conform() {
        identify(GICD_IIDR);
        mask(new Gicv2Fields(profile, geometry));
        if (state.has(GICC_PMR)) {
            priorityMasks();
        }
        if (state.has(GICC_APR) || state.has(GICC_NSAPR)) {
            activePriorities();
        }
        if (state.has(GICD_ISPENDR)) {
            pending();
        }
        if (!isChanged() && state.priorityBits() == profile.priorityBits() && !state.has(GICC_NSAPR)) {
            return new Conformed(state, notes.list());
        }
        return new Conformed(
                result().priorityBits(profile.priorityBits()).without(GICC_NSAPR).build(), notes.list());
    }

    private void priorityMasks() {
        int from = 8 - state.priorityBits();
        int to = profile.priorityShift();
        int[] masks = state.words(GICC_PMR);
        boolean differs = false;
        for (int vcpu = 0; vcpu < masks.length; vcpu++) {
            long guests = Integer.toUnsignedLong(masks[vcpu]) << from;
            int kept = (int) (guests & 0xFF) >>> to;
            if (guests != (long) kept << to) {
                Kind kind = Kind.loss(
                        "priority-mask",
                        "as a guest reads it; the mask has " + profile.priorityBits() + " bits here");
                notes.changed(kind, GICC_PMR, vcpu, 0, (int) guests, kept << to);
            }
            differs |= masks[vcpu] != kept;
            masks[vcpu] = kept;
        }
        if (differs) {
            change(GICC_PMR, masks);
        }
    }

    private void activePriorities() {
        ActivePriorityForm form = new ActivePriorityForm(state.priorityBits(), profile.priorityBits());
        int words = GICC_APR.words(geometry);
        int[] source = state.has(GICC_APR) ? state.words(GICC_APR) : new int[GICC_APR.stateWords(geometry)];
        int[] converted = new int[source.length];
        boolean differs = !state.has(GICC_APR);
        for (int vcpu = 0; vcpu < geometry.vcpus(); vcpu++) {
            for (int word = 0; word < words; word++) {
                int at = GICC_APR.stateIndex(geometry, vcpu, word);
                int group1 = state.has(GICC_NSAPR) ? state.word(GICC_NSAPR, vcpu, word) : 0;
                if (group1 != 0) {
                    notes.changed(GROUP, GICC_NSAPR, vcpu, word, group1, 0);
                }
                int both = source[at] | group1;
                form.convert(word, both, converted, at - word);
                if (both != form.exact(word, both)) {
                    notes.changed(form.kind(), GICC_APR, vcpu, word, both, form.exact(word, both));
                }
            }
        }
        for (int i = 0; i < source.length; i++) {
            differs |= source[i] != converted[i];
        }
        if (differs) {
            change(GICC_APR, converted);
        }
    }

    private void pending() {
        int[] words = state.words(GICD_ISPENDR);
        int[] explained = state.has(LINE_LEVEL) && state.has(PENDING_LATCH) && state.has(GICD_ICFGR)
                ? latchedOrHigh()
                : words.clone();
        int[] sources = state.has(GICD_SPENDSGIR) ? state.words(GICD_SPENDSGIR) : new int[0];
        boolean differs = false;
        for (int at = 0; at < words.length; at++) {
            boolean shared = at >= geometry.vcpus();
            int sgis = shared ? 0 : Gicv2Inputs.SGIS;
            int source = words[at];
            int kept = explained[at] & ~sgis | (shared ? 0 : sgisPending(sources, at));
            if (kept != source) {
                int vcpu = shared ? 0 : at;
                int word = shared ? at - geometry.vcpus() + 1 : 0;
                int raised = kept & ~source;
                int dropped = source & ~kept;
                notes.changed(NO_SOURCE, GICD_ISPENDR, vcpu, word, source, source & ~(dropped & sgis));
                notes.changed(SOURCE, GICD_ISPENDR, vcpu, word, source, source | raised & sgis);
                notes.changed(NOT_PENDING, GICD_ISPENDR, vcpu, word, source, source & ~(dropped & ~sgis));
                notes.changed(LINE, GICD_ISPENDR, vcpu, word, source, source | raised & ~sgis);
                words[at] = kept;
                differs = true;
            }
        }
        if (differs) {
            change(GICD_ISPENDR, words);
        }
    }

    /** What is pending without any SGI's source, by the state index of GICD_ISPENDR. */
    private int[] latchedOrHigh() {
        int[] pending = state.words(PENDING_LATCH);
        int[] lines = state.words(LINE_LEVEL);
        int[] configuration = now(GICD_ICFGR);
        for (int at = 0; at < pending.length; at++) {
            pending[at] |= lines[at] & ~edges(configuration, at);
        }
        return pending;
    }

    /** SGIs that some vCPU requested of a vCPU; none where the state has no sources. */
    private int sgisPending(int[] sources, int vcpu) {
        int pending = 0;
        for (int word = 0; word < SGIS / SGIS_PER_WORD && sources.length != 0; word++) {
            int requested = sources[GICD_SPENDSGIR.stateIndex(geometry, vcpu, word)];
            for (int sgi = 0; sgi < SGIS_PER_WORD && requested != 0; sgi++) {
                if ((requested >>> sgi * Byte.SIZE & 0xFF) != 0) {
                    pending |= 1 << word * SGIS_PER_WORD + sgi;
                }
            }
        }
        return pending;
    }
}
