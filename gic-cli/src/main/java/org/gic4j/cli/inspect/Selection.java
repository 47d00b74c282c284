package org.gic4j.cli.inspect;

import java.util.Set;
import org.gic4j.api.registers.InterruptProperty;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.Note;
import org.gic4j.api.snapshot.VcpuDescription;
import org.gic4j.cli.CommandFailure;
import org.gic4j.cli.ExitCode;
import org.gic4j.cli.output.Words;
import org.gic4j.cli.view.InterruptView;
import org.gic4j.cli.view.Lpi;
import org.gic4j.cli.view.Route;

/**
 * Which part of a state is asked for.
 *
 * @param intids only these interrupts; empty for those that are enabled, pending or active
 * @param vcpuIds only these vCPUs, their private interrupts, and the shared ones that may go to them; empty for all
 * @param all every interrupt, whatever its state
 */
record Selection(Set<Integer> intids, Set<Integer> vcpuIds, boolean all) {
    private static final int FIRST_LPI = 8192;

    Selection {
        intids = Set.copyOf(intids);
        vcpuIds = Set.copyOf(vcpuIds);
    }

    /**
     * Checks that what is asked for exists.
     *
     * @throws CommandFailure when an interrupt or a vCPU does not
     */
    void check(GicState state, Lpis lpis) {
        for (int intid : intids) {
            if (intid >= FIRST_LPI && !(lpis.takers().isEmpty() && lpis.all().isEmpty())) {
                check(intid, lpis);
            } else if (intid < 0 || intid >= state.geometry().interrupts()) {
                throw new CommandFailure(
                        ExitCode.USAGE,
                        "--irq " + intid + ": there is no such INTID here, only 0 to "
                                + (state.geometry().interrupts() - 1));
            }
        }
        for (int id : vcpuIds) {
            if (state.vcpus().stream().noneMatch(vcpu -> vcpu.id().value() == id)) {
                throw new CommandFailure(
                        ExitCode.USAGE,
                        "--cpu " + id + ": there is no such vCPU here, only "
                                + Words.ranges(state.vcpus().stream()
                                        .map(vcpu -> vcpu.id().value())
                                        .sorted()
                                        .toList()));
            }
        }
    }

    private static void check(int intid, Lpis lpis) {
        if (!lpis.read()) {
            throw new CommandFailure(ExitCode.USAGE, "--irq " + intid + ": LPIs are " + lpis.whereabouts());
        }
        if (lpis.all().stream().noneMatch(lpi -> lpi.state().intid() == intid)) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--irq " + intid + ": no event is mapped to such an LPI, and it is not pending");
        }
    }

    /** Whether nothing of interest is left out. */
    boolean isEverything() {
        return intids.isEmpty() && vcpuIds.isEmpty();
    }

    boolean has(VcpuDescription vcpu) {
        return vcpuIds.isEmpty() || vcpuIds.contains(vcpu.id().value());
    }

    boolean has(Note note) {
        return intids.isEmpty()
                || note.intid().isEmpty()
                || intids.contains(note.intid().getAsInt());
    }

    boolean has(Lpi lpi) {
        return (intids.isEmpty() ? all || lpi.state().pending() : intids.contains(lpi.state().intid()))
                && (lpi.state().vcpu() == null ? vcpuIds.isEmpty() : has(lpi.state().vcpu()));
    }

    boolean has(InterruptView interrupt, GicState state) {
        boolean asked = intids.isEmpty() ? all || interrupt.isNoteworthy() : intids.contains(interrupt.intid());
        return asked && mayGoToSelected(interrupt, state);
    }

    private boolean mayGoToSelected(InterruptView interrupt, GicState state) {
        if (vcpuIds.isEmpty()) {
            return true;
        }
        if (interrupt.vcpu() != null) {
            return has(interrupt.vcpu());
        }
        if (interrupt.route().isPresent()) {
            Route route = interrupt.route().get();
            return state.vcpus().stream().anyMatch(vcpu -> has(vcpu) && route.reaches(vcpu));
        }
        int targets = interrupt.value(InterruptProperty.TARGETS).orElse(0);
        // Without a target it depends on the implementation where it goes.
        return targets == 0
                || state.vcpus().stream()
                        .anyMatch(vcpu -> has(vcpu) && (targets >>> vcpu.index().value() & 1) != 0);
    }
}
