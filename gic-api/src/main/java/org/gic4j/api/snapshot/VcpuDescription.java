package org.gic4j.api.snapshot;

import org.gic4j.api.Affinity;
import org.gic4j.api.VcpuId;
import org.gic4j.api.VcpuIndex;

/**
 * A vCPU as a snapshot knows it.
 *
 * @param id what GICv2 state is keyed by
 * @param index its position in creation order
 * @param affinity what GICv3 state is keyed by
 */
public record VcpuDescription(VcpuId id, VcpuIndex index, Affinity affinity) {
    /**
     * vCPUs with ids that follow one another, and the affinities that KVM gives them.
     *
     * @param count how many
     */
    public static java.util.List<VcpuDescription> consecutive(int count) {
        return java.util.stream.IntStream.range(0, count)
                .mapToObj(n -> new VcpuDescription(new VcpuId(n), new VcpuIndex(n), Affinity.byDefault(new VcpuId(n))))
                .toList();
    }

    @Override
    public String toString() {
        return "vCPU id " + id.value() + ", index " + index.value() + ", affinity " + affinity;
    }
}
