package org.gic4j.emulated.interrupt;

import org.gic4j.api.GicProfile;
import org.gic4j.api.registers.InterruptProperty;
import org.gic4j.api.registers.Policy;
import org.gic4j.emulated.delivery.Filing;

/**
 * The state of a run of interrupts, 32 to a word: one bitmap for each property. Guarded by the lock of its owner, except
 * that reading one word needs none.
 *
 * <p>{@code PENDING} and {@code DELIVERABLE} follow from the others and are kept up to date, so that a read is one load
 * and a change finds what flipped by one exclusive-or. All bitmaps of a word lie side by side in one array:
 *
 * <pre>
 *   word * 8 +  0      1        2      3     4     5       6        7
 *               GROUP  ENABLED  LATCH  LINE  EDGE  ACTIVE  PENDING  DELIVERABLE
 * </pre>
 */
public abstract class InterruptBank {
    /** Words of priorities, or of targets, for each word of bits. */
    static final int BYTE_WORDS = 8;
    /** Bitmaps for each word: a word's begin at {@code word << STRIDE_BITS}. */
    static final int STRIDE_BITS = 3;

    static final int GROUP = 0;
    static final int ENABLED = 1;
    static final int LATCH = 2;
    static final int LINE = 3;
    static final int EDGE = 4;
    static final int ACTIVE = 5;
    static final int PENDING = 6;
    static final int DELIVERABLE = 7;

    private static final byte UNKNOWN = 0;
    private static final byte ALIKE = 1;
    private static final byte UNLIKE = 2;

    /** The column of a property that is put together when it is read. */
    public static final int NO_COLUMN = -1;

    final int[] bits;
    final int[] priority;
    /** How each interrupt is filed with arbiters while it is deliverable, see {@link Filing}. */
    final int[] filing;
    /** Of each word {@link #ALIKE} or {@link #UNLIKE}, or {@link #UNKNOWN} since an interrupt was filed anew. */
    private final byte[] likeness;

    private final int firstIntid;
    private final int priorityShift;
    private final boolean latchDropsAtAcknowledge;
    private final boolean keepsLevelsOfEdges;

    InterruptBank(int firstIntid, int words, int priorityBits, GicProfile profile) {
        this.firstIntid = firstIntid;
        bits = new int[words << STRIDE_BITS];
        priority = new int[words * BYTE_WORDS];
        filing = new int[words * Integer.SIZE];
        likeness = new byte[words];
        priorityShift = 8 - priorityBits;
        latchDropsAtAcknowledge = profile.latchClearing() == GicProfile.LatchClearing.AT_ACKNOWLEDGE;
        keepsLevelsOfEdges = profile.edgeDetection() == GicProfile.EdgeDetection.RISING;
    }

    /**
     * Tells the arbiters that an interrupt became deliverable or ceased to be.
     *
     * @param position which one, counted from the beginning of this bank
     * @param deliverable whether it is deliverable now
     */
    abstract void deliver(int position, boolean deliverable);

    /**
     * Tells the arbiters about interrupts that became deliverable or ceased to be.
     *
     * @param word the word
     * @param flips the bits that changed, not 0
     * @param now the bits that are deliverable now
     */
    abstract void deliver(int word, int flips, int now);

    /**
     * Takes a deliverable interrupt from the arbiters that have it as it was filed, and gives it to those that should.
     *
     * @param position which one, counted from the beginning of this bank
     * @param was how it was filed; {@link #filing} has how it is now
     */
    abstract void moved(int position, int was);

    /** The vCPUs that an interrupt is filed with, as {@link Filing} has them. */
    abstract int destination(int position);

    /** The bits of a word of a property that can be written at all. */
    abstract int writable(InterruptProperty property, int word);

    private static int at(int word, int column) {
        return (word << STRIDE_BITS) + column;
    }

    /** The column of a property with one bit for each interrupt, or {@link #NO_COLUMN}. */
    public static int column(InterruptProperty property) {
        return switch (property) {
            case GROUP -> GROUP;
            case ENABLED -> ENABLED;
            case PENDING -> PENDING;
            case ACTIVE -> ACTIVE;
            case LINE -> LINE;
            case LATCH -> LATCH;
            case PRIORITY, CONFIGURATION, TARGETS, ROUTE, SGI_SOURCES -> NO_COLUMN;
        };
    }

    /**
     * Reads a word of a bitmap: quicker than {@link #read}, where the bank does not put that property together.
     *
     * @param column see {@link #column}
     * @param word the word
     */
    public final int bitmap(int column, int word) {
        return bits[at(word, column)];
    }

