package org.gic4j.emulated.delivery;

/**
 * A set of keys, each a priority and an INTID, that knows its least one: a bitmap trie of three levels, 64 wide. Adding
 * and removing touch at most three words; finding the least after it was removed is three dependent loads, once for any
 * number of removals.
 *
 * <pre>
 *   key  = priority << 10 | INTID     priority in units of the least implemented step
 *   top    one bit for each word of middle that is not 0
 *   middle one bit for each word of leaves that is not 0
 *   leaves one bit for each key
 * </pre>
 */
public final class PendingSet {
    /** The number of bits of a key that hold the INTID. */
    public static final int INTID_BITS = 10;
    /** The part of a key that is the INTID. */
    public static final int INTID_MASK = (1 << INTID_BITS) - 1;
    /** Stands for "empty": greater than every key. */
    public static final int NONE = 1 << 18;

    private static final int FAN_OUT_BITS = 6;
    /** The least key was removed: what is the least now has not been looked for. Below every key, so adding keeps it. */
    private static final int UNKNOWN = -1;

    private long top;
    private final long[] middle;
    private final long[] leaves;
    private int least = NONE;

    /**
     * Makes an empty set.
     *
     * @param priorityBits the number of bits of a key's priority, 5 to 8
     */
    public PendingSet(int priorityBits) {
        int keys = 1 << (priorityBits + INTID_BITS);
        leaves = new long[keys >>> FAN_OUT_BITS];
        middle = new long[keys >>> 2 * FAN_OUT_BITS];
    }

    /** The least key, or {@link #NONE}. */
    public int least() {
        if (least == UNKNOWN) {
            least = find();
        }
        return least;
    }

    /**
     * Adds a key.
     *
     * @param key a key
     */
    public void add(int key) {
        int leaf = key >>> FAN_OUT_BITS;
        int branch = key >>> 2 * FAN_OUT_BITS;
        leaves[leaf] |= 1L << key;
        middle[branch] |= 1L << leaf;
        top |= 1L << branch;
        least = Math.min(least, key);
    }

    /**
     * Adds some of 32 keys that follow each other.
     *
     * @param first the first of the 32, a multiple of 32
     * @param which which of them, by bits, not 0
     */
    public void addAll(int first, int which) {
        int leaf = first >>> FAN_OUT_BITS;
        int branch = first >>> 2 * FAN_OUT_BITS;
        leaves[leaf] |= (which & 0xFFFF_FFFFL) << first;
        middle[branch] |= 1L << leaf;
        top |= 1L << branch;
        least = Math.min(least, first + Integer.numberOfTrailingZeros(which));
    }

    /**
     * Removes a key.
     *
     * @param key a key that is in the set
     */
    public void remove(int key) {
        clear(key >>> FAN_OUT_BITS, 1L << key);
        if (key == least) {
            least = UNKNOWN;
        }
    }

    /**
     * Removes some of 32 keys that follow each other.
     *
     * @param first the first of the 32, a multiple of 32
     * @param which which of them, by bits; all are in the set
     */
    public void removeAll(int first, int which) {
        clear(first >>> FAN_OUT_BITS, (which & 0xFFFF_FFFFL) << first);
        if (least - first >>> 5 == 0 && (which >>> least & 1) != 0) {
            least = UNKNOWN;
        }
    }

    private void clear(int leaf, long bits) {
        long restOfLeaf = leaves[leaf] & ~bits;
        leaves[leaf] = restOfLeaf;
        if (restOfLeaf == 0) {
            int branch = leaf >>> FAN_OUT_BITS;
            long restOfBranch = middle[branch] & ~(1L << leaf);
            middle[branch] = restOfBranch;
            if (restOfBranch == 0) {
                top &= ~(1L << branch);
            }
        }
    }

    private int find() {
        if (top == 0) {
            return NONE;
        }
        int branch = Long.numberOfTrailingZeros(top);
        int leaf = branch << FAN_OUT_BITS | Long.numberOfTrailingZeros(middle[branch]);
        return leaf << FAN_OUT_BITS | Long.numberOfTrailingZeros(leaves[leaf]);
    }
}
