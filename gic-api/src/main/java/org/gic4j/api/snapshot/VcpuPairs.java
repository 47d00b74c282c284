package org.gic4j.api.snapshot;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.gic4j.api.GicVersion;

/**
 * Which vCPU of one state is which of another: by id for a GICv2; for a GICv3 by affinity, and by id what that leaves over
 * on both sides. Immutable.
 */
final class VcpuPairs {
    /** That a vCPU has no counterpart. */
    static final int NONE = -1;

    private final int[] rightOfLeft;
    private final int[] leftOfRight;

    private VcpuPairs(int left, int right) {
        rightOfLeft = new int[left];
        leftOfRight = new int[right];
        Arrays.fill(rightOfLeft, NONE);
        Arrays.fill(leftOfRight, NONE);
    }

    /** The vCPUs of two states of the same version. */
    static VcpuPairs of(GicState left, GicState right) {
        VcpuPairs pairs = new VcpuPairs(left.vcpus().size(), right.vcpus().size());
        if (left.version() == GicVersion.GICV3) {
            pairs.pair(left.vcpus(), right.vcpus(), vcpu -> vcpu.affinity().packed());
        }
        pairs.pair(left.vcpus(), right.vcpus(), vcpu -> vcpu.id().value());
        return pairs;
    }

    /** As many vCPUs on both sides, each with the one at its own place. */
    static VcpuPairs byPlace(int vcpus) {
        VcpuPairs pairs = new VcpuPairs(vcpus, vcpus);
        for (int index = 0; index < vcpus; index++) {
            pairs.put(index, index);
        }
        return pairs;
    }

    /** The second state's index of a vCPU of the first, or {@link #NONE}. */
    int rightOf(int left) {
        return rightOfLeft[left];
    }

    /** The same pairs seen from the second state. */
    VcpuPairs swapped() {
        VcpuPairs swapped = new VcpuPairs(leftOfRight.length, rightOfLeft.length);
        for (int left = 0; left < rightOfLeft.length; left++) {
            if (rightOfLeft[left] != NONE) {
                swapped.put(rightOfLeft[left], left);
            }
        }
        return swapped;
    }

    private void pair(List<VcpuDescription> left, List<VcpuDescription> right, ToIntFunction<VcpuDescription> key) {
        Map<Integer, Integer> places = new HashMap<>();
        for (VcpuDescription vcpu : right) {
            if (leftOfRight[vcpu.index().value()] == NONE) {
                places.put(key.applyAsInt(vcpu), vcpu.index().value());
            }
        }
        for (VcpuDescription vcpu : left) {
            Integer place = places.get(key.applyAsInt(vcpu));
            if (rightOfLeft[vcpu.index().value()] == NONE && place != null) {
                put(vcpu.index().value(), place);
            }
        }
    }

    private void put(int left, int right) {
        rightOfLeft[left] = right;
        leftOfRight[right] = left;
    }
}
