package org.gic4j.api.snapshot;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.gic4j.api.GicVersion;

/** What tells the vCPUs of a state apart: ids, and for a GICv3 affinities. */
final class VcpuKeys {
    private VcpuKeys() {}

    /**
     * Checks that no two vCPUs have the same key.
     *
     * @throws IllegalArgumentException naming the first two that do
     */
    static void requireDistinct(GicVersion version, List<VcpuDescription> vcpus) {
        requireDistinct(vcpus, "id", vcpu -> vcpu.id().value());
        if (version == GicVersion.GICV3) {
            requireDistinct(vcpus, "affinity", vcpu -> vcpu.affinity().packed());
        }
    }

    private static void requireDistinct(
            List<VcpuDescription> vcpus, String what, ToIntFunction<VcpuDescription> key) {
        if (isAscending(vcpus, key)) {
            // Nearly always, and then nothing is allocated.
            return;
        }
        Map<Integer, VcpuDescription> seen = new HashMap<>();
        for (VcpuDescription vcpu : vcpus) {
            VcpuDescription other = seen.put(key.applyAsInt(vcpu), vcpu);
            if (other != null) {
                throw new IllegalArgumentException("two vCPUs have the same " + what + ": " + other + " and " + vcpu);
            }
        }
    }

    private static boolean isAscending(List<VcpuDescription> vcpus, ToIntFunction<VcpuDescription> key) {
        for (int i = 1; i < vcpus.size(); i++) {
            if (Integer.compareUnsigned(key.applyAsInt(vcpus.get(i - 1)), key.applyAsInt(vcpus.get(i))) >= 0) {
                return false;
            }
        }
        return true;
    }
}
