package org.gic4j.testkit.guest.interpreter;

import org.gic4j.testkit.guest.GuestMap;
import org.gic4j.testkit.guest.ProcessorState;

/** The registers of an interpreted processor. */
final class Registers {
    /** PSTATE.I. */
    static final long IRQ = 1 << 7;
    /** PSTATE.F. */
    static final long FIQ = 1 << 6;
    /** D, A, I and F. */
    static final long ALL_MASKS = 0xF << 6;
    /** The condition flags. */
    static final long FLAGS = 0xFL << 28;

    private static final long EL1_WITH_OWN_STACK = 5;
    private static final int ZERO = 31;

    long pc = GuestMap.MEMORY;
    long pstate = EL1_WITH_OWN_STACK | ALL_MASKS;
    long elr;
    long spsr;
    long vbar;
    final long mpidr;
    private final long[] general = new long[ProcessorState.GENERAL];

    Registers(long mpidr) {
        this.mpidr = mpidr;
    }

    long[] general() {
        return general.clone();
    }

    /** A general-purpose register; 31 reads 0. */
    long get(int number) {
        return number == ZERO ? 0 : general[number];
    }

    /** Writes a general-purpose register; 31 ignores it. */
    void set(int number, long value) {
        if (number != ZERO) {
            general[number] = value;
        }
    }

    boolean isMasked(long mask) {
        return (pstate & mask) != 0;
    }

    void enterException(int vector) {
        elr = pc;
        spsr = pstate;
        pstate = EL1_WITH_OWN_STACK | ALL_MASKS;
        pc = vbar + vector;
    }

    void returnFromException() {
        pc = elr;
        pstate = spsr;
    }

    /** Sets the flags as a comparison of two numbers does. */
    void compare(long left, long right, boolean wide) {
        int shift = wide ? 0 : Integer.SIZE;
        long a = left << shift;
        long b = right << shift;
        long difference = a - b;
        long negative = difference < 0 ? 1L << 31 : 0;
        long zero = difference == 0 ? 1L << 30 : 0;
        long carry = Long.compareUnsigned(a, b) >= 0 ? 1L << 29 : 0;
        long overflow = ((a ^ b) & (a ^ difference)) < 0 ? 1L << 28 : 0;
        pstate = pstate & ~FLAGS | negative | zero | carry | overflow;
    }

    /** Whether a condition holds, by its encoding. */
    boolean holds(int condition) {
        boolean negative = (pstate >>> 31 & 1) != 0;
        boolean zero = (pstate >>> 30 & 1) != 0;
        boolean carry = (pstate >>> 29 & 1) != 0;
        boolean overflow = (pstate >>> 28 & 1) != 0;
        boolean holds =
                switch (condition >>> 1) {
                    case 0 -> zero;
                    case 1 -> carry;
                    case 2 -> negative;
                    case 3 -> overflow;
                    case 4 -> carry && !zero;
                    case 5 -> negative == overflow;
                    case 6 -> negative == overflow && !zero;
                    default -> true;
                };
        return holds != ((condition & 1) != 0 && condition != 0xF);
    }
}
