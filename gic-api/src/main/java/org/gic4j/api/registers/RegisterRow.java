package org.gic4j.api.registers;

import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.gic4j.api.GicProfile;
import org.jspecify.annotations.Nullable;

/**
 * One row of the catalogue: the facts about a register family that do not need code. Immutable.
 *
 * <p>Rows are written with {@link #at}, each fact named:
 *
 * <pre>{@code
 * GICD_ISENABLER(at(0x100).bitsPerIntid(1).shows(ENABLED).guest(WRITE_ONE_TO_SET).user(WRITE_ONE_TO_SET).restoredAt(ENABLES))
 * }</pre>
 */
public final class RegisterRow {
    private final Builder facts;

    private RegisterRow(Builder facts) {
        this.facts = facts;
    }

    /**
     * Begins a row: one word, shared, read-only to the guest and to user space, not restored.
     *
     * @param offset of the first word, in bytes
     */
    static Builder at(int offset) {
        return new Builder(offset);
    }

    /** The offset of the first word within the frame, in bytes. */
    public int offset() {
        return facts.offset;
    }

    /** Bits for each INTID; 0 where the family is not indexed by INTID. */
    public int bitsPerIntid() {
        return facts.bitsPerIntid;
    }

    /** Whether it is one of 64-bit registers, each two words: the low half, then the high one. */
    public boolean wide() {
        return facts.wide;
    }

    /** How many instances there are. */
    public Banking banking() {
        return facts.banking;
    }

    /** Whether a guest may access single bytes of it. */
    public boolean byteAccess() {
        return facts.byteAccess;
    }

    /** What a guest's access does. */
    public Policy guest() {
        return facts.guest;
    }

    /** What user space's access does. */
    public Policy user() {
        return facts.user;
    }

    /** The property of an interrupt that it shows to a guest. */
    public Optional<InterruptProperty> property() {
        return Optional.ofNullable(facts.property);
    }

    /** The property of an interrupt that it shows to user space: nearly always {@link #property}. */
    public Optional<InterruptProperty> userProperty() {
        return facts.userProperty == null ? property() : Optional.of(facts.userProperty);
    }

    /** When it is written on restore; empty where it is not part of the state, or another register carries it. */
    public Optional<RestorePhase> restorePhase() {
        return Optional.ofNullable(facts.restorePhase);
    }

    /** Its named fields, for display. */
    public List<BitField> fields() {
        return facts.fields;
    }

    /**
     * The bits that a plain write changes; of a 64-bit register, in its low half.
     *
     * @param profile the implementation
     */
    public int writableBits(GicProfile profile) {
        return facts.writable.applyAsInt(profile);
    }

    /**
     * The bits that a plain write changes in the high half of a 64-bit register.
     *
     * @param profile the implementation
     */
    public int writableHighBits(GicProfile profile) {
        return facts.writableHigh.applyAsInt(profile);
    }

    /**
     * How many of its words user space may access: the active priorities of a GICv3 exist only as far as the priority
     * bits go.
     *
     * @param geometry the extent of the interrupt controller
     * @param priorityBits implemented priority bits, 5 to 8
     */
    public int accessibleWords(Geometry geometry, int priorityBits) {
        if (!facts.wordsFollowPriorityBits) {
            return words(geometry);
        }
        return priorityBits <= 5 ? 1 : priorityBits == 6 ? 2 : 4;
    }

    /**
     * The number of 32-bit words.
     *
     * @param geometry the extent of the interrupt controller
     */
    public int words(Geometry geometry) {
        if (facts.bitsPerIntid == 0) {
            return facts.words;
        }
        return facts.bitsPerIntid * Math.min(facts.intids, geometry.interrupts()) / Integer.SIZE;
    }

    /** Builds a row; each method states one fact. */
    static final class Builder {
        private final int offset;
        private int words = 1;
        private int bitsPerIntid;
        private int intids = Geometry.MAXIMUM_INTERRUPTS;
        private boolean wide;
        private boolean wordsFollowPriorityBits;
        private Banking banking = Banking.SHARED;
        private boolean byteAccess;
        private Policy guest = Policy.READ_ONLY;
        private Policy user = Policy.READ_ONLY;
        private @Nullable InterruptProperty property;
        private @Nullable InterruptProperty userProperty;
        private @Nullable RestorePhase restorePhase;
        private List<BitField> fields = List.of();
        private ToIntFunction<GicProfile> writable = profile -> -1;
        private ToIntFunction<GicProfile> writableHigh = profile -> -1;

        private Builder(int offset) {
            this.offset = offset;
        }

        Builder words(int count) {
            words = count;
            return this;
        }

        /** A field for each INTID; the words of INTIDs 0 to 31 are banked. */
        Builder bitsPerIntid(int bits) {
            bitsPerIntid = bits;
            banking = Banking.PRIVATE_INTIDS;
            return this;
        }

        /** A register of 64 bits, or several as {@link #words} says: two words each. */
        Builder wide() {
            words = Math.max(words, 2);
            wide = true;
            return this;
        }

        /** A register of 64 bits for each INTID. */
        Builder wideForEachIntid() {
            bitsPerIntid(Long.SIZE);
            wide = true;
            return this;
        }

        /** Of its words, user space may access as many as the priority bits need. */
        Builder wordsFollowPriorityBits() {
            wordsFollowPriorityBits = true;
            return this;
        }

        /** Only the first INTIDs have a field. */
        Builder firstIntids(int count) {
            intids = count;
            return this;
        }

        /** Where there is a field for each INTID, the words of INTIDs 0 to 31 are in another frame. */
        Builder bankedIntidsElsewhere() {
            if (banking == Banking.PRIVATE_INTIDS) {
                banking = Banking.SHARED_INTIDS;
            }
            return this;
        }

        Builder banked(Banking instances) {
            banking = instances;
            return this;
        }

        Builder bytes() {
            byteAccess = true;
            return this;
        }

        Builder guest(Policy policy) {
            guest = policy;
            return this;
        }

        Builder user(Policy policy) {
            user = policy;
            return this;
        }

        Builder shows(InterruptProperty shown) {
            property = shown;
            return this;
        }

        Builder userShows(InterruptProperty shown) {
            userProperty = shown;
            return this;
        }

        Builder restoredAt(RestorePhase phase) {
            restorePhase = phase;
            return this;
        }

        Builder writable(int mask) {
            return writable(profile -> mask);
        }

        Builder writable(ToIntFunction<GicProfile> mask) {
            writable = mask;
            return this;
        }

        Builder writableHigh(ToIntFunction<GicProfile> mask) {
            writableHigh = mask;
            return this;
        }

        Builder fields(BitField... named) {
            fields = List.of(named);
            return this;
        }

        RegisterRow row() {
            return new RegisterRow(this);
        }
    }
}
