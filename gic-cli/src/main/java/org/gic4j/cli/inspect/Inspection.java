package org.gic4j.cli.inspect;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.gic4j.api.GicProfile;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.device.DeviceAttribute;
import org.gic4j.api.registers.Banking;
import org.gic4j.api.registers.InterruptProperty;
import org.gic4j.api.registers.Register;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.Note;
import org.gic4j.api.snapshot.SnapshotFormat.Imported;
import org.gic4j.api.snapshot.VcpuDescription;
import org.gic4j.cli.output.Words;
import org.gic4j.cli.view.BestPending;
import org.gic4j.cli.view.CpuInterface;
import org.gic4j.cli.view.Deliveries;
import org.gic4j.cli.view.Delivery;
import org.gic4j.cli.view.InterruptNames;
import org.gic4j.cli.view.InterruptView;
import org.gic4j.cli.view.Interrupts;
import org.gic4j.cli.view.Lpi;
import org.gic4j.cli.view.Route;

/**
 * What {@code gic inspect} finds in a file.
 *
 * @param file the file
 * @param imported what was read
 * @param selection what was asked for
 * @param totals how many interrupts there are in each condition, whatever was asked for
 * @param rules the implementation whose rules say which interrupt is forwarded; empty where none is certain
 * @param vcpus the vCPUs that were asked for
 * @param interrupts the interrupts that were asked for, by INTID, then by vCPU
 * @param names what is known to be behind INTIDs
 * @param lpis the LPIs, as far as they can be read
 * @param deliveries what becomes of pending interrupts; empty where no rules are certain
 */
record Inspection(
        Path file,
        Imported imported,
        Selection selection,
        Totals totals,
        Optional<GicProfile> rules,
        List<Cpu> vcpus,
        List<InterruptView> interrupts,
        InterruptNames names,
        Lpis lpis,
        Optional<Deliveries> deliveries) {
    Inspection {
        vcpus = List.copyOf(vcpus);
        interrupts = List.copyOf(interrupts);
    }

    /**
     * A vCPU.
     *
     * @param face its CPU interface
     * @param best the best interrupt that is forwarded to it
     */
    record Cpu(CpuInterface face, Optional<BestPending> best) {}

    static Inspection of(
            Path file, Imported imported, Lpis lpis, Selection selection, Optional<GicProfile> rules) {
        GicState state = imported.snapshot().state();
        selection.check(state, lpis);
        List<InterruptView> all = Interrupts.of(state).all();
        List<InterruptView> deliverable = Stream.concat(
                        all.stream(), lpis.all().stream().filter(Lpi::isMapped).map(Lpi::interrupt))
                .toList();
        Optional<Deliveries> deliveries = rules.map(profile -> Deliveries.of(state, deliverable, profile));
        List<Cpu> vcpus = CpuInterface.allOf(state).stream()
                .filter(face -> selection.has(face.vcpu()))
                .map(face -> new Cpu(
                        face,
                        deliveries.flatMap(found -> found.best(face.vcpu().index().value()))))
                .toList();
        return new Inspection(
                file,
                imported,
                selection,
                Totals.of(all),
                rules,
                vcpus,
                all.stream()
                        .filter(interrupt -> selection.has(interrupt, state))
                        .toList(),
                InterruptNames.of(imported.snapshot()),
                lpis,
                deliveries);
    }

    /** Whether it is told what would become of an interrupt that is not pending: of those that were asked for. */
    boolean supposes(InterruptView interrupt) {
        return selection.intids().contains(interrupt.intid()) && !interrupt.is(InterruptProperty.PENDING);
    }

    /**
     * What becomes of an interrupt, or would become of it, at each vCPU that it goes to.
     *
     * @return empty where it is not pending and nothing is {@link #supposes supposed}, or no rules are certain
     */
    List<Delivery> deliveries(InterruptView interrupt) {
        return interrupt.is(InterruptProperty.PENDING) || supposes(interrupt)
                ? deliveries.map(found -> found.of(interrupt, names::describe)).orElse(List.of())
                : List.of();
    }

    /** The same of an LPI. */
    List<Delivery> deliveries(Lpi lpi) {
        return lpi.state().pending() || supposes(lpi.interrupt())
                ? deliveries.map(found -> found.of(lpi, names::describe)).orElse(List.of())
                : List.of();
    }

    /** The LPIs that were asked for. */
    List<Lpi> selectedLpis() {
        return lpis.all().stream().filter(selection::has).toList();
    }

    GicState state() {
        return imported.snapshot().state();
    }

    /** What the source did not say, or lost: all of it, or what is about the interrupts that were asked for. */
    List<Note> notes() {
        return Stream.concat(imported.notes().stream(), lpis.notes().stream()).filter(selection::has).toList();
    }

    /** The registers that there is one of, and that have no field for each INTID. */
    List<Register> sharedRegisters() {
        return plainRegisters(Banking.SHARED);
    }

    /** The registers that each vCPU has one of, and that have no field for each INTID. */
    List<Register> vcpuRegisters() {
        return plainRegisters(Banking.PER_VCPU);
    }

    /**
     * A frame's address as an attribute, which names the frame.
     *
     * @param attribute attribute of the ADDRESS group
     */
    DeviceAttribute address(long attribute) {
        return DeviceAttribute.decode(state().version().device(), AttributeGroup.ADDRESS, attribute);
    }

    /**
     * The ids of the vCPUs that a shared interrupt targets. Target bits count vCPUs by creation index; the bit of one
     * that does not exist stays its number.
     */
    List<Integer> targets(InterruptView interrupt) {
        List<VcpuDescription> all = state().vcpus();
        return Words.bits(interrupt.value(InterruptProperty.TARGETS).orElse(0)).stream()
                .map(index -> index < all.size() ? all.get(index).id().value() : index)
                .sorted()
                .toList();
    }

    /** The id of the vCPU that a shared interrupt is routed to; an affinity where no vCPU has it, or {@code any}. */
    String routeName(Route route) {
        return route.any()
                ? "any"
                : state().vcpus().stream()
                        .filter(route::reaches)
                        .findFirst()
                        .map(vcpu -> Integer.toString(vcpu.id().value()))
                        .orElseGet(() -> route.affinity() + " (no CPU)");
    }

    /** Whether the state tells pending latches and input lines apart. */
    boolean tellsLines() {
        return state().registers().stream()
                .anyMatch(register ->
                        register.row().property().filter(InterruptProperty.LINE::equals).isPresent());
    }

    private List<Register> plainRegisters(Banking banking) {
        return state().registers().stream()
                .filter(register -> register.row().bitsPerIntid() == 0)
                .filter(register -> register.row().banking() == banking)
                .toList();
    }
}
