package org.gic4j.serialization.json;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.gic4j.api.GicVersion;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.snapshot.VcpuDescription;

/** Members and names that mean something. */
final class Names {
    static final String FORMAT = "format";
    /** The value of {@link #FORMAT}. */
    static final String THIS_FORMAT = "gic4j-snapshot";

    static final String VERSION = "version";
    static final String LEAST_READER = "leastReader";
    static final String PRODUCER = "producer";
    static final String ARCHITECTURE = "architecture";
    static final String INTERRUPTS = "interrupts";
    static final String PRIORITY_BITS = "priorityBits";
    static final String ADDRESSES = "addresses";
    static final String REGIONS = "redistributorRegions";
    static final String BASE = "base";
    static final String REDISTRIBUTORS = "redistributors";
    static final String VCPUS = "vcpus";
    static final String ID = "id";
    static final String INDEX = "index";
    static final String AFFINITY = "affinity";
    static final String REGISTERS = "registers";
    static final String SHARED = "shared";
    static final String SERVICES = "translationServices";
    static final String ADDRESS = "address";
    static final String MEMORY = "memory";
    static final String PARTS = "parts";
    static final String NAME = "name";
    static final String CONTENT = "content";

    private static final Map<String, Long> GICV2_FRAMES = Map.of(
            "distributor", AttributeGroup.ADDRESS_V2_DISTRIBUTOR,
            "cpuInterface", AttributeGroup.ADDRESS_V2_CPU);
    private static final Map<String, Long> GICV3_FRAMES = Map.of(
            "distributor", AttributeGroup.ADDRESS_V3_DISTRIBUTOR,
            "redistributors", AttributeGroup.ADDRESS_V3_REDISTRIBUTOR,
            "its", AttributeGroup.ADDRESS_ITS);
    private static final String ATTRIBUTE = "attribute ";

    private Names() {}

    private static Map<String, Long> frames(GicVersion version) {
        return version == GicVersion.GICV2 ? GICV2_FRAMES : GICV3_FRAMES;
    }

    /** The name of the frame whose address an attribute is. */
    static String frame(GicVersion version, long attribute) {
        return frames(version).entrySet().stream()
                .filter(frame -> frame.getValue() == attribute)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(ATTRIBUTE + Long.toUnsignedString(attribute));
    }

    /** The attribute of a frame's name; empty for a name that no frame has. */
    static OptionalLong attribute(GicVersion version, String frame) {
        Long known = frames(version).get(frame);
        if (known != null) {
            return OptionalLong.of(known);
        }
        try {
            return frame.startsWith(ATTRIBUTE)
                    ? OptionalLong.of(Integer.toUnsignedLong(
                            Integer.parseUnsignedInt(frame.substring(ATTRIBUTE.length()))))
                    : OptionalLong.empty();
        } catch (NumberFormatException notNumber) {
            return OptionalLong.empty();
        }
    }

    /** The version of a name; empty for any other. */
    static Optional<GicVersion> architecture(String name) {
        for (GicVersion version : GicVersion.values()) {
            if (version.display().equals(name)) {
                return Optional.of(version);
            }
        }
        return Optional.empty();
    }

    /** What a vCPU's words stand under: its id, or for a GICv3 its affinity. */
    static String owner(GicVersion version, VcpuDescription vcpu) {
        return version == GicVersion.GICV2 ? "vcpu " + vcpu.id().value() : "affinity " + vcpu.affinity();
    }
}
