package org.gic4j.emulated.gicv3;

import org.gic4j.api.Gicv3Profile;
import org.gic4j.api.registers.Gicv3Redistributor;
import org.gic4j.api.snapshot.LpiRegisters;
import org.gic4j.emulated.delivery.BriefLock;
import org.gic4j.emulated.lpi.ConfigurationTables;
import org.gic4j.emulated.lpi.Lpis;
import org.gic4j.emulated.registers.Identification;

/** The code of the registers of redistributors' first frames. */
public final class RedistributorRegisters {
    private static final Gicv3Redistributor[] ROWS = Gicv3Redistributor.values();
    private static final int NUMBER_SHIFT = 8;
    private static final int LAST = 1 << 4;
    private static final int PHYSICAL_LPIS = 1;
    private static final int AFFINITIES_2_TO_0 = 0xFF_FFFF;
    private static final long LOW_HALF = 0xFFFF_FFFFL;

    private final Gicv3Profile profile;
    private final Identification identification;
    private final Topology topology;
    private final ConfigurationTables configurationTables;
    private final Lpis lpis;
    private final BriefLock lock;

    /**
     * Makes the registers that redistributors share.
     *
     * @param profile the implementation
     * @param identification GICD_IIDR, whose revision decides what GICR_CTLR advertises
     * @param topology the vCPUs' affinities and places
     * @param configurationTables GICR_PROPBASER
     * @param lpis the LPIs
     * @param lock the distributor's, which guards everything that is written
     */
    public RedistributorRegisters(
            Gicv3Profile profile,
            Identification identification,
            Topology topology,
            ConfigurationTables configurationTables,
            Lpis lpis,
            BriefLock lock) {
        this.profile = profile;
        this.identification = identification;
        this.topology = topology;
        this.configurationTables = configurationTables;
        this.lpis = lpis;
        this.lock = lock;
    }

    /** Reads a word. */
    int read(Redistributor owner, int row, int word) {
        return switch (ROWS[row]) {
            case GICR_CTLR ->
                (identification.isOlder() ? 0 : profile.redistributorControl()) | (owner.takesLpis() ? LpiRegisters.ENABLE : 0);
            case GICR_IIDR -> profile.redistributorIdentification();
            case GICR_TYPER -> word == 0 ? type(owner) : affinity(owner);
            case GICR_WAKER -> owner.waker();
            case GICR_PROPBASER -> half(configurationTables.value(owner.index()), word);
            case GICR_PENDBASER -> half(owner.pendingTableBase() & ~TableBase.PENDING_TABLE_ZERO, word);
            case GICR_PIDR -> profile.redistributorPeripheralIdentification().get(word);
            case GICR_STATUSR, GICR_INVLPIR, GICR_INVALLR, GICR_SYNCR -> 0;
        };
    }

    /** Reads both words of a 64-bit register: of one write, where it can be written. */
    long readWide(Redistributor owner, int row, int word) {
        return switch (ROWS[row]) {
            case GICR_PROPBASER -> configurationTables.value(owner.index());
            case GICR_PENDBASER -> owner.pendingTableBase() & ~TableBase.PENDING_TABLE_ZERO;
            case GICR_CTLR,
                    GICR_IIDR,
                    GICR_TYPER,
                    GICR_STATUSR,
                    GICR_WAKER,
                    GICR_INVLPIR,
                    GICR_INVALLR,
                    GICR_SYNCR,
                    GICR_PIDR ->
                read(owner, row, word) & LOW_HALF | (long) read(owner, row, word + 1) << Integer.SIZE;
        };
    }

    /** Writes a word. Takes the distributor's lock, but for an invalidation, which takes it as often as it needs. */
    void write(Redistributor owner, int row, int word, int value) {
        Gicv3Redistributor register = ROWS[row];
        // The upper half is about virtual LPIs, which there are none of.
        if (register == Gicv3Redistributor.GICR_INVLPIR && word == 0) {
            invalidate(owner, value);
        } else if (register == Gicv3Redistributor.GICR_INVALLR && word == 0) {
            invalidateAll(owner);
        } else {
            lock.lock();
            try {
                set(owner, register, word, value);
            } finally {
                lock.unlock();
            }
        }
    }

    private void set(Redistributor owner, Gicv3Redistributor register, int word, int value) {
        switch (register) {
            case GICR_CTLR -> {
                if (takesLpis()) {
                    lpis.enable(owner, (value & LpiRegisters.ENABLE) != 0);
                }
            }
            case GICR_WAKER -> owner.setWaker(value);
            case GICR_PROPBASER ->
                setConfigurationTable(owner, withHalf(configurationTables.value(owner.index()), word, value));
            case GICR_PENDBASER -> setPendingTable(owner, withHalf(owner.pendingTableBase(), word, value));
            case GICR_IIDR, GICR_TYPER, GICR_STATUSR, GICR_INVLPIR, GICR_INVALLR, GICR_SYNCR, GICR_PIDR -> {
                // Nothing is stored.
            }
        }
    }

    /** Writes both words of a 64-bit register at once. */
    void writeWide(Redistributor owner, int row, long value) {
        switch (ROWS[row]) {
            case GICR_PROPBASER, GICR_PENDBASER -> {
                lock.lock();
                try {
                    if (ROWS[row] == Gicv3Redistributor.GICR_PROPBASER) {
                        setConfigurationTable(owner, value);
                    } else {
                        setPendingTable(owner, value);
                    }
                } finally {
                    lock.unlock();
                }
            }
            case GICR_INVLPIR -> invalidate(owner, (int) value);
            case GICR_INVALLR -> invalidateAll(owner);
            case GICR_CTLR, GICR_IIDR, GICR_TYPER, GICR_STATUSR, GICR_WAKER, GICR_SYNCR, GICR_PIDR -> {
                // Read-only, or not of 64 bits.
            }
        }
    }

    private void invalidate(Redistributor owner, int intid) {
        if (owner.takesLpis()) {
            lpis.reconfigure(intid);
        }
    }

    private void invalidateAll(Redistributor owner) {
        if (owner.takesLpis()) {
            lpis.reconfigureAll(owner.index());
        }
    }

    private int type(Redistributor owner) {
        return profile.redistributorType()
                | owner.vcpuId() << NUMBER_SHIFT
                | (topology.placement().isLast(owner.index()) ? LAST : 0)
                | (takesLpis() ? PHYSICAL_LPIS : 0);
    }

    /** GICR_TYPER has as many levels of affinity as GICD_TYPER.A3V says. */
    private int affinity(Redistributor owner) {
        int affinity = topology.affinities().affinityOf(owner.index());
        return profile.hasAffinity3() ? affinity : affinity & AFFINITIES_2_TO_0;
    }

    /** Whether redistributors take LPIs: without an ITS there is nothing to send any. */
    private boolean takesLpis() {
        return profile.lpisWithoutIts() || lpis.arePresent();
    }

    private void setConfigurationTable(Redistributor owner, long value) {
        if (!owner.takesLpis()) {
            configurationTables.set(owner.index(), TableBase.CONFIGURATION.keep(value, profile.tableBases()));
        }
    }

    private void setPendingTable(Redistributor owner, long value) {
        if (!owner.takesLpis()) {
            owner.setPendingTableBase(TableBase.PENDING.keep(value, profile.tableBases()));
        }
    }

    private static int half(long value, int word) {
        return (int) (value >>> word * Integer.SIZE);
    }

    private static long withHalf(long value, int word, int half) {
        int shift = word * Integer.SIZE;
        return value & ~(LOW_HALF << shift) | (half & LOW_HALF) << shift;
    }
}
