package org.gic4j.cli.view;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.gic4j.api.GicProfile;
import org.gic4j.api.GicVersion;
import org.gic4j.api.registers.Gicv2Distributor;
import org.gic4j.api.registers.Gicv3Distributor;
import org.gic4j.api.registers.InterruptProperty;
import org.gic4j.api.registers.Register;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.LpiRegisters;
import org.gic4j.api.snapshot.VcpuDescription;
import org.gic4j.cli.view.Delivery.Outcome;

/**
 * What distributor and redistributors do with a pending interrupt: keep it, or forward it to CPU interfaces (IHI 0048B
 * section 3.2, IHI 0069 sections 4.3 and 4.6), by the rules of an implementation.
 */
final class Forwarding {
    private static final long GROUP_MASK = 1;

    private final GicState state;
    private final GicProfile profile;
    private final Register control;
    private final List<CpuInterface> faces;

    Forwarding(GicState state, GicProfile profile, List<CpuInterface> faces) {
        this.state = state;
        this.profile = profile;
        this.faces = faces;
        control = state.version() == GicVersion.GICV2 ? Gicv2Distributor.GICD_CTLR : Gicv3Distributor.GICD_CTLR;
    }

    /** The register that says which groups are forwarded, where the state lacks it. */
    Optional<Register> missing() {
        return state.has(control) ? Optional.empty() : Optional.of(control);
    }

    /**
     * What keeps a pending interrupt from every vCPU.
     *
     * @param interrupt one that is pending
     * @return empty where it is forwarded to {@link #recipients}
     */
    Optional<Delivery> obstacle(InterruptView interrupt) {
        if (interrupt.value(InterruptProperty.ENABLED).isEmpty()) {
            return Optional.of(unknown("whether it is enabled"));
        }
        if (!interrupt.is(InterruptProperty.ENABLED)) {
            return Optional.of(new Delivery(null, Outcome.DISABLED, "not enabled"));
        }
        if (interrupt.is(InterruptProperty.ACTIVE)) {
            return Optional.of(new Delivery(null, Outcome.ACTIVE, "still active: signalled again when that has ended"));
        }
        return atRedistributor(interrupt).or(() -> atDistributor(interrupt));
    }

    private Optional<Delivery> atRedistributor(InterruptView interrupt) {
        if (interrupt.kind() != InterruptKind.LPI) {
            return Optional.empty();
        }
        VcpuDescription vcpu = interrupt.vcpu();
        if (vcpu == null) {
            return Optional.of(new Delivery(null, Outcome.NO_TARGET, "its collection is mapped to no CPU"));
        }
        return LpiRegisters.areEnabled(state, vcpu.index().value())
                ? Optional.empty()
                : Optional.of(new Delivery(null, Outcome.LPIS_OFF, "LPIs are off: GICR_CTLR.EnableLPIs is 0"));
    }

    private Optional<Delivery> atDistributor(InterruptView interrupt) {
        if (!state.has(control)) {
            return Optional.of(unknown(control.name()));
        }
        int group = group(interrupt);
        int bit = enableOf(group);
        if ((state.word(control, 0, 0) >>> bit & 1) == 0) {
            return Optional.of(new Delivery(
                    null,
                    Outcome.GROUP_OFF,
                    "group " + group + " is off: GICD_CTLR.EnableGrp" + bit + " is 0"
                            + (bit == group ? "" : ", which serves both")));
        }
        return recipients(interrupt).isEmpty() ? Optional.of(lost(interrupt)) : Optional.empty();
    }

    /** Where one bit serves both groups it is that of group 0 in a GICv2, and that of group 1 in a GICv3. */
    private int enableOf(int group) {
        int common = state.version() == GicVersion.GICV2 ? 0 : 1;
        return profile.groupEnables() == GicProfile.GroupEnables.SHARED ? common : group;
    }

    private Delivery lost(InterruptView interrupt) {
        if (state.vcpus().isEmpty()) {
            return new Delivery(null, Outcome.NO_TARGET, "there is no CPU");
        }
        Optional<Route> route = interrupt.route();
        if (route.isPresent()) {
            return new Delivery(
                    null,
                    Outcome.NO_TARGET,
                    isOneOfN(route.get())
                            ? "routed to any CPU, and none takes group " + group(interrupt)
                            : "no CPU has the affinity " + route.get().affinity());
        }
        OptionalInt targets = interrupt.value(InterruptProperty.TARGETS);
        return state.version() == GicVersion.GICV3 || targets.isEmpty()
                ? unknown("where it goes")
                : new Delivery(null, Outcome.NO_TARGET, "it targets no CPU");
    }

    /**
     * The vCPUs that an interrupt goes to, in creation order.
     *
     * @param interrupt any
     * @return empty where there is none, or the state does not tell
     */
    List<VcpuDescription> recipients(InterruptView interrupt) {
        if (interrupt.vcpu() != null) {
            return List.of(interrupt.vcpu());
        }
        if (state.version() == GicVersion.GICV3) {
            return interrupt.route().map(route -> routed(route, group(interrupt))).orElse(List.of());
        }
        if (state.geometry().vcpus() <= 1) {
            return state.vcpus();
        }
        OptionalInt told = interrupt.value(InterruptProperty.TARGETS);
        if (told.isEmpty()) {
            return List.of();
        }
        int targets = told.getAsInt() & (1 << state.geometry().vcpus()) - 1;
        return switch (profile.targeting()) {
            case ALL ->
                state.vcpus().stream()
                        .filter(vcpu -> (targets >>> vcpu.index().value() & 1) != 0)
                        .toList();
            case LOWEST -> List.of(state.vcpus().get(targets == 0 ? 0 : Integer.numberOfTrailingZeros(targets)));
        };
    }

    /** Of several that an interrupt may go to, the one that was created first has it (docs/decisions/0123). */
    private List<VcpuDescription> routed(Route route, int group) {
        return state.vcpus().stream()
                .filter(vcpu -> isOneOfN(route)
                        ? (faces.get(vcpu.index().value()).enabledGroups().orElse(0) >>> group & GROUP_MASK) != 0
                        : vcpu.affinity().equals(route.affinity()))
                .limit(1)
                .toList();
    }

    /** Without that ability the bit means nothing, and the affinity counts. */
    private boolean isOneOfN(Route route) {
        return route.any() && profile.gicv3().routesToAny();
    }

    private static int group(InterruptView interrupt) {
        return interrupt.value(InterruptProperty.GROUP).orElse(0);
    }

    private static Delivery unknown(String what) {
        return new Delivery(null, Outcome.UNKNOWN, "not known: the file does not tell " + what);
    }
}
