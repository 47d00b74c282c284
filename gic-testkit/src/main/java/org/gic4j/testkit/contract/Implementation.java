package org.gic4j.testkit.contract;

import java.util.Map;
import org.gic4j.api.GicBackend;

/**
 * What is tested.
 *
 * @param backend the backend
 * @param missing what it lacks, each with the reason
 */
public record Implementation(GicBackend backend, Map<Feature, String> missing) {
    /** Copies the map. */
    public Implementation {
        missing = Map.copyOf(missing);
    }

    /** Whether it has a feature. */
    boolean has(Feature feature) {
        return !missing.containsKey(feature);
    }
}
