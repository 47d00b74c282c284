package org.gic4j.emulated.lpi;

import java.util.TreeMap;
import java.util.function.Consumer;
import org.gic4j.emulated.delivery.BriefLock;
import org.jspecify.annotations.Nullable;

/**
 * LPIs by INTID, in proportion to how many there are. The architecture's 16 bits of INTID are found in two loads; an
 * INTID above, which only restored tables can have, in a tree.
 */
final class LpiTable {
    private static final int AT_ONCE = 256;

    private final SparseTable<Lpi> common = new SparseTable<>();
    private final TreeMap<Integer, Lpi> beyond = new TreeMap<>(Integer::compareUnsigned);

    @Nullable Lpi find(int intid) {
        return Integer.compareUnsigned(intid, SparseTable.SIZE) < 0 ? common.get(intid) : beyond.get(intid);
    }

    void add(Lpi lpi) {
        if (Integer.compareUnsigned(lpi.intid, SparseTable.SIZE) < 0) {
            common.put(lpi.intid, lpi);
        } else {
            beyond.put(lpi.intid, lpi);
        }
    }

    void remove(Lpi lpi) {
        if (Integer.compareUnsigned(lpi.intid, SparseTable.SIZE) < 0) {
            common.remove(lpi.intid);
        } else {
            beyond.remove(lpi.intid);
        }
    }

    /**
     * Does something with each, by INTID, and gives way now and then to those who wait for the lock. What is mapped
     * meanwhile may be left out.
     *
     * @param lock guards the table, and is held
     * @param action may remove the one that it is given
     */
    void forEach(BriefLock lock, Consumer<Lpi> action) {
        int done = 0;
        for (int intid = common.next(0); intid < SparseTable.SIZE; intid = common.next(intid + 1)) {
            Lpi lpi = common.get(intid);
            if (lpi != null) {
                action.accept(lpi);
            }
            done++;
            if (done % AT_ONCE == 0) {
                lock.giveWay();
            }
        }
        forEachBeyond(action);
    }

    /** Does something with each, by INTID. The action may remove the one that it is given. */
    void forEach(Consumer<Lpi> action) {
        common.forEach(action);
        forEachBeyond(action);
    }

    private void forEachBeyond(Consumer<Lpi> action) {
        if (!beyond.isEmpty()) {
            beyond.values().stream().toList().forEach(action);
        }
    }
}
