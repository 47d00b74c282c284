package org.gic4j.emulated.lpi;

import java.util.concurrent.atomic.AtomicInteger;
import org.gic4j.api.Errno;
import org.gic4j.api.guest.GuestMemory;
import org.gic4j.emulated.delivery.BriefLock;
import org.jspecify.annotations.Nullable;

/**
 * The LPIs of a virtual machine that events are mapped to. Guarded by the distributor's lock, which every method takes;
 * what goes through all of them releases it now and then.
 *
 * <p>What it reads and writes of the tables in guest memory, and when, is KVM's behaviour (CONTRACT 9).
 */
public final class Lpis {
    /** The least INTID of an LPI. */
    public static final int FIRST = 8192;

    private final ConfigurationTables configuration;
    private final LpiTables tables;
    private final BriefLock lock;
    private final LpiTable table = new LpiTable();
    private volatile LpiTarget[] targets = {};
    private volatile boolean present;
    private final AtomicInteger withdrawals = new AtomicInteger();

    /**
     * No LPIs.
     *
     * @param memory where their tables are
     * @param configuration which of them tell priorities and enables
     * @param lock the distributor's
     */
    public Lpis(GuestMemory memory, ConfigurationTables configuration, BriefLock lock) {
        this.configuration = configuration;
        tables = new LpiTables(memory, configuration);
        this.lock = lock;
    }

    /** Whether there is an ITS, and so LPIs. */
    public boolean arePresent() {
        return present;
    }

    /** Notes that there is an ITS, or one more. */
    public void appear() {
        configuration.appear();
        present = true;
    }

    /** Counts how often a vCPU's LPIs were disabled: what was remembered of translations does not hold any more. */
    public int withdrawals() {
        return withdrawals.get();
    }

