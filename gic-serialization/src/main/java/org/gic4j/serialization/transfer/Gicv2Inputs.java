package org.gic4j.serialization.transfer;

import static org.gic4j.api.registers.Gicv2Distributor.GICD_ICFGR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ISPENDR;
import static org.gic4j.api.registers.Gicv2Input.LINE_LEVEL;
import static org.gic4j.api.registers.Gicv2Input.PENDING_LATCH;

import java.util.Optional;
import org.gic4j.api.InterruptLine;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.device.Device;
import org.gic4j.api.guest.LineLevels;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.Gicv2Input;
import org.gic4j.api.snapshot.GicState;
import org.jspecify.annotations.Nullable;

/**
 * The input lines of a GICv2, which no attribute shows: saved by the facet of a backend that can tell, restored by the
 * interrupt-line call.
 *
 * <p>That call latches an edge-triggered interrupt and leaves its line alone. So the line of one is set while the
 * interrupt is level-sensitive for a moment; no vCPU runs then, and nobody is told before the standstill ends.
 */
final class Gicv2Inputs {
    /** INTIDs 0 to 15 have no line, and their pending bits follow from their sources. */
    static final int SGIS = 0xFFFF;

    /** The upper bit of each field of GICD_ICFGR: edge-triggered. */
    static final int EDGES = 0xAAAA_AAAA;

    private final VirtualMachine vm;
    private final Device device;
    private final TransferPlan plan;
    private final GicState state;
    private final @Nullable LineLevels levels;

    /**
     * Prepares to restore.
     *
     * @param vm a virtual machine that stands still
     * @param device its GICv2
     * @param plan the attributes
     * @param state what to restore
     */
    Gicv2Inputs(VirtualMachine vm, Device device, TransferPlan plan, GicState state) {
        this.vm = vm;
        this.device = device;
        this.plan = plan;
        this.state = state;
        Optional<LineLevels> facet = vm.facet(LineLevels.class);
        levels = facet.isPresent() ? facet.get() : null;
    }

    /** Saves lines and latches. */
    static void save(LineLevels levels, GicState.Builder state, TransferPlan plan) {
        save(Gicv2Input.LINE_LEVEL, levels, state, plan);
        save(Gicv2Input.PENDING_LATCH, levels, state, plan);
    }

    private static void save(Gicv2Input row, LineLevels levels, GicState.Builder state, TransferPlan plan) {
        Geometry geometry = plan.geometry();
        int[] words = new int[row.stateWords(geometry)];
        for (int word = 0; word < row.words(geometry); word++) {
            for (int vcpu = 0; vcpu < instances(geometry, word); vcpu++) {
                words[row.stateIndex(geometry, vcpu, word)] = switch (row) {
                    case LINE_LEVEL -> levels.lines(vcpu, word);
                    case PENDING_LATCH -> levels.latches(vcpu, word);
                };
            }
        }
        state.words(row, words);
    }

    /**
     * Brings the lines to where the state has them. A state without lines has them low: what was pending by a line is
     * its latch then.
     *
     * @throws org.gic4j.api.GicException with the errno of the call that failed
     */
    void restore() {
        if (!state.has(LINE_LEVEL) && !state.has(GICD_ISPENDR)) {
            return;
        }
        int vcpus = plan.geometry().vcpus();
        int[] wanted = state.has(LINE_LEVEL) ? state.words(LINE_LEVEL) : new int[LINE_LEVEL.stateWords(plan.geometry())];
        for (int at = 0; at < wanted.length; at++) {
            int vcpu = at < vcpus ? at : 0;
            int word = at < vcpus ? 0 : at - vcpus + 1;
            int changed = (wanted[at] ^ present(vcpu, word)) & lines(word);
            if (changed != 0) {
                change(vcpu, word, changed, wanted[at]);
            }
        }
    }

    /**
     * Copies the latches to be set through GICD_ISPENDR, which are never those of SGIs. Where the state tells latches
     * apart it has them; else whatever is pending is latched, unless its line explains it.
     *
     * @param latches where to, by the state index of GICD_ISPENDR
     */
    void copyLatches(int[] latches) {
        boolean told = state.has(PENDING_LATCH) && state.has(LINE_LEVEL);
        state.copyWords(told ? PENDING_LATCH : GICD_ISPENDR, latches);
        int vcpus = plan.geometry().vcpus();
        for (int vcpu = 0; vcpu < vcpus; vcpu++) {
            latches[vcpu] &= ~SGIS;
        }
        if (!told && state.has(LINE_LEVEL)) {
            int[] high = state.words(LINE_LEVEL);
            for (int at = 0; at < high.length; at++) {
                latches[at] &= ~(high[at] & ~(at < vcpus ? edges(at, 0) : edges(0, at - vcpus + 1)));
            }
        }
    }

    /** The lines that are high, as far as that can be told: without the facet by what is pending without a latch. */
    private int present(int vcpu, int word) {
        return levels != null
                ? levels.lines(vcpu, word)
                : plan.block(GICD_ISPENDR).read(device, GICD_ISPENDR.stateIndex(plan.geometry(), vcpu, word));
    }

    private void change(int vcpu, int word, int changed, int wanted) {
        int edges = edges(vcpu, word) & changed;
        if (edges != 0) {
            configure(vcpu, word, edges(vcpu, word) & ~edges);
        }
        for (int rest = changed; rest != 0; rest &= rest - 1) {
            int bit = Integer.numberOfTrailingZeros(rest);
            int intid = word * Integer.SIZE + bit;
            int line = word == 0
                    ? InterruptLine.ppi(plan.vcpus().get(vcpu).id(), intid)
                    : InterruptLine.spi(intid);
            vm.setInterruptLine(line, (wanted >>> bit & 1) != 0);
        }
        if (edges != 0) {
            configure(vcpu, word, edges(vcpu, word) | edges);
        }
    }

    private void configure(int vcpu, int word, int edges) {
        for (int half = 0; half < 2; half++) {
            int at = GICD_ICFGR.stateIndex(plan.geometry(), vcpu, 2 * word + half);
            plan.block(GICD_ICFGR).write(device, at, Integer.expand(edges >>> half * Short.SIZE, EDGES));
        }
    }

    /** Which of 32 interrupts are edge-triggered. */
    private int edges(int vcpu, int word) {
        int edges = 0;
        for (int half = 0; half < 2; half++) {
            int at = GICD_ICFGR.stateIndex(plan.geometry(), vcpu, 2 * word + half);
            int configuration = plan.block(GICD_ICFGR).read(device, at);
            edges |= Integer.compress(configuration, EDGES) << half * Short.SIZE;
        }
        return edges;
    }

    private static int lines(int word) {
        return word == 0 ? ~SGIS : -1;
    }

    private static int instances(Geometry geometry, int word) {
        return word == 0 ? geometry.vcpus() : 1;
    }
}
