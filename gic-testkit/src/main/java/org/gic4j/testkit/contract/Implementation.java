package org.gic4j.testkit.contract;

import java.util.Map;
import org.gic4j.api.GicBackend;
import org.gic4j.api.GicVersion;
import org.gic4j.testkit.guest.VcpuExecution;

/**
 * What is tested: the interrupt controllers of one version that a backend has.
 *
 * @param backend the backend
 * @param version the architecture version
 * @param missing what it lacks, each with the reason
 * @param execution how its vCPUs are brought inside their runs
 */
public record Implementation(
        GicBackend backend, GicVersion version, Map<Feature, String> missing, VcpuExecution execution) {
    /** Copies the map. */
    public Implementation {
        missing = Map.copyOf(missing);
    }

    /**
     * A backend whose vCPUs run by marks, if at all.
     *
     * @param backend the backend
     * @param version the architecture version
     * @param missing what it lacks, each with the reason
     */
    public Implementation(GicBackend backend, GicVersion version, Map<Feature, String> missing) {
        this(backend, version, missing, VcpuExecution.BY_MARKS);
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

    /**
     * The same with vCPUs that run.
     *
     * @param newExecution how they are brought inside their runs
     */
    public Implementation withExecution(VcpuExecution newExecution) {
        return new Implementation(backend, version, missing, newExecution);
    }

    /** Whether it has a feature. */
    boolean has(Feature feature) {
        return !missing.containsKey(feature);
    }
}
