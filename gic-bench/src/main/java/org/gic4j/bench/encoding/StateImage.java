package org.gic4j.bench.encoding;

import java.util.Arrays;
import org.gic4j.api.Affinity;
import org.gic4j.api.GicVersion;
import org.gic4j.api.registers.Register;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.VcpuDescription;

/**
 * What a snapshot says, as a plain object of the kind that serialization libraries are made for: public fields, arrays,
 * names of registers as strings.
 */
public final class StateImage {
    /** Who made it. */
    public String producer = "";
    /** The architecture version. */
    public int version;
    /** The number of interrupts. */
    public int interrupts;
    /** The number of implemented priority bits. */
    public int priorityBits;
    /** The ids of the vCPUs in creation order. */
    public int[] vcpuIds = {};
    /** The affinities of the vCPUs in creation order. */
    public int[] affinities = {};
    /** Which addresses are known. */
    public long[] addressAttributes = {};
    /** Those addresses. */
    public long[] addresses = {};
    /** The names of register families. */
    public String[] names = {};
    /** The words of each of these families. */
    public int[][] words = {};

    /** Empty, to be filled by a library. */
    public StateImage() {}

    /**
     * Of a snapshot.
     *
     * @param snapshot the snapshot
     */
    public static StateImage of(Snapshot snapshot) {
        GicState state = snapshot.state();
        StateImage image = new StateImage();
        image.producer = snapshot.producer();
        image.version = state.version() == GicVersion.GICV3 ? 3 : 2;
        image.interrupts = state.geometry().interrupts();
        image.priorityBits = state.priorityBits();
        image.vcpuIds =
                state.vcpus().stream().mapToInt(vcpu -> vcpu.id().value()).toArray();
        image.affinities = state.vcpus().stream()
                .map(VcpuDescription::affinity)
                .mapToInt(Affinity::packed)
                .toArray();
        image.addressAttributes =
                state.addresses().keySet().stream().mapToLong(Long::longValue).toArray();
        image.addresses =
                state.addresses().values().stream().mapToLong(Long::longValue).toArray();
        image.names = state.registers().stream().map(Register::name).toArray(String[]::new);
        image.words = state.registers().stream().map(state::words).toArray(int[][]::new);
        return image;
    }

    /**
     * Whether another image says the same.
     *
     * @param that the other
     */
    public boolean says(StateImage that) {
        return producer.equals(that.producer)
                && version == that.version
                && interrupts == that.interrupts
                && priorityBits == that.priorityBits
                && Arrays.equals(vcpuIds, that.vcpuIds)
                && Arrays.equals(affinities, that.affinities)
                && Arrays.equals(addressAttributes, that.addressAttributes)
                && Arrays.equals(addresses, that.addresses)
                && Arrays.equals(names, that.names)
                && Arrays.deepEquals(words, that.words);
    }
}
