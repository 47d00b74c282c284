package org.gic4j.kvm.vmm;

/**
 * Ids of arm64 registers of 64 bits, as {@code KVM_GET_ONE_REG} and {@code KVM_SET_ONE_REG} take them (kernel document
 * {@code virt/kvm/api.rst}, section 4.68).
 */
public final class ArmRegister {
    /** The program counter. */
    public static final long PC = 0x6030_0000_0010_0040L;
    /** The processor state. */
    public static final long PSTATE = 0x6030_0000_0010_0042L;
    /** The multiprocessor affinity register MPIDR_EL1. */
    public static final long MPIDR_EL1 = 0x6030_0000_0013_C005L;

    private static final long X0 = 0x6030_0000_0010_0000L;

    private ArmRegister() {}

    /**
     * A general-purpose register.
     *
     * @param number 0 to 30
     * @return its id
     * @throws IllegalArgumentException for another number
     */
    public static long x(int number) {
        if (number < 0 || number > 30) {
            throw new IllegalArgumentException("general-purpose registers are x0 to x30, not x" + number);
        }
        // An id counts in words of 32 bits.
        return X0 + 2L * number;
    }
}