    /**
     * Reads a word of a property.
     *
     * @param property the property
     * @param word in words of that property, from the beginning of this bank
     */
    public int read(InterruptProperty property, int word) {
        return switch (property) {
            case GROUP, ENABLED, PENDING, ACTIVE, LINE, LATCH -> bits[at(word, column(property))];
            case PRIORITY -> priority[word];
            case CONFIGURATION -> configuration(word);
            case TARGETS, ROUTE, SGI_SOURCES -> 0;
        };
    }

    /**
     * Writes a word of a property by one of the standard policies.
     *
     * @param property the property
     * @param word in words of that property, from the beginning of this bank
     * @param policy what a write does
     * @param value the value
     * @param mask the bits that are written
     * @param access who writes
     */
    public void write(InterruptProperty property, int word, Policy policy, int value, int mask, Access access) {
        int written = mask & writable(property, word);
        switch (property) {
            case GROUP -> regroup(word, apply(policy, bits[at(word, GROUP)], value, written));
            case ENABLED, ACTIVE, LINE, LATCH -> {
                int at = at(word, column(property));
                bits[at] = apply(policy, bits[at], value, written);
                refreshSome(word, takesOnes(policy) ? value & written : written);
            }
            case PENDING -> latch(word, policy, value & written, access);
            case PRIORITY -> prioritize(word, apply(policy, priority[word], value, written));
            case CONFIGURATION -> configure(word, apply(policy, configuration(word), value, written));
            case TARGETS, ROUTE, SGI_SOURCES -> {
                // A bank that has these properties overrides this method for them.
            }
        }
    }

    /** What a standard policy makes of a value. */
    static int apply(Policy policy, int old, int value, int mask) {
        return switch (policy) {
            case READ_WRITE, READ_WRITE_AFTER_IDENTIFICATION -> old & ~mask | value & mask;
            case WRITE_ONE_TO_SET -> old | value & mask;
            case WRITE_ONE_TO_CLEAR -> old & ~(value & mask);
            case READ_ONLY, RAZ_WI, CODE, ABSENT -> old;
        };
    }

    private static boolean takesOnes(Policy policy) {
        return policy == Policy.WRITE_ONE_TO_SET || policy == Policy.WRITE_ONE_TO_CLEAR;
    }

    void latch(int word, Policy policy, int latches, Access access) {
        int at = at(word, LATCH);
        bits[at] = apply(policy, bits[at], latches, latches);
        refreshSome(word, latches);
    }

    /**
     * The levels of input lines, as far as interrupts are level-sensitive.
     *
     * @param word the word
     */
    public final int levels(int word) {
        return bits[at(word, LINE)] & ~bits[at(word, EDGE)];
    }

    /**
     * Sets the level of an input line. For an edge-triggered interrupt a high level sets the latch: each time, or where the
     * profile has it so when the level rises.
     *
     * @param position which interrupt, counted from the beginning of this bank
     * @param high the level
     */
    public final void setLine(int position, boolean high) {
        int at = at(position >>> 5, 0);
        int bit = 1 << position;
        int was = bits[at + LINE];
        boolean edge = (bits[at + EDGE] & bit) != 0;
        if (!edge || keepsLevelsOfEdges) {
            bits[at + LINE] = high ? was | bit : was & ~bit;
        }
        if (edge) {
            if (!high || keepsLevelsOfEdges && (was & bit) != 0) {
                return;
            }
            bits[at + LATCH] |= bit;
        }
        refreshOne(position);
    }

    /** Makes a pending interrupt active. */
    final void activate(int position) {
        int at = at(position >>> 5, 0);
        int bit = 1 << position;
        bits[at + ACTIVE] |= bit;
        if (latchDropsAtAcknowledge || (bits[at + EDGE] & bit) != 0) {
            bits[at + LATCH] &= ~bit;
        }
        refreshOne(position);
    }

    /**
     * Ends an interrupt. Without effect on one that is not active.
     *
     * @param position which interrupt, counted from the beginning of this bank
     */
    public final void deactivate(int position) {
        int at = at(position >>> 5, 0);
        int bit = 1 << position;
        if ((bits[at + ACTIVE] & bit) != 0) {
            bits[at + ACTIVE] &= ~bit;
            if (!latchDropsAtAcknowledge && (bits[at + EDGE] & bit) == 0) {
                bits[at + LATCH] &= ~bit;
            }
            refreshOne(position);
        }
    }

    /** Brings {@code PENDING} and {@code DELIVERABLE} up to date, and tells the arbiters what flipped. */
    final void refresh(int word) {
        int flips = recompute(at(word, 0));
        if (flips != 0) {
            deliver(word, flips, deliverable(word));
        }
    }

