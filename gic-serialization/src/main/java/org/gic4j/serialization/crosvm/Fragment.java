package org.gic4j.serialization.crosvm;

import java.util.Map;
import java.util.NavigableMap;
import org.gic4j.api.Affinity;

/**
 * What the file has, not yet understood.
 *
 * @param distributor the words of the distributor's frame
 * @param vcpus the vCPUs by affinity, lowest first
 * @param size the file's size
 */
record Fragment(Frame distributor, NavigableMap<Affinity, OfVcpu> vcpus, long size) {
    /** The words of a frame. */
    static final class Frame {
        private final int[] words;

        Frame(int[] words) {
            this.words = words;
        }

        /** The word at an offset in bytes. */
        int at(int offset) {
            return words[offset / Integer.BYTES];
        }
    }

    /**
     * One vCPU's registers.
     *
     * @param redistributor the words of both of its frames
     * @param systemRegisters values by encoding
     */
    record OfVcpu(Frame redistributor, Map<Integer, Long> systemRegisters) {}
}
