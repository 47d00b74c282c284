package org.gic4j.emulated.gicv3;

import org.gic4j.emulated.controller.AffinityMap;

/** Which vCPU has which affinity, and where the frames are: what user space may still change after initialisation. */
public final class Topology {
    private volatile AffinityMap affinities = new AffinityMap();
    private volatile FramePlacement placement = FramePlacement.NONE;

    /** A topology that knows of nothing yet. */
    public Topology() {}

    /** The vCPUs by affinity. */
    AffinityMap affinities() {
        return affinities;
    }

    /** The frames by address. */
    FramePlacement placement() {
        return placement;
    }

    void setAffinities(AffinityMap map) {
        affinities = map;
    }

    void setPlacement(FramePlacement places) {
        placement = places;
    }
}
