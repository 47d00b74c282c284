package org.gic4j.emulated.its;

/** The memory attributes in GITS_CBASER and GITS_BASERn, and what KVM replaces of them (CONTRACT 5.4). */
final class MemoryAttributes {
    private static final int INNER_SHIFT = 59;
    private static final int OUTER_SHIFT = 53;
    private static final int SHAREABILITY_SHIFT = 10;
    private static final int CACHEABILITY = 7;
    private static final int SHAREABILITY = 3;
    private static final int LEAST_INNER = 2;
    private static final int NON_CACHEABLE = 3;
    private static final int GREATEST_OUTER = 1;
    private static final int INNER_SHAREABLE = 1;
    private static final int OUTER_SHAREABLE = 2;
    private static final long ALL = (long) CACHEABILITY << INNER_SHIFT
            | (long) CACHEABILITY << OUTER_SHIFT
            | (long) SHAREABILITY << SHAREABILITY_SHIFT;

    private MemoryAttributes() {}

    static long sanitise(long value) {
        int inner = (int) (value >>> INNER_SHIFT) & CACHEABILITY;
        int outer = (int) (value >>> OUTER_SHIFT) & CACHEABILITY;
        int shareability = (int) (value >>> SHAREABILITY_SHIFT) & SHAREABILITY;
        return value & ~ALL
                | (long) (inner < LEAST_INNER ? NON_CACHEABLE : inner) << INNER_SHIFT
                | (long) (outer > GREATEST_OUTER ? 0 : outer) << OUTER_SHIFT
                | (long) (shareability == OUTER_SHAREABLE ? INNER_SHAREABLE : shareability) << SHAREABILITY_SHIFT;
    }
}
