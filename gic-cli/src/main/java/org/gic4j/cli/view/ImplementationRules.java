package org.gic4j.cli.view;

import java.util.Optional;
import org.gic4j.api.GicProfile;
import org.gic4j.api.GicVersion;
import org.gic4j.api.registers.Gicv3Distributor;
import org.gic4j.api.registers.Registers;
import org.gic4j.api.snapshot.GicState;

/** Which implementation's rules a state follows, as far as it shows. */
public final class ImplementationRules {
    private static final int REVISION = 0xF << 12;
    /** GICD_CTLR bits that a guest can write: the groups' enables. */
    private static final int GROUP_ENABLES = 3;

    private ImplementationRules() {}

    /**
     * The preset profile that a state comes from: the one with its identification register, whatever the revision, and
     * its number of priority bits; where the state has no such register, the first with that number that could hold it.
     *
     * @param state any state
     * @return empty where none fits
     */
    public static Optional<GicProfile> of(GicState state) {
        return GicProfile.presets().stream()
                .filter(profile -> priorityBits(profile, state.version()) == state.priorityBits())
                .filter(profile -> Registers.named(state.version(), "GICD_IIDR")
                        .filter(state::has)
                        .map(identification -> sameImplementation(
                                profile.distributorIdentification(), state.word(identification, 0, 0)))
                        .orElseGet(() -> couldHold(profile, state)))
                .findFirst();
    }

    private static int priorityBits(GicProfile profile, GicVersion version) {
        return version == GicVersion.GICV2
                ? profile.priorityBits()
                : profile.gicv3().priorityBits();
    }

    /** QEMU's GICv3 has an enable for each group, KVM's one for both: Linux sets what there is. */
    private static boolean couldHold(GicProfile profile, GicState state) {
        return state.version() == GicVersion.GICV2
                || !state.has(Gicv3Distributor.GICD_CTLR)
                || (state.word(Gicv3Distributor.GICD_CTLR, 0, 0)
                                & GROUP_ENABLES
                                & ~profile.gicv3().distributorControl())
                        == 0;
    }

    private static boolean sameImplementation(int a, int b) {
        return ((a ^ b) & ~REVISION) == 0;
    }
}
