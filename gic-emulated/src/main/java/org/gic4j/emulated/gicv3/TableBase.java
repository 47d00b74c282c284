package org.gic4j.emulated.gicv3;

import org.gic4j.api.Gicv3Profile.TableBases;

/**
 * The registers that say where LPI tables are (IHI 0069 sections 12.11.36 and 37), and what KVM makes of a value
 * (CONTRACT 5.4).
 */
enum TableBase {
    /** GICR_PROPBASER. */
    CONFIGURATION(0xF8F0_0000_0000_0060L, 0),
    /** GICR_PENDBASER. */
    PENDING(0xB8F0_0000_0000_F07FL, 0x580);

    /** GICR_PENDBASER bit: the table holds no pending LPI. Reads 0. */
    static final long PENDING_TABLE_ZERO = 1L << 62;

    private static final int INNER_SHIFT = 7;
    private static final int OUTER_SHIFT = 56;
    private static final int SHAREABILITY_SHIFT = 10;
    private static final int LEAST_INNER = 2;
    private static final int NON_CACHEABLE = 3;
    private static final int GREATEST_OUTER = 1;
    private static final int INNER_SHAREABLE = 1;
    private static final int OUTER_SHAREABLE = 2;

    private final long cleared;
    private final long atReset;

    TableBase(long cleared, long atReset) {
        this.cleared = cleared;
        this.atReset = atReset;
    }

    /** The value at reset. */
    long atReset(TableBases kind) {
        return switch (kind) {
            case SANITISED -> atReset;
            case AS_WRITTEN -> 0;
        };
    }

    /**
     * What is kept of a written value.
     *
     * @param value all 64 bits
     * @param kind what the implementation does
     */
    long keep(long value, TableBases kind) {
        return switch (kind) {
            case SANITISED -> sanitise(value);
            case AS_WRITTEN -> value;
        };
    }

    private long sanitise(long value) {
        int inner = (int) (value >>> INNER_SHIFT) & 7;
        int outer = (int) (value >>> OUTER_SHIFT) & 7;
        int shareability = (int) (value >>> SHAREABILITY_SHIFT) & 3;
        long attributes = 7L << INNER_SHIFT | 7L << OUTER_SHIFT | 3L << SHAREABILITY_SHIFT;
        long sanitised = (long) (inner < LEAST_INNER ? NON_CACHEABLE : inner) << INNER_SHIFT
                | (long) (outer > GREATEST_OUTER ? 0 : outer) << OUTER_SHIFT
                | (long) (shareability == OUTER_SHAREABLE ? INNER_SHAREABLE : shareability) << SHAREABILITY_SHIFT;
        return value & ~cleared & ~attributes | sanitised;
    }
}
