package org.gic4j.api;

import java.util.List;

/**
 * What differs between implementations of GICv3: an immutable value, part of a {@link GicProfile}.
 *
 * @param priorityBits implemented priority bits, 5 to 8; lower bits of a priority read 0
 * @param distributorControl writable bits of GICD_CTLR
 * @param distributorType GICD_TYPER of a virtual machine without an ITS, but for the number of interrupts
 * @param distributorTypeWithIts the same of one with an ITS
 * @param errorStatus GICD_STATUSR
 * @param distributorPeripheralIdentification the bytes at GICD 0xFFD0 to 0xFFFC, one per word
 * @param redistributorPeripheralIdentification the bytes at GICR 0xFFD0 to 0xFFFC, one per word
 * @param redistributorControl the bits of GICR_CTLR that say what the implementation can do
 * @param redistributorIdentification GICR_IIDR
 * @param redistributorType GICR_TYPER but for the affinity, the number, Last and PLPIS
 * @param lpisWithoutIts whether redistributors take LPIs in a virtual machine without an ITS
 * @param power whether GICR_WAKER has its bits (reset 6) or reads 0
 * @param cpuInterfaceControl ICC_CTLR_EL1 but for PRIbits, EOImode and CBPR: A3V, SEIS and IDbits of the host
 * @param routeBits writable bits of GICD_IROUTERn
 * @param routesAtReset where an SPI goes whose GICD_IROUTERn was never written
 * @param groupsAtReset whether interrupts reset to group 1
 * @param softwareEnabledAtReset whether SGIs reset to enabled
 * @param distributorPending what GICD_ISPENDRn shows a guest
 * @param tableBases what becomes of a value written to GICR_PROPBASER or GICR_PENDBASER
 * @param softwareInterruptGroups which SGIs ICC_SGI1R_EL1 can send
 */
