package org.gic4j.emulated.gicv3;

import org.gic4j.api.Gicv3Profile.TableBases;
import org.gic4j.api.its.TableRegister;

/**
 * The registers that say where LPI tables are (IHI 0069 sections 12.11.36 and 37).
 */
enum TableBase {
    /** GICR_PROPBASER. */
    CONFIGURATION(TableRegister.CONFIGURATION, 0),
    /** GICR_PENDBASER. */
    PENDING(TableRegister.PENDING, 0x580);

    /** GICR_PENDBASER bit: the table holds no pending LPI. Reads 0. */
    static final long PENDING_TABLE_ZERO = 1L << 62;

    private final TableRegister register;
    private final long atReset;

    TableBase(TableRegister register, long atReset) {
        this.register = register;
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
            case SANITISED -> register.sanitise(value);
            case AS_WRITTEN -> value;
        };
    }
}
