package org.gic4j.api.registers;

/** The fields of {@link Gicv3CpuInterface#ICC_CTLR_EL1} (IHI 0069 section 12.2), as masks of its value. */
public final class CpuInterfaceControl {
    /** CBPR: ICC_BPR0_EL1 is the binary point of both groups. */
    public static final int COMMON_BINARY_POINT = 1;
    /** EOImode: the end of an interrupt only drops the priority. */
    public static final int SEPARATE_DEACTIVATION = 1 << 1;
    /** EOImode and CBPR: what a guest can change. */
    public static final int MODES = SEPARATE_DEACTIVATION | COMMON_BINARY_POINT;
    /** PRIbits: one less than the implemented priority bits. */
    public static final int PRIORITY_BITS = 7 << 8;
    /** IDbits: 0 for interrupts of 16 bits, 1 for 24. */
    public static final int IDENTIFIER_BITS = 7 << 11;
    /** SEIS: local system errors. */
    public static final int SYSTEM_ERRORS = 1 << 14;
    /** A3V: affinities have a third level above the others. */
    public static final int AFFINITY_3_VALID = 1 << 15;

    /** No implementation has fewer priority bits. */
    public static final int LEAST_PRIORITY_BITS = 5;

    private static final int PRIORITY_BITS_SHIFT = 8;

    private CpuInterfaceControl() {}

    /**
     * The implemented priority bits as a value says.
     *
     * @param control ICC_CTLR_EL1
     * @return 1 to 8
     */
    public static int saidPriorityBits(int control) {
        return ((control & PRIORITY_BITS) >>> PRIORITY_BITS_SHIFT) + 1;
    }

    /**
     * The implemented priority bits.
     *
     * @param control ICC_CTLR_EL1
     * @return at least five: a value that says fewer was lowered by a restore, or read wrong, which lint says
     */
    public static int priorityBits(int control) {
        return Math.max(LEAST_PRIORITY_BITS, saidPriorityBits(control));
    }
}
