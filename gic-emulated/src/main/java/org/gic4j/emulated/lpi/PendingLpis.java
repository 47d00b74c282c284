package org.gic4j.emulated.lpi;

import org.jspecify.annotations.Nullable;

/**
 * The deliverable LPIs of one vCPU, which knows the best: of the highest priority, and of these with the lowest INTID.
 * A trie, 64 wide, for each priority in use, made as far as INTIDs have come; adding, removing and finding the best take
 * a few dependent loads, however many there are. Guarded by the lock of the CPU interface.
 */
public final class PendingLpis {
    /** Stands for "no LPI": below no priority. */
    public static final int NONE = 1 << 8;

    private static final int FAN_OUT_BITS = 6;
    /** CPU interfaces have 24 bits of INTID; what only a restored table can name is never signalled. */
    private static final int INTIDS = 1 << 24;

    private static final int TOP_SHIFT = 3 * FAN_OUT_BITS;

    private final long[] priorities = new long[4];
    private final @Nullable Branch[] tries = new Branch[NONE];
    private int bestPriority = NONE;
    private int bestIntid;

    /** Of a trie, 64 numbers or 64 smaller tries. */
    private static final class Branch {
        long present;
        final @Nullable Branch @Nullable [] branches;
        final long @Nullable [] leaves;

        Branch(int shift) {
            boolean last = shift == FAN_OUT_BITS;
            branches = last ? null : new Branch[1 << FAN_OUT_BITS];
            leaves = last ? new long[1 << FAN_OUT_BITS] : null;
        }

        void add(int intid, int shift) {
            int at = intid >>> shift & 63;
            present |= 1L << at;
            if (leaves != null) {
                leaves[at] |= 1L << intid;
            } else if (branches != null) {
                Branch branch = branches[at];
                if (branch == null) {
                    branch = new Branch(shift - FAN_OUT_BITS);
                    branches[at] = branch;
                }
                branch.add(intid, shift - FAN_OUT_BITS);
            }
        }

        /** Removes an INTID, and says whether nothing is left. */
        boolean remove(int intid, int shift) {
            int at = intid >>> shift & 63;
            boolean empty = true;
            if (leaves != null) {
                leaves[at] &= ~(1L << intid);
                empty = leaves[at] == 0;
            } else if (branches != null) {
                Branch branch = branches[at];
                empty = branch == null || branch.remove(intid, shift - FAN_OUT_BITS);
            }
            if (empty) {
                present &= ~(1L << at);
            }
            return present == 0;
        }

        int first() {
            int at = Long.numberOfTrailingZeros(present);
            if (leaves != null) {
                return at << FAN_OUT_BITS | Long.numberOfTrailingZeros(leaves[at]);
            }
            Branch branch = branches == null ? null : branches[at];
            return branch == null ? 0 : branch.first(at);
        }

        private int first(int above) {
            int at = Long.numberOfTrailingZeros(present);
            int prefix = above << FAN_OUT_BITS | at;
            if (leaves != null) {
                return prefix << FAN_OUT_BITS | Long.numberOfTrailingZeros(leaves[at]);
            }
            Branch branch = branches == null ? null : branches[at];
            return branch == null ? 0 : branch.first(prefix);
        }
    }

    /** No LPIs. */
    public PendingLpis() {}

    /** The priority of the best, in the unit of what was added; {@link #NONE} where there is none. */
    public int bestPriority() {
        return bestPriority;
    }

    /** The INTID of the best; meaningful where there is one. */
    public int bestIntid() {
        return bestIntid;
    }

    /**
     * Adds an LPI.
     *
     * @param intid its INTID
     * @param priority 0 to 255
     */
    public void add(int intid, int priority) {
        if (Integer.compareUnsigned(intid, INTIDS) >= 0) {
            return;
        }
        Branch trie = tries[priority];
        if (trie == null) {
            trie = new Branch(TOP_SHIFT);
            tries[priority] = trie;
        }
        trie.add(intid, TOP_SHIFT);
        priorities[priority >>> 6] |= 1L << priority;
        if (priority < bestPriority || priority == bestPriority && intid < bestIntid) {
            bestPriority = priority;
            bestIntid = intid;
        }
    }

    /**
     * Removes an LPI.
     *
     * @param intid its INTID
     * @param priority what it was added with
     */
    public void remove(int intid, int priority) {
        Branch trie = tries[priority];
        if (trie == null || Integer.compareUnsigned(intid, INTIDS) >= 0) {
            return;
        }
        if (trie.remove(intid, TOP_SHIFT)) {
            priorities[priority >>> 6] &= ~(1L << priority);
        }
        if (intid == bestIntid && priority == bestPriority) {
            findBest();
        }
    }

    private void findBest() {
        for (int word = 0; word < priorities.length; word++) {
            if (priorities[word] != 0) {
                int priority = word << 6 | Long.numberOfTrailingZeros(priorities[word]);
                Branch trie = tries[priority];
                if (trie != null) {
                    bestPriority = priority;
                    bestIntid = trie.first();
                    return;
                }
            }
        }
        bestPriority = NONE;
    }
}
