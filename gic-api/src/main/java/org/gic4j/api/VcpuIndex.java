package org.gic4j.api;

/**
 * The position of a vCPU in creation order. GICv2 target bytes count vCPUs by it, and so do guest accesses.
 *
 * @param value from 0, without gaps
 */
public record VcpuIndex(int value) implements Comparable<VcpuIndex> {
    @Override
    public int compareTo(VcpuIndex other) {
        return Integer.compare(value, other.value);
    }
}
