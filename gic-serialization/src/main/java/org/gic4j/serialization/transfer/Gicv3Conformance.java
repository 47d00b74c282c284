package org.gic4j.serialization.transfer;

import static org.gic4j.api.registers.Gicv3Distributor.GICD_ICFGR;
import static org.gic4j.api.registers.Gicv3Distributor.GICD_IIDR;
import static org.gic4j.api.registers.Gicv3Distributor.GICD_IROUTER;
import static org.gic4j.api.registers.Gicv3Distributor.GICD_ISENABLER;
import static org.gic4j.api.registers.Gicv3Input.LINE_LEVEL;
import static org.gic4j.api.registers.Gicv3Redistributor.GICR_PENDBASER;
import static org.gic4j.api.registers.Gicv3Redistributor.GICR_PROPBASER;
import static org.gic4j.api.registers.Gicv3RedistributorSgi.GICR_ICFGR;

import java.util.ArrayList;
import java.util.List;
import org.gic4j.api.Gicv3Profile.RoutesAtReset;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.Register;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.ItsState;
import org.gic4j.api.snapshot.Note;
import org.gic4j.api.snapshot.StateTransfer.Conformed;
import org.gic4j.serialization.transfer.FieldNotes.Kind;

/**
 * The state of a GICv3 as user space of some implementation reads it.
 *
 * <p>Most registers only lose bits ({@link Gicv3Fields}). Others follow: those of the CPU interfaces from the hardware;
 * LINE_LEVEL shows the lines of level-sensitive interrupts only; and tables of LPIs that were never set are left out, since
 * what they read as is not what was written.
 */
final class Gicv3Conformance extends Conformance {
    private static final Kind EDGE_LINE = Kind.explanation(
            "edge-line", "the line of an edge-triggered interrupt is restored, but does not read back");

    private static final Kind UNWRITTEN_ROUTE = Kind.explanation(
            "route-unwritten",
            "the vCPU that was created first has the interrupt if KVM's guest never wrote this 0, the one of affinity 0 if it"
                    + " did; a restore writes it");

    private final Target target;

    Gicv3Conformance(GicState state, Target target) {
        super(state, target.profile());
        this.target = target;
    }

    @Override
    Conformed conform() {
        identify(GICD_IIDR);
        int identification =
                state.has(GICD_IIDR) ? now(GICD_IIDR, 0, 0) : profile.distributorIdentification();
        mask(new Gicv3Fields(profile, identification));
        new CpuInterfaceConformance(this, target).conform();
        if (state.has(LINE_LEVEL) && state.has(GICD_ICFGR) && state.has(GICR_ICFGR)) {
            lines();
        }
        if (state.has(GICD_IROUTER) && state.has(GICD_ISENABLER)) {
            routes();
        }
        LpiConformance lpis = new LpiConformance(this);
        lpis.conform();
        List<ItsState> services = services();
        boolean without = lpis.isLeftOut(GICR_PROPBASER) || lpis.isLeftOut(GICR_PENDBASER);
        if (!isChanged()
                && state.priorityBits() == target.priorityBits()
                && !without
                && services.equals(state.translationServices())) {
            return new Conformed(state, notes.list());
        }
        GicState.Builder builder = result().priorityBits(target.priorityBits()).withoutTranslationServices();
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

    /** A route of 0 that is written is no longer that of an SPI that was never routed (decision 0123). */
    private void routes() {
        if (state.vcpus().isEmpty() || state.vcpus().getFirst().affinity().packed() == 0) {
            return;
        }
        if (profile.gicv3().routesAtReset() == RoutesAtReset.FIRST_VCPU && !Gicv3Fields.hasAffinity0(state)) {
            return;
        }
        int[] enables = now(GICD_ISENABLER);
        int[] routes = now(GICD_IROUTER);
        for (int intid = Geometry.PRIVATE_INTERRUPTS; intid < geometry.interrupts(); intid++) {
            int enabled = enables[GICD_ISENABLER.stateIndex(geometry, 0, intid / Integer.SIZE)] >>> intid & 1;
            int low = GICD_IROUTER.stateIndex(geometry, 0, 2 * intid);
            if (enabled != 0 && (routes[low] | routes[low + 1]) == 0) {
                notes.changed(UNWRITTEN_ROUTE, GICD_IROUTER, 0, 2 * intid, 0, 0);
            }
        }
    }
}
