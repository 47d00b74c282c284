package org.gic4j.testkit.guest;

/**
 * What a guest program tells the test.
 *
 * @param kind what happened
 * @param value GICC_IAR as the guest read it; the syndrome of an exception; 0 when idle
 */
public record GuestEvent(Kind kind, long value) {
    /** What happened. The order is that of the words at {@link GuestMap#DEVICE}. */
    public enum Kind {
        /** An interrupt was acknowledged and is active. */
        ACKNOWLEDGED,
        /** It was ended. */
        ENDED,
        /** There was an exception but no interrupt to acknowledge. */
        SPURIOUS,
        /** An exception that is no interrupt. */
        EXCEPTION,
        /** There is nothing to do: the program reads its next command. */
        IDLE;

        /** The offset of the word that tells it. */
        public int offset() {
            return ordinal() * Integer.BYTES;
        }
    }

    /**
     * The event that an access tells.
     *
     * @param exit an access to the test's device
     */
    public static GuestEvent of(GuestExit exit) {
        long word = (exit.address() - GuestMap.DEVICE) / Integer.BYTES;
        if (word < 0 || word >= Kind.values().length || exit.write() == (word == Kind.IDLE.ordinal())) {
            throw new IllegalStateException("the guest does what its program does not: " + exit);
        }
        return new GuestEvent(Kind.values()[(int) word], exit.data());
    }

    /** The INTID of {@link #value}. */
    public int intid() {
        return (int) value & 0x3FF;
    }
}
