package org.gic4j.cli.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.gic4j.api.GicProfile;
import org.gic4j.api.registers.InterruptProperty;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.VcpuDescription;
import org.gic4j.cli.view.Delivery.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the pending interrupts of a state, by the rules of an implementation. The guest's own masks (PSTATE)
 * are no part of an interrupt controller. Immutable.
 */
public final class Deliveries {
    private static final Delivery UNMAPPED =
            new Delivery(null, Outcome.UNMAPPED, "no event is mapped to it: a restore leaves it behind");

    private final Forwarding forwarding;
    private final int implemented;
    private final List<Signalling> signalling = new ArrayList<>();
    private final List<@Nullable InterruptView> best = new ArrayList<>();
    private final boolean told;

    private Deliveries(GicState state, List<InterruptView> interrupts, GicProfile profile) {
        List<CpuInterface> faces = CpuInterface.allOf(state);
        implemented = 0xFF << Byte.SIZE - state.priorityBits();
        forwarding = new Forwarding(state, profile, faces);
        for (CpuInterface face : faces) {
            signalling.add(new Signalling(state.version(), face, state.priorityBits()));
            best.add(null);
        }
        told = forwarding.missing().isEmpty() && signalling.stream().noneMatch(Signalling::hidesUnknownGroups);
        for (InterruptView interrupt : interrupts) {
            if (interrupt.is(InterruptProperty.PENDING) && forwarding.obstacle(interrupt).isEmpty()) {
                forwarding.recipients(interrupt).forEach(vcpu -> take(vcpu.index().value(), interrupt));
            }
        }
    }

    /**
     * Finds out.
     *
     * @param state any state
     * @param interrupts all of its interrupts, mapped LPIs included, as far as they are known
     * @param profile whose rules hold
     */
    public static Deliveries of(GicState state, List<InterruptView> interrupts, GicProfile profile) {
        return new Deliveries(state, interrupts, profile);
    }

    private void take(int vcpuIndex, InterruptView interrupt) {
        int group = interrupt.value(InterruptProperty.GROUP).orElse(0);
        if (signalling.get(vcpuIndex).counts(group) && isFirst(interrupt, best.get(vcpuIndex))) {
            best.set(vcpuIndex, interrupt);
        }
    }

    /** Of equals the one of the lowest INTID comes first. */
    private boolean isFirst(InterruptView interrupt, @Nullable InterruptView other) {
        if (other == null) {
            return true;
        }
        // LPIs have six bits of priority, which are more than five.
        int priority = BestPending.priority(interrupt) & implemented;
        int others = BestPending.priority(other) & implemented;
        return priority < others || priority == others && interrupt.intid() <= other.intid();
    }

    /**
     * What becomes of an LPI.
     *
     * @param lpi one that is pending, or supposed to be
     * @param describe how an INTID is called
     * @return as {@link #of(InterruptView, IntFunction)}
     */
    public List<Delivery> of(Lpi lpi, IntFunction<String> describe) {
        return lpi.isMapped() ? of(lpi.interrupt(), describe) : List.of(UNMAPPED);
    }

    /** Whether the state tells what decides which interrupt is {@link #best}. */
    public boolean tellBest() {
        return told;
    }

    /**
     * The best interrupt that is forwarded to a vCPU.
     *
     * @param vcpuIndex the vCPU's creation index
     * @return empty where nothing is forwarded, or the state does not tell
     */
    public Optional<BestPending> best(int vcpuIndex) {
        InterruptView found = best.get(vcpuIndex);
        return found == null ? Optional.empty() : Optional.of(BestPending.of(found));
    }

    /**
     * What becomes of an interrupt that is pending, or would become of it if it were.
     *
     * @param interrupt one of the state
     * @param describe how an INTID is called
     * @return for each vCPU that it goes to; one where it goes to none
     */
    public List<Delivery> of(InterruptView interrupt, IntFunction<String> describe) {
        return forwarding
                .obstacle(interrupt)
                .map(List::of)
                .orElseGet(() -> forwarding.recipients(interrupt).stream()
                        .map(vcpu -> at(vcpu, interrupt, describe))
                        .toList());
    }

    private Delivery at(VcpuDescription vcpu, InterruptView interrupt, IntFunction<String> describe) {
        Signalling face = signalling.get(vcpu.index().value());
        Optional<Delivery> obstacle = face.obstacle(interrupt);
        if (obstacle.isPresent()) {
            return obstacle.get();
        }
        InterruptView first = best.get(vcpu.index().value());
        if (first == null || isFirst(interrupt, first)) {
            return face.signalled(interrupt);
        }
        return new Delivery(vcpu, Outcome.WAITS, "waits behind " + describe.apply(first.intid()));
    }
}
