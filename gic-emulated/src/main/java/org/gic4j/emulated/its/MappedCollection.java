package org.gic4j.emulated.its;

import org.gic4j.api.its.TableEntry;

/** A group of events that go to the same vCPU. */
final class MappedCollection {
    private final int id;
    private int processor;
    private int vcpuIndex;

    /**
     * Makes a collection.
     *
     * @param id 0 to 65535
     * @param processor the processor number, or {@link TableEntry#UNMAPPED}
     * @param vcpuIndex the creation index of that vCPU, or {@link Processors#NONE}
     */
    MappedCollection(int id, int processor, int vcpuIndex) {
        this.id = id;
        this.processor = processor;
        this.vcpuIndex = vcpuIndex;
    }

    int id() {
        return id;
    }

    /** The processor number, or {@link TableEntry#UNMAPPED}. */
    int processor() {
        return processor;
    }

    /** The creation index of the vCPU, or {@link Processors#NONE}. */
    int vcpuIndex() {
        return vcpuIndex;
    }

    boolean isMapped() {
        return processor != TableEntry.UNMAPPED;
    }

    void map(int newProcessor, int newVcpuIndex) {
        processor = newProcessor;
        vcpuIndex = newVcpuIndex;
    }
}