public record Gicv3Profile(
        int priorityBits,
        int distributorControl,
        int distributorType,
        int distributorTypeWithIts,
        int errorStatus,
        List<Integer> distributorPeripheralIdentification,
        List<Integer> redistributorPeripheralIdentification,
        int redistributorControl,
        int redistributorIdentification,
        int redistributorType,
        boolean lpisWithoutIts,
        boolean power,
        int cpuInterfaceControl,
        long routeBits,
        RoutesAtReset routesAtReset,
        boolean groupsAtReset,
        boolean softwareEnabledAtReset,
        DistributorPending distributorPending,
        TableBases tableBases,
        SoftwareInterruptGroups softwareInterruptGroups) {

    /** GICD_IROUTERn.Interrupt_Routing_Mode: the SPI goes to any vCPU that takes part. */
    public static final long ROUTE_TO_ANY = 1L << 31;

    private static final int NO_ROUTE_TO_ANY = 1 << 25;
    private static final int AFFINITY_3_VALID = 1 << 24;

    /** What GICD_ISPENDRn shows a guest. */
    public enum DistributorPending {
        /** The latch, or the line of a level-sensitive interrupt: KVM. */
        LATCH_OR_LINE,
        /** The latch alone: QEMU. */
        LATCH
    }

    /** Where an SPI goes whose GICD_IROUTERn, which reads 0, was never written. */
    public enum RoutesAtReset {
        /** To the vCPU that was created first, whatever its affinity: KVM. */
        FIRST_VCPU,
        /** To the vCPU of affinity 0, if there is one: QEMU. */
        AFFINITY_0
    }

    /** What becomes of a value written to GICR_PROPBASER or GICR_PENDBASER. */
    public enum TableBases {
        /**
         * Memory attributes that cannot be had are replaced, GICR_PENDBASER resets to valid ones, and GICR_PROPBASER is
         * one for all redistributors: KVM.
         */
        SANITISED,
        /** It is kept, in each redistributor: QEMU. */
        AS_WRITTEN
    }

    /** Which SGIs ICC_SGI1R_EL1 can send, by the group that the target has them in. */
    public enum SoftwareInterruptGroups {
        /** Those of group 0 as well: KVM. */
        EITHER,
        /** Those of group 1 alone: QEMU. */
        SAME
    }

    /** KVM of Linux 6.12 on hardware with five priority bits. */
    public static final Gicv3Profile KVM = new Gicv3Profile(
            5,
            0x2,
            0x0048_0000,
            0x007A_0000,
            0xFFFF_FFFF,
            List.of(0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x3B, 0x00, 0x00, 0x00, 0x00, 0x00),
            List.of(0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x3B, 0x00, 0x00, 0x00, 0x00, 0x00),
            0x6,
            0x4B00_043B,
            0,
            false,
            false,
            0x8800,
            0x00FF_FFFFL,
            RoutesAtReset.FIRST_VCPU,
            true,
            true,
            DistributorPending.LATCH_OR_LINE,
            TableBases.SANITISED,
            SoftwareInterruptGroups.EITHER);

    /** The software GIC of QEMU's machine {@code virt}. */
    public static final Gicv3Profile QEMU_VIRT = new Gicv3Profile(
            5,
            0x3,
            0x037A_0000,
            0x037A_0000,
            0,
            List.of(0x44, 0x00, 0x00, 0x00, 0x92, 0xB4, 0x3B, 0x00, 0x0D, 0xF0, 0x05, 0xB1),
            List.of(0x44, 0x00, 0x00, 0x00, 0x93, 0xB4, 0x3B, 0x00, 0x0D, 0xF0, 0x05, 0xB1),
            0x2,
            0x43B,
            0x0100_0000,
            true,
            true,
            0x8800,
            0xFF_80FF_FFFFL,
            RoutesAtReset.AFFINITY_0,
            false,
            false,
            DistributorPending.LATCH,
            TableBases.AS_WRITTEN,
            SoftwareInterruptGroups.SAME);

    /** Checks the ranges. */
    public Gicv3Profile {
        if (priorityBits < 5 || priorityBits > 8) {
            throw new IllegalArgumentException("priority bits must be 5 to 8, not " + priorityBits);
        }
        distributorPeripheralIdentification = List.copyOf(distributorPeripheralIdentification);
        redistributorPeripheralIdentification = List.copyOf(redistributorPeripheralIdentification);
    }

    /**
     * The same with another number of priority bits.
     *
     * @param newPriorityBits 5 to 8
     */
    public Gicv3Profile withPriorityBits(int newPriorityBits) {
        return with(newPriorityBits, cpuInterfaceControl, routeBits);
    }

    /**
     * The same with another CPU interface.
     *
     * @param newCpuInterfaceControl the fields of ICC_CTLR_EL1 that only the hardware decides, beside PRIbits
     */
    public Gicv3Profile withCpuInterfaceControl(int newCpuInterfaceControl) {
        return with(priorityBits, newCpuInterfaceControl, routeBits);
    }

    /**
     * The same with other writable bits of GICD_IROUTERn.
     *
     * @param newRouteBits bit 31 lets interrupts be routed to any CPU, see {@link #routesToAny}
     */
    public Gicv3Profile withRouteBits(long newRouteBits) {
        return with(priorityBits, cpuInterfaceControl, newRouteBits);
    }

    private Gicv3Profile with(int newPriorityBits, int newCpuInterfaceControl, long newRouteBits) {
        return new Gicv3Profile(
                newPriorityBits,
                distributorControl,
                distributorType,
                distributorTypeWithIts,
                errorStatus,
                distributorPeripheralIdentification,
                redistributorPeripheralIdentification,
                redistributorControl,
                redistributorIdentification,
                redistributorType,
                lpisWithoutIts,
                power,
                newCpuInterfaceControl,
                newRouteBits,
                routesAtReset,
                groupsAtReset,
                softwareEnabledAtReset,
                distributorPending,
                tableBases,
                softwareInterruptGroups);
    }

    /** The bits of a priority byte that are kept, for example 0xF8 for five. */
    public int priorityMask() {
        return 0xFF << (8 - priorityBits) & 0xFF;
    }

    /** The least ICC_BPR0_EL1 that hardware holds; ICC_BPR1_EL1 holds one more. */
    public int minimumBinaryPoint() {
        return 7 - Math.min(priorityBits, 7);
    }

    /** Whether affinity has a third level above the others: GICD_TYPER.A3V. Without it, GICR_TYPER shows three. */
    public boolean hasAffinity3() {
        return (distributorType & AFFINITY_3_VALID) != 0;
    }

    /** Whether an SPI can be routed to any CPU that takes part: GICD_IROUTERn bit 31 exists, GICD_TYPER.No1N is 0. */
    public boolean routesToAny() {
        return (routeBits & ROUTE_TO_ANY) != 0 && (distributorType & NO_ROUTE_TO_ANY) == 0;
    }

    /** ICC_CTLR_EL1 at reset. */
    public int cpuInterfaceControlAtReset() {
        return cpuInterfaceControl | (priorityBits - 1) << 8;
    }
}
