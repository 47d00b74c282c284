package org.gic4j.testkit.contract;

import java.util.Map;
import org.gic4j.api.GicBackend;
import org.gic4j.api.GicVersion;

/**
 * What is tested: the interrupt controllers of one version that a backend has.
 *
 * @param backend the backend
 * @param version the architecture version
 * @param missing what it lacks, each with the reason
 */
public record Implementation(GicBackend backend, GicVersion version, Map<Feature, String> missing) {
    /** Copies the map. */
    public Implementation {
        missing = Map.copyOf(missing);
    }

    /**
     * The GICv2 of a backend.
     *
     * @param backend the backend
     * @param missing what it lacks, each with the reason
     */
    public Implementation(GicBackend backend, Map<Feature, String> missing) {
        this(backend, GicVersion.GICV2, missing);
    }

    /** Whether it has a feature. */
    boolean has(Feature feature) {
        return !missing.containsKey(feature);
    }
}
