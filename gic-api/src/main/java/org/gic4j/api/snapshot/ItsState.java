package org.gic4j.api.snapshot;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.Its;
import org.gic4j.api.registers.Register;
import org.gic4j.api.registers.Registers;
import org.jspecify.annotations.Nullable;

/**
 * The registers of one ITS, by name, and where its frames are. Immutable. What it has mapped is in tables in guest memory
 * that these registers name.
 */
public final class ItsState {
    private static final Geometry ANY = new Geometry(Geometry.PRIVATE_INTERRUPTS, 1);

    private final OptionalLong address;
    private final Map<Its, long[]> values;

    private ItsState(Builder builder) {
        address = builder.address;
        Map<Its, long[]> ordered = new LinkedHashMap<>();
        for (Register register : Registers.itsState()) {
            long[] own = builder.values.get(register);
            if (own != null) {
                ordered.put((Its) register, own.clone());
            }
        }
        values = ordered;
    }

    /**
     * How many registers a family has.
     *
     * @param register a family
     */
    public static int count(Its register) {
        return register.words(ANY) / register.attributeStride();
    }

    /** The guest physical address of its frames, as far as it was known. */
    public OptionalLong address() {
        return address;
    }

    /** The families that are here, in restore order. */
    public Set<Its> registers() {
        return Collections.unmodifiableSet(values.keySet());
    }

    /**
     * Whether a family is here.
     *
     * @param register the family
     */
    public boolean has(Its register) {
        return values.containsKey(register);
    }

    /**
     * One register.
     *
     * @param register a family that is here
     * @param number which of the family, from 0
     * @throws IllegalArgumentException when the family is not here
     * @throws IndexOutOfBoundsException for a register that does not exist
     */
    public long value(Its register, int number) {
        long[] own = values.get(register);
        if (own == null) {
            throw new IllegalArgumentException(register.name() + " was not saved");
        }
        return own[number];
    }

    /** How many words of 32 bits the registers of a family have. */
    static int words(Its register) {
        return register.words(ANY);
    }

    /** A word of 32 bits of a family that is here. */
    int word(Its register, int word) {
        int stride = register.attributeStride();
        return (int) (value(register, word / stride) >>> word % stride * Integer.SIZE);
    }

    /** A builder that begins with everything that is here. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.address = address;
        values.forEach((register, own) -> builder.values.put(register, own.clone()));
        return builder;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ItsState that
                && address.equals(that.address)
                && values.keySet().equals(that.values.keySet())
                && values.entrySet().stream()
                        .allMatch(own -> Arrays.equals(own.getValue(), that.values.get(own.getKey())));
    }

    @Override
    public int hashCode() {
        int hash = address.hashCode();
        for (long[] own : values.values()) {
            hash = 31 * hash + Arrays.hashCode(own);
        }
        return hash;
    }

    @Override
    public String toString() {
        return "ITS" + (address.isPresent() ? " at 0x" + Long.toHexString(address.getAsLong()) : "");
    }

    /** Builds a state. Not for use by several threads. */
    public static final class Builder {
        private OptionalLong address = OptionalLong.empty();
        private final Map<Register, long[]> values = new LinkedHashMap<>();

        /** Begins an empty state. */
        public Builder() {}

        /**
         * States where its frames are.
         *
         * @param where guest physical address
         */
        public Builder address(long where) {
            address = OptionalLong.of(where);
            return this;
        }

        /**
         * States one register; the family's others are 0 unless stated.
         *
         * @param register a family that is part of the state
         * @param number which of the family, from 0
         * @param value its value
         * @throws IllegalArgumentException for another family
         * @throws IndexOutOfBoundsException for a register that does not exist
         */
        public Builder value(Its register, int number, long value) {
            if (register.row().restorePhase().isEmpty()) {
                throw new IllegalArgumentException(register.name() + " is not part of the state of an ITS");
            }
            values.computeIfAbsent(register, key -> new long[count(register)])[number] = value;
            return this;
        }

        /** The state as stated so far. */
        public ItsState build() {
            return new ItsState(this);
        }
    }
}
