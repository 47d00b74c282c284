package org.gic4j.cli.view;

import java.util.List;
import java.util.Optional;
import org.gic4j.api.GicProfile;
import org.gic4j.api.GicVersion;
import org.gic4j.api.registers.Gicv3Distributor;
import org.gic4j.api.registers.Register;
import org.gic4j.api.registers.Registers;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.Snapshot;

/** Which implementation's rules a state follows, as far as its producer or it shows. */
public final class ImplementationRules {
    private static final int REVISION = 0xF << 12;
    /** GICD_CTLR bits that a guest can write: the groups' enables. */
    private static final int GROUP_ENABLES = 3;

    /** Words of producers whose interrupt controller is KVM's. */
    private static final List<String> ON_KVM = List.of("kvm", "firecracker", "cloud-hypervisor", "crosvm");
    /** Words of QEMU with an interrupt controller of its own: without KVM, or {@code kvm without its interrupt controller}. */
    private static final List<String> QEMUS_OWN = List.of("tcg", "without");

    private ImplementationRules() {}

    /**
     * The preset profile that a snapshot comes from: its producer's; else the one with its identification register,
     * whatever the revision; where the state has no such register, the first with its number of priority bits that
     * could hold it.
     *
     * @param snapshot any snapshot
     * @return empty where none fits
     */
    public static Optional<GicProfile> of(Snapshot snapshot) {
        return ofProducer(snapshot.producer()).or(() -> of(snapshot.state()));
    }

    private static Optional<GicProfile> ofProducer(String producer) {
        List<String> words = List.of(producer.split(" ", -1));
        if (words.contains("qemu") && words.stream().anyMatch(QEMUS_OWN::contains)) {
            return Optional.of(GicProfile.QEMU_VIRT);
        }
        return words.getFirst().equals("gic4j") || words.stream().noneMatch(ON_KVM::contains)
                ? Optional.empty()
                : Optional.of(GicProfile.KVM);
    }

    private static Optional<GicProfile> of(GicState state) {
        Optional<Register> identification =
                Registers.named(state.version(), "GICD_IIDR").filter(state::has);
        return GicProfile.presets().stream()
                .filter(profile -> identification.isPresent()
                        ? sameImplementation(
                                profile.distributorIdentification(), state.word(identification.get(), 0, 0))
                        : couldHold(profile, state))
                .findFirst();
    }

    private static boolean couldHold(GicProfile profile, GicState state) {
        return state.version() == GicVersion.GICV2
                ? profile.priorityBits() == state.priorityBits()
                : profile.gicv3().priorityBits() == state.priorityBits() && couldEnable(profile, state);
    }

    /** QEMU's GICv3 has an enable for each group, KVM's one for both: Linux sets what there is. */
    private static boolean couldEnable(GicProfile profile, GicState state) {
        return !state.has(Gicv3Distributor.GICD_CTLR)
                || (state.word(Gicv3Distributor.GICD_CTLR, 0, 0)
                                & GROUP_ENABLES
                                & ~profile.gicv3().distributorControl())
                        == 0;
    }

    private static boolean sameImplementation(int a, int b) {
        return ((a ^ b) & ~REVISION) == 0;
    }
}
