package org.gic4j.api.lint;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.gic4j.api.GicProfile;
import org.gic4j.api.GicVersion;
import org.jspecify.annotations.Nullable;

/**
 * Where a snapshot is to go: an implementation, or a hypervisor with what its restore asks of a snapshot.
 */
public enum LintTarget {
    /** Not said: only what is wrong wherever it goes. */
    ANY("any", null, 0, true, true),
    /** Linux's KVM, through device attributes. */
    KVM("kvm", GicProfile.KVM, 0, true, true),
    /** The emulated backend in its default profile. */
    EMULATED("emulated", GicProfile.KVM, 0, true, true),
    /** QEMU with KVM. */
    QEMU("qemu", GicProfile.KVM, 0, true, true),
    /** Firecracker: 96 SPIs. */
    FIRECRACKER("firecracker", GicProfile.KVM, 128, true, true),
    /** cloud-hypervisor: 224 SPIs, no GICv2. */
    CLOUD_HYPERVISOR("cloud-hypervisor", GicProfile.KVM, 256, false, true),
    /** crosvm: 32 SPIs, no GICv2, no ITS. */
    CROSVM("crosvm", GicProfile.KVM, 64, false, false);

    private final String id;
    private final Optional<GicProfile> profile;
    private final int interrupts;
    private final boolean takesGicv2;
    private final boolean takesLpis;

    LintTarget(
            String id,
            @Nullable GicProfile profile,
            int interrupts,
            boolean takesGicv2,
            boolean takesLpis) {
        this.id = id;
        this.profile = Optional.ofNullable(profile);
        this.interrupts = interrupts;
        this.takesGicv2 = takesGicv2;
        this.takesLpis = takesLpis;
    }

    /** Its name, as commands take it. */
    public String id() {
        return id;
    }

    /** What its interrupt controller is like; empty where it is not said. */
    public Optional<GicProfile> profile() {
        return profile;
    }

    /** The number of interrupts that its machines have; empty where it takes any. */
    public OptionalInt interrupts() {
        return interrupts == 0 ? OptionalInt.empty() : OptionalInt.of(interrupts);
    }

    /**
     * Whether it restores states of an architecture version.
     *
     * @param version the version
     */
    public boolean takes(GicVersion version) {
        return version == GicVersion.GICV3 || takesGicv2;
    }

    /** Whether it restores interrupts that come as messages through an ITS. */
    public boolean takesLpis() {
        return takesLpis;
    }

    /**
     * The target of a name.
     *
     * @param id as {@link #id}
     * @throws IllegalArgumentException for an unknown name; the message lists the known ones
     */
    public static LintTarget named(String id) {
        return Arrays.stream(values())
                .filter(target -> target.id.equals(id))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("no target '" + id + "'; there are: " + String.join(", ", ids())));
    }

    /** All names. */
    public static List<String> ids() {
        return Arrays.stream(values()).map(LintTarget::id).toList();
    }
}
