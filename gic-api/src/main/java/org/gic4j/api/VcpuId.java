package org.gic4j.api;

/**
 * The identifier that a vCPU was created with. GICv2 attributes address a vCPU by it (attribute bits 39 to 32), and
 * so do interrupt lines. It is not the creation index: ids may have gaps.
 *
 * @param value 0 to 511
 */
public record VcpuId(int value) implements Comparable<VcpuId> {
    @Override
    public int compareTo(VcpuId other) {
        return Integer.compare(value, other.value);
    }

    @Override
    public String toString() {
        return "vCPU " + value;
    }
}
