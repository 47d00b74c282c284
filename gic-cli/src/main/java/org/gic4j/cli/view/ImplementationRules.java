package org.gic4j.cli.view;

import java.util.Optional;
import org.gic4j.api.GicProfile;
import org.gic4j.api.registers.Gicv2Distributor;
import org.gic4j.api.snapshot.GicState;

/** Which implementation's rules a state follows, as far as it shows. */
public final class ImplementationRules {
    private static final int REVISION = 0xF << 12;

    private ImplementationRules() {}

    /**
     * The preset profile that a state comes from: the one with its identification register, whatever the revision, and
     * its number of priority bits; where the state has no such register, the only one with that number.
     *
     * @param state any state
     * @return empty where none fits
     */
    public static Optional<GicProfile> of(GicState state) {
        return GicProfile.presets().stream()
                .filter(profile -> profile.priorityBits() == state.priorityBits())
                .filter(profile -> !state.has(Gicv2Distributor.GICD_IIDR)
                        || sameImplementation(
                                profile.distributorIdentification(),
                                state.word(Gicv2Distributor.GICD_IIDR, 0, 0)))
                .findFirst();
    }

    private static boolean sameImplementation(int a, int b) {
        return ((a ^ b) & ~REVISION) == 0;
    }
}
