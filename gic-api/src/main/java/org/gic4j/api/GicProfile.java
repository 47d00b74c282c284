package org.gic4j.api;

import java.util.List;

/**
 * What differs between implementations of the same architecture: identification, widths, resets and the choices that
 * the specification leaves open. An immutable value; the presets are {@link #KVM} and {@link #QEMU_VIRT}.
 *
 * @param name a short name, as commands take it
 * @param priorityBits implemented priority bits, 5 to 8; lower bits of a priority read 0
 * @param minimumBinaryPoint the least GICC_BPR that hardware holds; GICC_ABPR holds one more
 * @param distributorIdentification GICD_IIDR at reset
 * @param acceptedRevisions values of GICD_IIDR bits 15 to 12 that user space may write
 * @param cpuInterfaceIdentification GICC_IIDR as user space reads it
 * @param guestCpuInterfaceIdentification GICC_IIDR as a guest reads it: the host hardware's, where that serves it
 * @param peripheralIdentification the bytes at GICD 0xFD0 to 0xFFC, one per word; empty where they read 0
 * @param distributorControl writable bits of GICD_CTLR of a GICv2
 * @param groupEnables how those bits enable the groups
 * @param softwareEnables whether the enables of SGIs can be cleared
 * @param spisResetToEdge whether shared interrupts reset to edge-triggered
 * @param privateConfiguration whether a PPI can be made edge-triggered
 * @param targeting how the target byte of an SPI selects vCPUs
 * @param uniprocessorTargets whether target bytes can be written with one vCPU (else they read 0)
 * @param latchClearing when the pending latch of a level-sensitive interrupt drops
 * @param edgeDetection what an edge-triggered interrupt takes for an edge of its line
 * @param distributorAccess widths of guest accesses that the GICv2 distributor takes
 * @param groupActivePriorities whether group 1 has active priorities of its own, in GICC_NSAPRn
 * @param gicv3 what concerns GICv3 alone
 */
