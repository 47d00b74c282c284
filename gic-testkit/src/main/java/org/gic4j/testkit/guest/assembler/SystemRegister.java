package org.gic4j.testkit.guest.assembler;

/** System registers that guest programs use, with their encodings. */
public enum SystemRegister {
    /** Base of the exception vectors. */
    VBAR_EL1(3, 0, 12, 0, 0),
    /** Where an exception returns to. */
    ELR_EL1(3, 0, 4, 0, 1),
    /** The processor state that an exception returns to. */
    SPSR_EL1(3, 0, 4, 0, 0),
    /** Masks of interrupts. */
    DAIF(3, 3, 4, 2, 1),
    /** Affinity. */
    MPIDR_EL1(3, 0, 0, 0, 5),
    /** Which interrupts are pending: bit 7 IRQ, bit 6 FIQ. */
    ISR_EL1(3, 0, 12, 1, 0),
    /** The cause of a synchronous exception. */
    ESR_EL1(3, 0, 5, 2, 0),
    /** Priority mask. */
    ICC_PMR_EL1(3, 0, 4, 6, 0),
    /** Acknowledges an interrupt of group 0. */
    ICC_IAR0_EL1(3, 0, 12, 8, 0),
    /** Ends an interrupt of group 0. */
    ICC_EOIR0_EL1(3, 0, 12, 8, 1),
    /** Deactivates an interrupt. */
    ICC_DIR_EL1(3, 0, 12, 11, 1),
    /** Running priority. */
    ICC_RPR_EL1(3, 0, 12, 11, 3),
    /** Sends SGIs of group 1. */
    ICC_SGI1R_EL1(3, 0, 12, 11, 5),
    /** Acknowledges an interrupt of group 1. */
    ICC_IAR1_EL1(3, 0, 12, 12, 0),
    /** Ends an interrupt of group 1. */
    ICC_EOIR1_EL1(3, 0, 12, 12, 1),
    /** Best pending interrupt of group 1. */
    ICC_HPPIR1_EL1(3, 0, 12, 12, 2),
    /** Binary point of group 1. */
    ICC_BPR1_EL1(3, 0, 12, 12, 3),
    /** Control. */
    ICC_CTLR_EL1(3, 0, 12, 12, 4),
    /** Whether system registers are used. */
    ICC_SRE_EL1(3, 0, 12, 12, 5),
    /** Enables group 0. */
    ICC_IGRPEN0_EL1(3, 0, 12, 12, 6),
    /** Enables group 1. */
    ICC_IGRPEN1_EL1(3, 0, 12, 12, 7);

    private final int encoding;

    SystemRegister(int op0, int op1, int crn, int crm, int op2) {
        encoding = op0 << 14 | op1 << 11 | crn << 7 | crm << 3 | op2;
    }

    /** op0, op1, CRn, CRm and op2 in 16 bits, as KVM's attributes and register ids have them. */
    public int encoding() {
        return encoding;
    }
}
