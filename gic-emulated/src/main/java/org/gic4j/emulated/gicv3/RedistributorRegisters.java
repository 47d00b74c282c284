package org.gic4j.emulated.gicv3;

import java.util.concurrent.atomic.AtomicLongArray;
import org.gic4j.api.Gicv3Profile;
import org.gic4j.api.Gicv3Profile.TableBases;
import org.gic4j.api.registers.Gicv3Redistributor;
import org.gic4j.emulated.registers.Identification;

/** The code of the registers of redistributors' first frames. */
public final class RedistributorRegisters {
    private static final Gicv3Redistributor[] ROWS = Gicv3Redistributor.values();
    private static final int ENABLE_LPIS = 1;
    private static final int NUMBER_SHIFT = 8;
    private static final int LAST = 1 << 4;
    private static final int PHYSICAL_LPIS = 1;

    private final Gicv3Profile profile;
    private final Identification identification;
    private final Topology topology;
    private final Object tables = new Object();
    /** GICR_PROPBASER: one for all redistributors, or one for each. */
    private final AtomicLongArray configurationTables;

    private final boolean sharedConfigurationTable;

    /**
     * Makes the registers that redistributors share.
     *
     * @param profile the implementation
     * @param identification GICD_IIDR, whose revision decides what GICR_CTLR advertises
     * @param topology the vCPUs' affinities and places
     * @param vcpus the number of vCPUs
     */
    public RedistributorRegisters(
            Gicv3Profile profile, Identification identification, Topology topology, int vcpus) {
        this.profile = profile;
        this.identification = identification;
        this.topology = topology;
        sharedConfigurationTable = profile.tableBases() == TableBases.SANITISED;
        configurationTables = new AtomicLongArray(sharedConfigurationTable ? 1 : vcpus);
        for (int i = 0; i < configurationTables.length(); i++) {
            configurationTables.set(i, TableBase.CONFIGURATION.atReset(profile.tableBases()));
        }
    }

    /** Reads a word. */
    int read(Redistributor owner, int row, int word) {
        return switch (ROWS[row]) {
            case GICR_CTLR ->
                (identification.isOlder() ? 0 : profile.redistributorControl()) | (owner.lpisEnabled() ? ENABLE_LPIS : 0);
            case GICR_IIDR -> profile.redistributorIdentification();
            case GICR_TYPER -> word == 0 ? type(owner) : topology.affinities().affinityOf(owner.index());
            case GICR_WAKER -> owner.waker();
            case GICR_PROPBASER -> half(configurationTable(owner), word);
            case GICR_PENDBASER -> half(owner.pendingTable() & ~TableBase.PENDING_TABLE_ZERO, word);
            case GICR_PIDR -> profile.redistributorPeripheralIdentification().get(word);
            case GICR_STATUSR, GICR_INVLPIR, GICR_INVALLR, GICR_SYNCR -> 0;
        };
    }

    /** Writes a word. */
    void write(Redistributor owner, int row, int word, int value) {
        switch (ROWS[row]) {
            case GICR_CTLR -> {
                if (takesLpis()) {
                    owner.enableLpis((value & ENABLE_LPIS) != 0);
                }
            }
            case GICR_WAKER -> owner.setWaker(value);
            case GICR_PROPBASER -> {
                synchronized (tables) {
                    setConfigurationTable(owner, withHalf(configurationTable(owner), word, value));
                }
            }
            case GICR_PENDBASER -> {
                synchronized (tables) {
                    setPendingTable(owner, withHalf(owner.pendingTable(), word, value));
                }
            }
            case GICR_IIDR, GICR_TYPER, GICR_STATUSR, GICR_INVLPIR, GICR_INVALLR, GICR_SYNCR, GICR_PIDR -> {
                // Read-only, or about LPIs that are cached: none are.
            }
        }
    }

    /** Writes both words of a 64-bit register at once. */
    void writeWide(Redistributor owner, int row, long value) {
        switch (ROWS[row]) {
            case GICR_PROPBASER -> {
                synchronized (tables) {
                    setConfigurationTable(owner, value);
                }
            }
            case GICR_PENDBASER -> {
                synchronized (tables) {
                    setPendingTable(owner, value);
                }
            }
            case GICR_CTLR,
                    GICR_IIDR,
                    GICR_TYPER,
                    GICR_STATUSR,
                    GICR_WAKER,
                    GICR_INVLPIR,
                    GICR_INVALLR,
                    GICR_SYNCR,
                    GICR_PIDR -> {
                // Read-only, or not of 64 bits.
            }
        }
    }

    private int type(Redistributor owner) {
        return profile.redistributorType()
                | owner.vcpuId() << NUMBER_SHIFT
                | (topology.placement().isLast(owner.index()) ? LAST : 0)
                | (takesLpis() ? PHYSICAL_LPIS : 0);
    }

    /** Whether redistributors take LPIs: without an ITS there is nothing to send any. */
    private boolean takesLpis() {
        return profile.lpisWithoutIts();
    }

    private long configurationTable(Redistributor owner) {
        return configurationTables.get(sharedConfigurationTable ? 0 : owner.index());
    }

    private void setConfigurationTable(Redistributor owner, long value) {
        if (!owner.lpisEnabled()) {
            configurationTables.set(
                    sharedConfigurationTable ? 0 : owner.index(),
                    TableBase.CONFIGURATION.keep(value, profile.tableBases()));
        }
    }

    private void setPendingTable(Redistributor owner, long value) {
        if (!owner.lpisEnabled()) {
            owner.setPendingTable(TableBase.PENDING.keep(value, profile.tableBases()));
        }
    }

    private static int half(long value, int word) {
        return (int) (value >>> word * Integer.SIZE);
    }

    private static long withHalf(long value, int word, int half) {
        int shift = word * Integer.SIZE;
        return value & ~(0xFFFF_FFFFL << shift) | (half & 0xFFFF_FFFFL) << shift;
    }
}