public record GicProfile(
        String name,
        int priorityBits,
        int minimumBinaryPoint,
        int distributorIdentification,
        List<Integer> acceptedRevisions,
        int cpuInterfaceIdentification,
        int guestCpuInterfaceIdentification,
        List<Integer> peripheralIdentification,
        int distributorControl,
        GroupEnables groupEnables,
        SoftwareEnables softwareEnables,
        boolean spisResetToEdge,
        PrivateConfiguration privateConfiguration,
        Targeting targeting,
        UniprocessorTargets uniprocessorTargets,
        LatchClearing latchClearing,
        EdgeDetection edgeDetection,
        DistributorAccess distributorAccess,
        GroupActivePriorities groupActivePriorities,
        Gicv3Profile gicv3) {

    /** How GICD_CTLR enables the interrupt groups. */
    public enum GroupEnables {
        /** Bit 0 serves both groups. */
        SHARED,
        /** Bit 0 enables group 0, bit 1 group 1. */
        SEPARATE
    }

    /** Whether software generated interrupts can be disabled. */
    public enum SoftwareEnables {
        /** GICD_ICENABLER0 clears their enables. */
        WRITABLE,
        /** They are always enabled. */
        FIXED
    }

    /** Whether the configuration of private peripheral interrupts can be written. */
    public enum PrivateConfiguration {
        /** They are level-sensitive for ever. */
        FIXED,
        /** GICD_ICFGR1 is writable. */
        WRITABLE
    }

    /** How the target byte of a shared interrupt selects vCPUs. */
    public enum Targeting {
        /** The lowest bit set, or vCPU 0 where none is: KVM. */
        LOWEST,
        /** Every bit set; the first that acknowledges has it; none set: nobody. The architecture. */
        ALL
    }

    /** What target bytes are with a single vCPU. */
    public enum UniprocessorTargets {
        /** As with several: bit 0 can be written. */
        WRITABLE,
        /** They read 0 and ignore writes. */
        RAZ_WI
    }

    /** When the pending latch of a level-sensitive interrupt, set by software, drops. */
    public enum LatchClearing {
        /** When the guest acknowledges it: the architecture. */
        AT_ACKNOWLEDGE,
        /** When the guest has ended it: KVM. */
        AT_DEACTIVATION
    }

    /** What an edge-triggered interrupt takes for an edge of its line. */
    public enum EdgeDetection {
        /** Each high level that it is told, though the line was high before. The level is not kept: KVM. */
        HIGH,
        /** A high level after a low one. The level is kept, and counts if the interrupt becomes level-sensitive: QEMU. */
        RISING
    }

    /** Widths of guest accesses to the distributor. */
    public enum DistributorAccess {
        /** Words; bytes for priorities, targets and SGI sources. */
        WORD_OR_BYTE_FIELDS,
        /** Bytes, half-words and words everywhere. */
        ANY
    }

    /** Where the active priorities of group 1 are kept. */
    public enum GroupActivePriorities {
        /** Together with group 0's in GICC_APRn. */
        SHARED,
        /** In GICC_NSAPRn. */
        SEPARATE
    }

    /** KVM of Linux 6.12 on hardware with five priority bits. The default. */
    public static final GicProfile KVM = new GicProfile(
            "kvm",
            5,
            2,
            0x4B00_343B,
            List.of(2, 3),
            0x04B2_043B,
            0x0002_043B,
            List.of(),
            0x1,
            GroupEnables.SHARED,
            SoftwareEnables.WRITABLE,
            true,
            PrivateConfiguration.FIXED,
            Targeting.LOWEST,
            UniprocessorTargets.WRITABLE,
            LatchClearing.AT_DEACTIVATION,
            EdgeDetection.HIGH,
            DistributorAccess.WORD_OR_BYTE_FIELDS,
            GroupActivePriorities.SHARED,
            Gicv3Profile.KVM);

    /** The software GIC of QEMU's machine {@code virt}. */
    public static final GicProfile QEMU_VIRT = new GicProfile(
            "qemu-virt",
            8,
            0,
            0x0000_043B,
            List.of(0),
            0x0002_043B,
            0x0002_043B,
            List.of(0x04, 0x00, 0x00, 0x00, 0x90, 0xB4, 0x2B, 0x00, 0x0D, 0xF0, 0x05, 0xB1),
            0x3,
            GroupEnables.SEPARATE,
            SoftwareEnables.FIXED,
            false,
            PrivateConfiguration.WRITABLE,
            Targeting.ALL,
            UniprocessorTargets.RAZ_WI,
            LatchClearing.AT_ACKNOWLEDGE,
            EdgeDetection.RISING,
            DistributorAccess.ANY,
            GroupActivePriorities.SEPARATE,
            Gicv3Profile.QEMU_VIRT);

    /** Checks the ranges. */
    public GicProfile {
        if (priorityBits < 5 || priorityBits > 8) {
            throw new IllegalArgumentException("priority bits must be 5 to 8, not " + priorityBits);
        }
        if (minimumBinaryPoint < 0 || minimumBinaryPoint > 6) {
            throw new IllegalArgumentException("the least binary point must be 0 to 6, not " + minimumBinaryPoint);
        }
        acceptedRevisions = List.copyOf(acceptedRevisions);
        peripheralIdentification = List.copyOf(peripheralIdentification);
    }

    /** The presets, in the order in which messages list them. */
    public static List<GicProfile> presets() {
        return List.of(KVM, QEMU_VIRT);
    }

    /**
     * The preset of a name.
     *
     * @param name as {@link #name}
     * @return the preset
     * @throws IllegalArgumentException for an unknown name; the message lists the known ones
     */
    public static GicProfile preset(String name) {
        return presets().stream()
                .filter(profile -> profile.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no profile '" + name + "'; there are: "
                        + String.join(", ", presets().stream().map(GicProfile::name).toList())));
    }

    /**
     * The same with another GICv3.
     *
     * @param newGicv3 what concerns GICv3 alone
     */
    public GicProfile withGicv3(Gicv3Profile newGicv3) {
        return new GicProfile(
                name,
                priorityBits,
                minimumBinaryPoint,
                distributorIdentification,
                acceptedRevisions,
                cpuInterfaceIdentification,
                guestCpuInterfaceIdentification,
                peripheralIdentification,
                distributorControl,
                groupEnables,
                softwareEnables,
                spisResetToEdge,
                privateConfiguration,
                targeting,
                uniprocessorTargets,
                latchClearing,
                edgeDetection,
                distributorAccess,
                groupActivePriorities,
                newGicv3);
    }

    /** The bits of a priority byte that are kept, for example 0xF8 for five. */
    public int priorityMask() {
        return 0xFF << (8 - priorityBits) & 0xFF;
    }

    /** How far GICC_PMR's attribute is shifted right against what a guest reads: the bits that are not implemented. */
    public int priorityShift() {
        return 8 - priorityBits;
    }

    /**
     * How far a priority is shifted right to give its bit in GICC_APRn: a preemption level is a group priority, and
     * there are at most 128 of those.
     */
    public int activePriorityShift() {
        return activePriorityShift(priorityBits);
    }

    /**
     * The same of a state, whose priority bits are known. Bit n of the words of active priorities together, in ICC_APmRn_EL1
     * as well, is preemption level n.
     *
     * @param priorityBits implemented priority bits
     */
    public static int activePriorityShift(int priorityBits) {
        return Math.max(1, Byte.SIZE - priorityBits);
    }
}
