package org.gic4j.testkit.differential.generator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gic4j.api.Affinity;
import org.gic4j.api.GicVersion;
import org.gic4j.api.VcpuId;
import org.gic4j.api.registers.Frame;
import org.gic4j.api.registers.Geometry;

/**
 * What the generator thinks of the machine that a sequence has made so far. It may be wrong, since it knows no answers;
 * then requests are refused, which is worth comparing too.
 */
final class Sketch {
    private static final int HOT = 6;

    private final GicVersion version;
    private final List<Integer> vcpuIds = new ArrayList<>();
    private final Map<Integer, Affinity> affinities = new HashMap<>();
    private final List<Integer> hotIntids = new ArrayList<>();
    private int addressBits = 40;
    private int interrupts = 256;
    private int devices;
    private boolean complete;

    Sketch(GicVersion version) {
        this.version = version;
    }

    /** The architecture version of its interrupt controller. */
    GicVersion version() {
        return version;
    }

    /** The size of its guest physical addresses. */
    int addressBits() {
        return addressBits;
    }

    void setAddressBits(int bits) {
        addressBits = bits;
    }

    /** The number of interrupts that it will have. */
    int interrupts() {
        return interrupts;
    }

    void setInterrupts(int number) {
        interrupts = number;
    }

    /** The vCPUs in creation order. */
    List<Integer> vcpuIds() {
        return vcpuIds;
    }

    /** From now on the machine works, and gets no vCPUs any more. */
    void complete() {
        complete = true;
    }

    void addVcpu(int id) {
        if (!complete && !vcpuIds.contains(id)) {
            vcpuIds.add(id);
        }
    }

    void addDevice() {
        devices++;
    }

    /** A device that exists, as far as one does. */
    int device(Draw draw) {
        return devices < 2 || draw.percent(95) ? 0 : draw.below(devices);
    }

    /** The id of a vCPU that exists, as far as one does. */
    int vcpu(Draw draw) {
        return vcpuIds.isEmpty() ? 0 : draw.oneOf(vcpuIds);
    }

    /** What attributes of a frame name such a vCPU by. */
    int vcpuKey(Frame frame, Draw draw) {
        VcpuId id = new VcpuId(vcpu(draw));
        return frame.vcpuKey(id, affinities.getOrDefault(id.value(), Affinity.byDefault(id)));
    }

    void setAffinity(int id, Affinity affinity) {
        affinities.put(id, affinity);
    }

    /** Its extent. */
    Geometry geometry() {
        return new Geometry(interrupts, Math.max(1, vcpuIds.size()));
    }

    /** Chooses the interrupts on which most requests of a sequence meet: of every type, most of them neighbours. */
    void heat(Draw draw) {
        hotIntids.clear();
        hotIntids.add(draw.below(16));
        hotIntids.add(draw.between(16, 31));
        int first = draw.between(32, interrupts - 1);
        while (hotIntids.size() < HOT) {
            hotIntids.add(draw.percent(70) ? Math.min(interrupts - 1, first + draw.below(8)) : draw.below(interrupts));
        }
    }

    /** One of those interrupts, mostly. */
    int intid(Draw draw) {
        return hotIntids.isEmpty() || draw.percent(15) ? draw.below(interrupts) : draw.oneOf(hotIntids);
    }

    /** Those interrupts. */
    List<Integer> hotIntids() {
        return hotIntids;
    }
}