    /**
     * The same when no other interrupts of the word than some have changed.
     *
     * @param word the word
     * @param some those that may have, by bits
     */
    private void refreshSome(int word, int some) {
        if ((some & some - 1) == 0) {
            // None at all is as well told as any.
            refreshOne(word << 5 | Integer.numberOfTrailingZeros(some) & Integer.SIZE - 1);
        } else {
            refresh(word);
        }
    }

    /**
     * The same when no other interrupt of the word has changed. What is told then depends on which one it is and not on
     * what was computed, so that a processor finds its arbiter while it still loads the bitmaps.
     */
    final void refreshOne(int position) {
        int at = at(position >>> 5, 0);
        if (recompute(at) != 0) {
            deliver(position, (bits[at + DELIVERABLE] >>> position & 1) != 0);
        }
    }

    /** Brings a word up to date; the bits of {@code DELIVERABLE} that flipped. */
    private int recompute(int at) {
        int pending = bits[at + LATCH] | bits[at + LINE] & ~bits[at + EDGE];
        int now = pending & bits[at + ENABLED] & ~bits[at + ACTIVE];
        int flips = now ^ bits[at + DELIVERABLE];
        bits[at + PENDING] = pending;
        bits[at + DELIVERABLE] = now;
        return flips;
    }

    /** The deliverable ones among the interrupts of a word. */
    final int deliverable(int word) {
        return bits[at(word, DELIVERABLE)];
    }

    /** Those of some interrupts of a word that are filed with one vCPU alone. */
    final int filedWith(int destination, int word, int some) {
        int those = 0;
        for (int rest = some; rest != 0; rest &= rest - 1) {
            if (Filing.destination(filing[word << 5 | Integer.numberOfTrailingZeros(rest)]) == destination) {
                those |= rest & -rest;
            }
        }
        return those;
    }

    final boolean isDeliverable(int position) {
        return (deliverable(position >>> 5) >>> position & 1) != 0;
    }

    /** Brings the filing of all interrupts up to date, while none is deliverable. */
    final void fileAll() {
        for (int position = 0; position < filing.length; position++) {
            file(position);
        }
    }

    /** Brings the filing of an interrupt up to date; what it was. */
    final int file(int position) {
        int was = filing[position];
        int group = bits[at(position >>> 5, GROUP)] >>> position & 1;
        int level = priority[position >>> 2] >>> (position & 3) * Byte.SIZE & 0xFF;
        filing[position] = Filing.of(level >>> priorityShift, firstIntid + position, group, destination(position));
        likeness[position >>> 5] = UNKNOWN;
        return was;
    }

    /** Whether all interrupts of a word are filed alike, but for their INTIDs. */
    final boolean isFiledAlike(int word) {
        if (likeness[word] == UNKNOWN) {
            likeness[word] = compareFiling(word << 5);
        }
        return likeness[word] == ALIKE;
    }

    private byte compareFiling(int first) {
        for (int i = 1; i < Integer.SIZE; i++) {
            if (filing[first + i] != filing[first] + i) {
                return UNLIKE;
            }
        }
        return ALIKE;
    }

    private void regroup(int word, int now) {
        int at = at(word, GROUP);
        int changed = bits[at] ^ now;
        bits[at] = now;
        for (int rest = changed; rest != 0; rest &= rest - 1) {
            refile(word << 5 | Integer.numberOfTrailingZeros(rest));
        }
    }

    private void prioritize(int byteWord, int now) {
        int changed = priority[byteWord] ^ now;
        priority[byteWord] = now;
        for (int rest = changed; rest != 0; rest &= ~(0xFF << byteShift(rest))) {
            refile(byteWord << 2 | byteShift(rest) / Byte.SIZE);
        }
    }

    /** Where the lowest byte begins that is not 0. */
    static int byteShift(int bytes) {
        return Integer.numberOfTrailingZeros(bytes) & -Byte.SIZE;
    }

    /** Files an interrupt anew after a change of what its filing says. */
    final void refile(int position) {
        int was = file(position);
        if (was != filing[position] && isDeliverable(position)) {
            moved(position, was);
        }
    }

    private int configuration(int halfWord) {
        int edges = bits[at(halfWord >>> 1, EDGE)] >>> (halfWord & 1) * 16 & 0xFFFF;
        return Integer.expand(edges, 0xAAAA_AAAA);
    }

    private void configure(int halfWord, int configuration) {
        int shift = (halfWord & 1) * 16;
        int at = at(halfWord >>> 1, EDGE);
        bits[at] = bits[at] & ~(0xFFFF << shift) | Integer.compress(configuration, 0xAAAA_AAAA) << shift;
        refresh(halfWord >>> 1);
    }
}
