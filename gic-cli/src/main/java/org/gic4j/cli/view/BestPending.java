package org.gic4j.cli.view;

import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.gic4j.api.GicProfile;
import org.gic4j.api.GicVersion;
import org.gic4j.api.registers.Registers;
import org.gic4j.api.registers.InterruptProperty;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.VcpuDescription;

/**
 * The pending interrupt of highest priority that the distributor forwards to a vCPU, whatever the vCPU's priority mask
 * and running priority (IHI 0048B section 4.4.10, GICC_HPPIR; IHI
 * 0069 section 12.2, ICC_HPPIR1_EL1).
 *
 * @param intid its number
 * @param priority its priority, 0 highest
 * @param group 0 or 1
 * @param source for a software generated interrupt, the lowest of the vCPUs that sent it
 */
public record BestPending(int intid, int priority, int group, OptionalInt source) {
    /**
     * Finds it.
     *
     * @param interrupts the interrupts of a state that tells pending, enabled and priority
     * @param profile whose rules for group enables and targets hold
     * @param vcpuIndex the vCPU's creation index
     * @return empty where nothing is forwarded, or the state does not tell
     */
    public static Optional<BestPending> of(Interrupts interrupts, GicProfile profile, int vcpuIndex) {
        return IntStream.range(0, interrupts.state().geometry().interrupts())
                .mapToObj(intid -> interrupts.at(intid, vcpuIndex))
                .filter(interrupt -> isForwarded(interrupt, interrupts.state(), profile, vcpuIndex))
                .map(BestPending::of)
                .min(Comparator.comparingInt(BestPending::priority).thenComparingInt(BestPending::intid));
    }

    private static BestPending of(InterruptView interrupt) {
        int sources = interrupt.value(InterruptProperty.SGI_SOURCES).orElse(0);
        return new BestPending(
                interrupt.intid(),
                interrupt.value(InterruptProperty.PRIORITY).orElse(0),
                interrupt.value(InterruptProperty.GROUP).orElse(0),
                sources == 0 ? OptionalInt.empty() : OptionalInt.of(Integer.numberOfTrailingZeros(sources)));
    }

    private static boolean isForwarded(InterruptView interrupt, GicState state, GicProfile profile, int vcpuIndex) {
        return interrupt.is(InterruptProperty.PENDING)
                && interrupt.is(InterruptProperty.ENABLED)
                && !interrupt.is(InterruptProperty.ACTIVE)
                && groupEnabled(state, profile, interrupt.value(InterruptProperty.GROUP).orElse(0))
                && groupCounts(state, vcpuIndex, interrupt.value(InterruptProperty.GROUP).orElse(0))
                && targets(interrupt, state, profile, vcpuIndex);
    }

    /** Where one bit serves both groups it is that of group 0 in a GICv2, and that of group 1 in a GICv3. */
    private static boolean groupEnabled(GicState state, GicProfile profile, int group) {
        int common = state.version() == GicVersion.GICV2 ? 0 : 1;
        int bit = profile.groupEnables() == GicProfile.GroupEnables.SHARED ? common : group;
        return Registers.named(state.version(), "GICD_CTLR")
                .filter(state::has)
                .map(control -> (state.word(control, 0, 0) >>> bit & 1) != 0)
                .orElse(false);
    }

    /** A GICv3 does not count a group that the CPU interface disables (docs/decisions/0123). */
    private static boolean groupCounts(GicState state, int vcpuIndex, int group) {
        return state.version() == GicVersion.GICV2
                || (CpuInterface.of(state, state.vcpus().get(vcpuIndex)).enabledGroups().orElse(0) >>> group & 1) != 0;
    }

    private static boolean targets(InterruptView interrupt, GicState state, GicProfile profile, int vcpuIndex) {
        if (InterruptKind.isPrivate(interrupt.intid())) {
            return true;
        }
        if (state.version() == GicVersion.GICV3) {
            VcpuDescription vcpu = state.vcpus().get(vcpuIndex);
            return interrupt.route().filter(route -> route.reaches(vcpu)).isPresent();
        }
        if (state.geometry().vcpus() == 1) {
            return true;
        }
        int targets = interrupt.value(InterruptProperty.TARGETS).orElse(0);
        return switch (profile.targeting()) {
            case ALL -> (targets >>> vcpuIndex & 1) != 0;
            case LOWEST -> vcpuIndex == (targets == 0 ? 0 : Integer.numberOfTrailingZeros(targets));
        };
    }
}
