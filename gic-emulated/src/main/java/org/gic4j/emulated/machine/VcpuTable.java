package org.gic4j.emulated.machine;

import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.gic4j.emulated.controller.AffinityMap;
import org.gic4j.emulated.wiring.MachineScope;
import org.jspecify.annotations.Nullable;

/** The vCPUs of a virtual machine, by creation index and by id. Grows under the life-cycle lock; read by anyone. */
@MachineScope
public final class VcpuTable {
    private static final EmulatedVcpu[] EMPTY = {};
    /** vCPU ids are below this. */
    static final int MAXIMUM_ID = 512;

    private final AtomicInteger running = new AtomicInteger();
    private volatile EmulatedVcpu[] byIndex = EMPTY;
    private volatile @Nullable EmulatedVcpu[] byId = new EmulatedVcpu[MAXIMUM_ID];
    private volatile @Nullable AffinityMap affinities;
    private volatile @Nullable AffinitiesAtFirstRun atFirstRun;
    private volatile boolean anyHasRun;

    /** An empty table. */
    @Inject
    public VcpuTable() {}

    /** The number of vCPUs. */
    public int size() {
        return byIndex.length;
    }

    /** The vCPU of a creation index, or null. */
    public @Nullable EmulatedVcpu atIndex(int index) {
        EmulatedVcpu[] now = byIndex;
        return index >= 0 && index < now.length ? now[index] : null;
    }

    /** The vCPU of an id, or null. */
    public @Nullable EmulatedVcpu withId(int id) {
        return id >= 0 && id < MAXIMUM_ID ? byId[id] : null;
    }

    /** All vCPUs in creation order. The array must not be changed. */
    public EmulatedVcpu[] all() {
        return byIndex;
    }

    /**
     * The vCPUs by affinity, as attributes, SGIs and routes name them. Of several with one affinity it is the one that was
     * created first, or last as far as they had it when a vCPU ran for the first time.
     */
    public AffinityMap affinities() {
        AffinityMap now = affinities;
        return now == null ? mapAffinities() : now;
    }

    private synchronized AffinityMap mapAffinities() {
        AffinityMap now = affinities;
        if (now == null) {
            int[] packed = packedAffinities();
            AffinitiesAtFirstRun table = atFirstRun;
            now = new AffinityMap(packed);
            if (table != null) {
                now = now.preferring(table.found(packed));
            }
            affinities = now;
        }
        return now;
    }

    private int[] packedAffinities() {
        return Arrays.stream(byIndex).mapToInt(vcpu -> vcpu.affinity().packed()).toArray();
    }

    /** To be called after an affinity changed, or how vCPUs are found by it. */
    synchronized void affinitiesChanged() {
        affinities = null;
    }

    void add(EmulatedVcpu vcpu) {
        EmulatedVcpu[] grown = Arrays.copyOf(byIndex, byIndex.length + 1);
        grown[byIndex.length] = vcpu;
        @Nullable EmulatedVcpu[] ids = byId.clone();
        ids[vcpu.id().value()] = vcpu;
        byId = ids;
        byIndex = grown;
        atFirstRun = null;
        affinitiesChanged();
    }

    /** Whether a vCPU is marked as running: register attributes answer EBUSY. */
    public boolean isAnyRunning() {
        return running.get() != 0;
    }

    boolean hasAnyRun() {
        return anyHasRun;
    }

    /** Notes that a vCPU runs for the first time; whether that changes how vCPUs are found by affinity. */
    boolean noteRun() {
        anyHasRun = true;
        if (atFirstRun != null || byIndex.length <= 1) {
            return false;
        }
        AffinitiesAtFirstRun table = AffinitiesAtFirstRun.of(packedAffinities());
        atFirstRun = table;
        affinitiesChanged();
        return table != null;
    }

    void enter() {
        running.incrementAndGet();
    }

    void leave() {
        running.decrementAndGet();
    }
}
