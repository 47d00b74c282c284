package org.gic4j.emulated.delivery;

import static org.gic4j.emulated.delivery.Filing.INTID_BITS;
import static org.gic4j.emulated.delivery.Filing.NONE;

/**
 * The deliverable interrupts of one vCPU, by group, and the best of each. Guarded by the lock of the vCPU's CPU
 * interface.
 *
 * <p>Membership means: pending, enabled, not active, targeted here. The distributor's group enables are masks on the
 * best of each group, so that toggling them costs nothing in the number of interrupts.
 *
 * <p>For each group there is a bitmap trie of keys, three levels of 64. Adding and removing touch at most three words;
 * finding the least key after it was removed is three dependent loads, once for any number of removals. The words of
 * both groups lie in the same arrays, which an access so finds without knowing the group.
 *
 * <pre>
 *   key    = priority << 10 | INTID, priority in units of the least implemented step
 *   top    one bit for each word of middle that is not 0
 *   middle one bit for each word of leaves that is not 0
 *   leaves one bit for each key
 * </pre>
 */
public final class Arbiter {
    private static final int GROUPS = 2;
    private static final int FAN_OUT_BITS = 6;
    /** The least key was removed: what is the least now has not been looked for. Below every key, so adding keeps it. */
    private static final int UNKNOWN = -1;

    private final long[] top = new long[GROUPS];
    private final long[] middle;
    private final long[] leaves;
    private final int[] least = {NONE, NONE};

    private final int leafBits;
    private final int branchBits;
    /** {@link Filing#NONE} while the group is not forwarded: or-ed to a key it makes it one that is none. */
    private int hidden0 = NONE;

    private int hidden1 = NONE;

    /**
     * Makes an arbiter without interrupts and with both groups disabled.
     *
     * @param priorityBits implemented priority bits, 5 to 8
     */
    public Arbiter(int priorityBits) {
        leafBits = priorityBits + INTID_BITS - FAN_OUT_BITS;
        branchBits = leafBits - FAN_OUT_BITS;
        leaves = new long[GROUPS << leafBits];
        middle = new long[GROUPS << branchBits];
    }

    /**
     * Makes an interrupt deliverable.
     *
     * @param filing see {@link Filing}
     */
    public void add(int filing) {
        int group = Filing.group(filing);
        int key = Filing.key(filing);
        set(group, key, 1L << filing);
        least[group] = Math.min(least[group], key);
    }

    /**
     * Makes an interrupt no longer deliverable.
     *
     * @param filing what it was added under
     */
    public void remove(int filing) {
        int group = Filing.group(filing);
        int key = Filing.key(filing);
        clear(group, key, 1L << filing);
        if (key == least[group]) {
            least[group] = UNKNOWN;
        }
    }

    /**
     * Adds or removes an interrupt.
     *
     * @param filing what it is added, or was added, under
     * @param deliverable whether it is added
     */
    public void file(int filing, boolean deliverable) {
        if (deliverable) {
            add(filing);
        } else {
            remove(filing);
        }
    }

    /**
     * Adds and removes interrupts of one word.
     *
     * @param filing how interrupts are filed
     * @param first where those of this word begin
     * @param which the interrupts, by bits
     * @param deliverable the ones among them that are added
     */
    public void file(int[] filing, int first, int which, int deliverable) {
        for (int rest = which; rest != 0; rest &= rest - 1) {
            int position = Integer.numberOfTrailingZeros(rest);
            file(filing[first + position], (deliverable >>> position & 1) != 0);
        }
    }

    /**
     * Adds and removes interrupts of one word that are filed alike, but for their INTIDs.
     *
     * @param filing of the first of 32, whose INTID is a multiple of 32
     * @param which the interrupts, by bits
     * @param deliverable the ones among them that are added
     */
    public void fileAlike(int filing, int which, int deliverable) {
        addAll(filing, which & deliverable);
        removeAll(filing, which & ~deliverable);
    }

    /**
     * Makes interrupts deliverable that are filed alike, but for their INTIDs.
     *
     * @param filing of the first of 32, whose INTID is a multiple of 32
     * @param which which of the 32, by bits
     */
    public void addAll(int filing, int which) {
        if (which != 0) {
            int group = Filing.group(filing);
            int first = Filing.key(filing);
            set(group, first, (which & 0xFFFF_FFFFL) << first);
            least[group] = Math.min(least[group], first + Integer.numberOfTrailingZeros(which));
        }
    }

    /**
     * Makes interrupts no longer deliverable that are filed alike, but for their INTIDs.
     *
     * @param filing of the first of 32, whose INTID is a multiple of 32
     * @param which which of the 32, by bits; all were added under it
     */
    public void removeAll(int filing, int which) {
        if (which != 0) {
            int group = Filing.group(filing);
            int first = Filing.key(filing);
            clear(group, first, (which & 0xFFFF_FFFFL) << first);
            if (least[group] - first >>> 5 == 0 && (which >>> least[group] & 1) != 0) {
                least[group] = UNKNOWN;
            }
        }
    }

    /**
     * Sets which groups the distributor forwards.
     *
     * @param groups bit 0: group 0, bit 1: group 1
     */
    public void forward(int groups) {
        hidden0 = (groups & 1) != 0 ? 0 : NONE;
        hidden1 = (groups & 2) != 0 ? 0 : NONE;
    }

    /** The key of the best forwarded interrupt of group 0; where there is none, {@link Filing#NONE} or above. */
    public int best0() {
        return least(0) | hidden0;
    }

    /** The key of the best forwarded interrupt of group 1; where there is none, {@link Filing#NONE} or above. */
    public int best1() {
        return least(1) | hidden1;
    }

    private int least(int group) {
        if (least[group] == UNKNOWN) {
            least[group] = find(group);
        }
        return least[group];
    }

    private void set(int group, int key, long bits) {
        int leaf = key >>> FAN_OUT_BITS;
        int branch = leaf >>> FAN_OUT_BITS;
        leaves[group << leafBits | leaf] |= bits;
        middle[group << branchBits | branch] |= 1L << leaf;
        top[group] |= 1L << branch;
    }

    private void clear(int group, int key, long bits) {
        int leaf = key >>> FAN_OUT_BITS;
        if ((leaves[group << leafBits | leaf] &= ~bits) == 0) {
            int branch = leaf >>> FAN_OUT_BITS;
            if ((middle[group << branchBits | branch] &= ~(1L << leaf)) == 0) {
                top[group] &= ~(1L << branch);
            }
        }
    }

    // Three small methods, as a compiler inlines these however seldom they are called.

    private int find(int group) {
        long branches = top[group];
        return branches == 0 ? NONE : findLeaf(group, Long.numberOfTrailingZeros(branches));
    }

    private int findLeaf(int group, int branch) {
        long below = middle[group << branchBits | branch];
        return findKey(group, branch << FAN_OUT_BITS | Long.numberOfTrailingZeros(below));
    }

    private int findKey(int group, int leaf) {
        return leaf << FAN_OUT_BITS | Long.numberOfTrailingZeros(leaves[group << leafBits | leaf]);
    }
}
