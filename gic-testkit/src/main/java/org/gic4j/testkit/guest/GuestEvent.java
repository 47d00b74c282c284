package org.gic4j.testkit.guest;

/**
 * What a guest program tells the test.
 *
 * @param kind what happened
 * @param value GICC_IAR or ICC_IAR1_EL1 as the guest read it; the syndrome of an exception; 0 when idle
 */
public record GuestEvent(Kind kind, long value) {
    /** What happened. */
    public enum Kind {
        /** An interrupt was acknowledged and is active. */
        ACKNOWLEDGED(0x00),
        /** It was ended. */
        ENDED(0x04),
        /** There was an exception but no interrupt to acknowledge. */
        SPURIOUS(0x08),
        /** An exception that is no interrupt. */
        EXCEPTION(0x0C),
        /** There is nothing to do: the program reads its next command. */
        IDLE(0x10);

        private final int offset;

        Kind(int offset) {
            this.offset = offset;
        }

        /** The offset of the word at {@link GuestMap#DEVICE} that tells it. */
        public int offset() {
            return offset;
        }
    }

    /**
     * The event that an access tells.
     *
     * @param exit an access to the test's device
     */
    public static GuestEvent of(GuestExit exit) {
        for (Kind kind : Kind.values()) {
            if (exit.address() == GuestMap.DEVICE + kind.offset() && exit.write() == (kind != Kind.IDLE)) {
                return new GuestEvent(kind, exit.data());
            }
        }
        throw new IllegalStateException("the guest does what its program does not: " + exit);
    }

    /** The INTID of {@link #value}. */
    public int intid() {
        return (int) value & 0x3FF;
    }
}