    /**
     * Says who takes LPIs, once the vCPUs have redistributors.
     *
     * @param all by creation index of the vCPUs
     */
    public void attach(LpiTarget[] all) {
        lock.lock();
        try {
            targets = all;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Whether an INTID is that of an LPI which the configuration table has room for.
     *
     * @param intid unsigned
     */
    public boolean isLpi(int intid) {
        return Integer.compareUnsigned(intid, FIRST) >= 0
                && Integer.compareUnsigned(intid, configuration.intids(0)) < 0;
    }

    /**
     * Whether a vCPU takes LPIs.
     *
     * @param vcpuIndex its creation index
     */
    public boolean areTaken(int vcpuIndex) {
        LpiTarget[] all = targets;
        return vcpuIndex >= 0 && vcpuIndex < all.length && all[vcpuIndex].takesLpis();
    }

    /**
     * Maps an event to an LPI. If it is the LPI's first, and no vCPU was left with the LPI, its configuration and its
     * pending bit are read, and the pending bit is cleared in memory.
     *
     * @param intid the LPI
     * @param vcpuIndex the vCPU that the LPI goes to if the event is its first; negative for none
     * @return null where the tables cannot be read
     */
    public @Nullable Lpi map(int intid, int vcpuIndex) {
        lock.lock();
        try {
            Lpi lpi = table.find(intid);
            if (lpi == null) {
                lpi = new Lpi(intid);
                lpi.target = vcpuIndex;
                LpiTarget target = target(lpi);
                if (!configure(lpi) || target != null && !tables.takePendingBit(lpi, target.pendingTable())) {
                    return null;
                }
                queue(lpi);
                table.add(lpi);
            }
            lpi.events++;
            return lpi;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable LpiTarget target(Lpi lpi) {
        LpiTarget[] all = targets;
        return lpi.target >= 0 && lpi.target < all.length ? all[lpi.target] : null;
    }

    /** The vCPU that KVM would give it to now. */
    private @Nullable LpiTarget recipient(Lpi lpi) {
        LpiTarget target = target(lpi);
        return lpi.pending && lpi.enabled && target != null && target.forwardsLpis() ? target : null;
    }

    /** Presents it to its vCPU while it is deliverable. */
    private void file(Lpi lpi) {
        LpiTarget given = lpi.givenTo();
        if (given != null && !given.equals(recipient(lpi))) {
            given.returns().add(lpi);
        }
        LpiTarget target = target(lpi);
        lpi.present(lpi.pending && lpi.enabled && target != null && target.takesLpis() ? target : null);
    }

    /** Unmaps an event from its LPI. */
    public void unmap(Lpi lpi) {
        lock.lock();
        try {
            lpi.events--;
            drop(lpi);
        } finally {
            lock.unlock();
        }
    }

    /** Forgets an LPI that no event is mapped to and that no vCPU was given. */
    private void drop(Lpi lpi) {
        if (lpi.events == 0 && lpi.givenTo() == null) {
            lpi.pending = false;
            file(lpi);
            table.remove(lpi);
        }
    }

    /**
     * Sends an LPI to another vCPU.
     *
     * @param lpi the LPI
     * @param vcpuIndex the vCPU's creation index
     */
    public void retarget(Lpi lpi, int vcpuIndex) {
        lock.lock();
        try {
            lpi.target = vcpuIndex;
            file(lpi);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sends all LPIs of a vCPU to another.
     *
     * @param from the one's creation index
     * @param to the other's
     */
    public void retargetAll(int from, int to) {
        lock.lock();
        try {
            table.forEach(lock, lpi -> {
                if (lpi.target == from) {
                    lpi.target = to;
                    file(lpi);
                }
            });
        } finally {
            lock.unlock();
        }
    }

    /** Makes an LPI pending. */
    public void trigger(Lpi lpi) {
        lock.lock();
        try {
            lpi.pending = true;
            queue(lpi);
        } finally {
            lock.unlock();
        }
    }

    /** Makes an LPI not pending. */
    public void clear(Lpi lpi) {
        lock.lock();
        try {
            lpi.pending = false;
            file(lpi);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Reads an LPI's configuration again.
     *
     * @param intid the LPI
     */
    public void reconfigure(int intid) {
        lock.lock();
        try {
            Lpi lpi = table.find(intid);
            if (lpi != null) {
                configure(lpi);
                drop(lpi);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Reads the configuration again of all LPIs that go to a vCPU.
     *
     * @param vcpuIndex the vCPU's creation index
     */
    public void reconfigureAll(int vcpuIndex) {
        lock.lock();
        try {
            table.forEach(lock, lpi -> {
                if (lpi.target == vcpuIndex) {
                    configure(lpi);
                    drop(lpi);
                }
            });
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sets GICR_CTLR.EnableLPIs. When it is set, the pending bits of the LPIs that go to the vCPU are read from its table.
     *
     * @param taker the vCPU
     * @param enabled whether it takes LPIs
     */
    public void enable(LpiTarget taker, boolean enabled) {
        lock.lock();
        try {
            if (enabled == taker.takesLpis()) {
                return;
            }
            taker.takeLpis(enabled);
            if (!enabled) {
                withdraw(taker);
            } else if (taker.pendingTableIsZero()) {
                presentGiven(taker);
            } else {
                readPendingTable(taker);
            }
        } finally {
            lock.unlock();
        }
    }

    /** What the vCPU was given while it took no LPIs: mapped then, and pending by its table. */
    private void presentGiven(LpiTarget taker) {
        table.forEach(lpi -> {
            if (lpi.givenTo() != null && lpi.target == taker.index()) {
                file(lpi);
            }
        });
    }

    private void readPendingTable(LpiTarget taker) {
        long base = taker.pendingTable();
        boolean[] readable = {true};
        table.forEach(lpi -> {
            if (lpi.target == taker.index()) {
                readable[0] = readable[0] && tables.readPendingBit(lpi, base);
                if (readable[0]) {
                    queue(lpi);
                    drop(lpi);
                }
            }
        });
    }

    /** The vCPU forgets what it was given, which is pending no more. What it was not given stays so for its table. */
    private void withdraw(LpiTarget taker) {
        taker.withdrawAll();
        withdrawals.incrementAndGet();
        table.forEach(lpi -> {
            lpi.noteWithdrawal(taker);
            if (taker.equals(lpi.givenTo())) {
                lpi.giveTo(null);
                lpi.pending = false;
                file(lpi);
                drop(lpi);
            }
        });
    }

    /**
     * A vCPU leaves its guest: it gives back what it was given and cannot take any more, and passes on what goes elsewhere.
     *
     * @param taker the vCPU
     */
    public void leaveGuest(LpiTarget taker) {
        if (taker.returns().isEmpty()) {
            return;
        }
        lock.lock();
        try {
            taker.returns().takeAll(lpi -> {
                lpi.giveTo(recipient(lpi));
                drop(lpi);
            });
        } finally {
            lock.unlock();
        }
    }

    /** The distributor forwards LPIs no more: what vCPUs were given they are to give back. */
    public void forwardingEnded() {
        lock.lock();
        try {
            table.forEach(this::file);
        } finally {
            lock.unlock();
        }
    }

    /**
     * A CPU acknowledges an LPI. LPIs have no active state.
     *
     * @param intid the LPI
     */
    public void acknowledge(int intid) {
        lock.lock();
        try {
            Lpi lpi = table.find(intid);
            if (lpi != null) {
                lpi.pending = false;
                lpi.giveTo(null);
                file(lpi);
                drop(lpi);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Writes the pending bits of all LPIs to the tables of the vCPUs that they go to, and nothing else.
     *
     * @return 0; EFAULT for a table that is not in memory
     */
    public int savePendingTables() {
        lock.lock();
        try {
            int[] errno = {Errno.OK};
            table.forEach(lock, lpi -> {
                if (errno[0] == Errno.OK && lpi.target != Lpi.NOBODY) {
                    LpiTarget target = target(lpi);
                    errno[0] = tables.savePendingBit(lpi, target == null ? 0 : target.pendingTable());
                }
            });
            return errno[0];
        } finally {
            lock.unlock();
        }
    }

    private boolean configure(Lpi lpi) {
        boolean readable = tables.configure(lpi);
        if (readable) {
            queue(lpi);
        }
        return readable;
    }

    /** Files it, and notes whether KVM would have given it to its vCPU now. */
    private void queue(Lpi lpi) {
        if (lpi.givenTo() == null) {
            lpi.giveTo(recipient(lpi));
        }
        file(lpi);
    }
}
