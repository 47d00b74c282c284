package org.gic4j.api.registers;

/**
 * A named field of a register.
 *
 * @param name as the specification has it
 * @param high its highest bit
 * @param low its lowest bit
 */
public record BitField(String name, int high, int low) {
    /** A field of one bit. */
    static BitField bit(String name, int position) {
        return new BitField(name, position, position);
    }

    /** A field of several bits. */
    static BitField bits(String name, int high, int low) {
        return new BitField(name, high, low);
    }

    /**
     * Takes the field out of a register's value.
     *
     * @param value the register's value
     */
    public long of(long value) {
        return value >>> low & (1L << (high - low + 1)) - 1;
    }
}
