package org.gic4j.emulated.its;

import org.gic4j.api.Errno;
import org.gic4j.api.guest.GuestMemory;
import org.gic4j.emulated.delivery.BriefLock;
import org.gic4j.emulated.lpi.Lpis;

/**
 * An interrupt translation service: what its registers say is enabled, what is mapped, and messages. Any thread may
 * call.
 *
 * <p>Its lock is taken after the life cycle's and before the distributor's (docs/decisions).
 */
public final class Its {
    private static final int DELIVERED = 1;
    private static final int DROPPED = 0;

    private final BriefLock lock = new BriefLock();
    private final Lpis lpis;
    private final Mappings mappings;
    private final ItsTables tables;
    private final CommandQueue queue;
    private final TableSaver saver;
    private final TableRestorer restorer;
    private boolean enabled;

    /**
     * Makes one at reset.
     *
     * @param memory guest memory
     * @param lpis the LPIs that messages become
     * @param processors the vCPUs
     */
    public Its(GuestMemory memory, Lpis lpis, Processors processors) {
        this.lpis = lpis;
        mappings = new Mappings(lpis);
        tables = new ItsTables(memory);
        queue = new CommandQueue(memory, new Commands(mappings, tables, lpis, processors));
        saver = new TableSaver(mappings, tables);
        restorer = new TableRestorer(mappings, tables, processors);
    }

    /** Guards everything of it. */
    public BriefLock lock() {
        return lock;
    }

    CommandQueue queue() {
        return queue;
    }

    ItsTables tables() {
        return tables;
    }

    boolean isEnabled() {
        return enabled;
    }

    /** Sets GITS_CTLR.Enabled, as far as the queue and both tables are valid, and executes what the queue holds. */
    void enable(boolean wanted) {
        if (wanted && !enabled
                && !(tables.devices().isValid() && tables.collections().isValid() && queue.isValid())) {
            return;
        }
        enabled = wanted;
        if (enabled) {
            queue.run();
        } else {
            mappings.forgetTranslations();
        }
    }

    /** Sets GITS_CBASER, unless it is enabled. */
    void setQueueBase(long value) {
        if (!enabled) {
            queue.setBase(value);
        }
    }

    /** Sets GITS_CWRITER. */
    void setQueueWriter(int value) {
        if (queue.setWriter(value) && enabled) {
            queue.run();
        }
    }

    /** Sets GITS_CREADR: 0, EINVAL, or EBUSY while it is enabled. */
    int setQueueReader(int value) {
        return enabled ? Errno.EBUSY : queue.setReader(value);
    }

    /** Sets GITS_BASER0, unless it is enabled. Making it invalid drops all devices. */
    void setDeviceTable(long value) {
        if (!enabled) {
            tables.devices().set(value);
            if (!tables.devices().isValid()) {
                mappings.removeDevices();
            }
        }
    }

    /** Sets GITS_BASER1, unless it is enabled. Making it invalid drops all collections. */
    void setCollectionTable(long value) {
        if (!enabled) {
            tables.collections().set(value);
            if (!tables.collections().isValid()) {
                mappings.removeCollections();
            }
        }
    }

    /**
     * A message of a device.
     *
     * @param deviceId which device, unsigned
     * @param eventId which event, unsigned
     * @param named whether the device id is said to be valid
     * @return 1 delivered, 0 dropped, or a negative errno: EINVAL without a device id, EBUSY while the ITS or the target's
     *     LPIs are disabled
     */
    public int signal(int deviceId, int eventId, boolean named) {
        lock.lock();
        try {
            MappedEvent event = mappings.event(deviceId, eventId);
            long now = mappings.now();
            if (event != null && event.translated() == now) {
                lpis.trigger(event.lpi());
                return DELIVERED;
            }
            if (!named) {
                return -Errno.EINVAL;
            }
            if (!enabled) {
                return -Errno.EBUSY;
            }
            MappedCollection collection = event == null ? null : event.collection();
            if (event == null || collection == null || !collection.isMapped()) {
                return DROPPED;
            }
            if (!lpis.areTaken(collection.vcpuIndex())) {
                return -Errno.EBUSY;
            }
            event.noteTranslation(now);
            lpis.trigger(event.lpi());
            return DELIVERED;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Writes its tables to guest memory.
     *
     * @return 0; EINVAL or EFAULT
     */
    public int saveTables() {
        lock.lock();
        try {
            return saver.save();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Reads its tables from guest memory.
     *
     * @return 0; EINVAL, EEXIST, EFAULT or ENOMEM
     */
    public int restoreTables() {
        lock.lock();
        try {
            return restorer.restore();
        } finally {
            lock.unlock();
        }
    }

    /** Drops everything that is mapped, and disables it. The tables keep their addresses, and are not valid. */
    public void reset() {
        lock.lock();
        try {
            tables.devices().invalidate();
            tables.collections().invalidate();
            queue.reset();
            enabled = false;
            mappings.removeDevices();
            mappings.removeCollections();
        } finally {
            lock.unlock();
        }
    }
}
