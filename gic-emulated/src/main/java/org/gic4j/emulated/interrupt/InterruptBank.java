package org.gic4j.emulated.interrupt;

import java.util.Arrays;
import org.gic4j.api.GicProfile;
import org.gic4j.api.registers.InterruptProperty;
import org.gic4j.api.registers.Policy;
import org.jspecify.annotations.Nullable;

/**
 * The state of a run of interrupts, 32 to a word: one bitmap for each property. Guarded by the lock of its owner, except
 * that reading one word needs none.
 *
 * <p>{@code pending} and {@code deliverable} follow from the others and are kept up to date, so that a read is one load
 * and a change finds what flipped by one exclusive-or.
 */
public abstract class InterruptBank {
    /** Words of priorities, or of targets, for each word of bits. */
    protected static final int BYTE_WORDS = 8;

    final int[] group;
    final int[] enabled;
    final int[] latch;
    final int[] line;
    final int[] edge;
    final int[] active;
    final int[] pending;
    final int[] deliverable;
    final int[] priority;
    private final boolean latchDropsAtAcknowledge;

    InterruptBank(int words, GicProfile profile) {
        group = new int[words];
        enabled = new int[words];
        latch = new int[words];
        line = new int[words];
        edge = new int[words];
        active = new int[words];
        pending = new int[words];
        deliverable = new int[words];
        priority = new int[words * BYTE_WORDS];
        latchDropsAtAcknowledge = profile.latchClearing() == GicProfile.LatchClearing.AT_ACKNOWLEDGE;
    }

    /**
     * Tells the arbiters about interrupts that became deliverable or ceased to be.
     *
     * @param word the word
     * @param flips the bits that changed
     * @param now the bits that are deliverable now
     */
    abstract void deliver(int word, int flips, int now);

    /** Whether a bit of a property can be written at all; the others keep their value. */
    abstract int writable(InterruptProperty property, int word);

    /**
     * The words of a property, where they are kept as they read. They must not be written.
     *
     * @param property the property
     * @return null for a property that is put together when it is read
     */
    public int @Nullable [] words(InterruptProperty property) {
        return switch (property) {
            case GROUP -> group;
            case ENABLED -> enabled;
            case PENDING -> pending;
            case ACTIVE -> active;
            case PRIORITY -> priority;
            case LINE -> line;
            case LATCH, CONFIGURATION, TARGETS, SGI_SOURCES -> null;
        };
    }

    /**
     * Reads a word of a property.
     *
     * @param property the property
     * @param word in words of that property, from the beginning of this bank
     */
    public int read(InterruptProperty property, int word) {
        return switch (property) {
            case GROUP -> group[word];
            case ENABLED -> enabled[word];
            case PENDING -> pending[word];
            case ACTIVE -> active[word];
            case PRIORITY -> priority[word];
            case CONFIGURATION -> configuration(word);
            case LINE -> line[word];
            case LATCH -> latch[word];
            case TARGETS, SGI_SOURCES -> 0;
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
        int bits = mask & writable(property, word);
        switch (property) {
            case GROUP -> regroup(word, apply(policy, group[word], value, bits));
            case ENABLED -> {
                enabled[word] = apply(policy, enabled[word], value, bits);
                settle(word);
            }
            case PENDING -> latch(word, policy, value & bits, access);
            case ACTIVE -> {
                active[word] = apply(policy, active[word], value, bits);
                settle(word);
            }
            case PRIORITY -> prioritize(word, apply(policy, priority[word], value, bits));
            case CONFIGURATION -> configure(word, apply(policy, configuration(word), value, bits));
            case TARGETS, SGI_SOURCES, LINE, LATCH -> {
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

    void latch(int word, Policy policy, int bits, Access access) {
        latch[word] = apply(policy, latch[word], bits, bits);
        refresh(word);
    }

    /**
     * Sets the level of an input line. For an edge-triggered interrupt a high level sets the latch, each time.
     *
     * @param word the word
     * @param bit the interrupt
     * @param high the level
     */
    public final void setLine(int word, int bit, boolean high) {
        if ((edge[word] & bit) == 0) {
            line[word] = high ? line[word] | bit : line[word] & ~bit;
        } else if (high) {
            latch[word] |= bit;
        } else {
            return;
        }
        refresh(word);
    }

    /** Makes a pending interrupt active. */
    final void activate(int word, int bit) {
        active[word] |= bit;
        if (latchDropsAtAcknowledge || (edge[word] & bit) != 0) {
            latch[word] &= ~bit;
        }
        refresh(word);
    }

    /**
     * Ends an interrupt. Without effect on one that is not active.
     *
     * @param word the word
     * @param bit the interrupt
     */
    public final void deactivate(int word, int bit) {
        if ((active[word] & bit) != 0) {
            active[word] &= ~bit;
            if (!latchDropsAtAcknowledge && (edge[word] & bit) == 0) {
                latch[word] &= ~bit;
            }
            refresh(word);
        }
    }

    /** Brings {@code pending}, and what follows from it, up to date. */
    final void refresh(int word) {
        // All loads before the stores: an array may be any other's, so each store would make the next load wait.
        int nowPending = latch[word] | line[word] & ~edge[word];
        int now = nowPending & enabled[word] & ~active[word];
        int flips = now ^ deliverable[word];
        pending[word] = nowPending;
        if (flips != 0) {
            deliverable[word] = now;
            deliver(word, flips, now);
        }
    }

    /** Brings {@code deliverable} up to date and tells the arbiters what flipped. */
    final void settle(int word) {
        int now = pending[word] & enabled[word] & ~active[word];
        int flips = now ^ deliverable[word];
        if (flips != 0) {
            deliverable[word] = now;
            deliver(word, flips, now);
        }
    }

    /** The priority of an interrupt, 0 to 255. */
    final int priorityOf(int word, int position) {
        return priority[word * BYTE_WORDS + (position >>> 2)] >>> (position & 3) * Byte.SIZE & 0xFF;
    }

    private void regroup(int word, int now) {
        int moved = (group[word] ^ now) & deliverable[word];
        withdraw(word, moved);
        group[word] = now;
        readmit(word, moved);
    }

    private void prioritize(int byteWord, int now) {
        int word = byteWord / BYTE_WORDS;
        int moved = deliverable[word] & 0xF << (byteWord % BYTE_WORDS) * 4;
        withdraw(word, moved);
        priority[byteWord] = now;
        readmit(word, moved);
    }

    /** Takes interrupts from the arbiters while what they are filed under changes. */
    final void withdraw(int word, int bits) {
        if (bits != 0) {
            deliver(word, bits, 0);
        }
    }

    /** Gives interrupts back to the arbiters. */
    final void readmit(int word, int bits) {
        if (bits != 0) {
            deliver(word, bits, bits);
        }
    }

    private int configuration(int halfWord) {
        int bits = edge[halfWord >>> 1] >>> (halfWord & 1) * 16 & 0xFFFF;
        return Integer.expand(bits, 0xAAAA_AAAA);
    }

    private void configure(int halfWord, int configuration) {
        int shift = (halfWord & 1) * 16;
        int word = halfWord >>> 1;
        edge[word] = edge[word] & ~(0xFFFF << shift) | Integer.compress(configuration, 0xAAAA_AAAA) << shift;
        refresh(word);
    }

    /** Sets all interrupts of the bank to one trigger, at reset. */
    final void resetTrigger(boolean edgeTriggered) {
        Arrays.fill(edge, edgeTriggered ? -1 : 0);
    }
}
