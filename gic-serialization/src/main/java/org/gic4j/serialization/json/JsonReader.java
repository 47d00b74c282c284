package org.gic4j.serialization.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gic4j.api.Affinity;
import org.gic4j.api.GicVersion;
import org.gic4j.api.VcpuId;
import org.gic4j.api.VcpuIndex;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.snapshot.AncillaryPart;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.ItsState;
import org.gic4j.api.snapshot.MemoryBlock;
import org.gic4j.api.snapshot.RedistributorRegion;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.SnapshotException;
import org.gic4j.api.snapshot.VcpuDescription;
import org.gic4j.serialization.its.LpiTables;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Reads a snapshot from JSON. Members may come in any order, so a state is put together at the end. */
final class JsonReader {
    private static final int MOST_VCPUS = 512;
    /** A region's index has eight bits. */
    private static final int MOST_REGIONS = 256;
    private static final int MOST_ADDRESSES = 64;
    private static final int MOST_FAMILIES = 256;
    private static final int LARGEST_VERSION = 0xFFFF;
    private static final int MOST_REDISTRIBUTORS = 0xFFF;

    private final byte[] text;
    private final Map<String, Placed<Long>> addresses = new LinkedHashMap<>();
    private final List<Placed<RedistributorRegion>> regions = new ArrayList<>();
    private final List<VcpuDescription> vcpus = new ArrayList<>();
    private final List<Family> families = new ArrayList<>();
    private final List<Placed<ItsState>> services = new ArrayList<>();
    private final List<MemoryBlock> memory = new ArrayList<>();
    private final List<AncillaryPart> parts = new ArrayList<>();
    private @Nullable String format;
    private @Nullable String producer;
    private @Nullable GicVersion architecture;
    private int interrupts;
    private int priorityBits;
    private int version;
    private int leastReader;
    private long vcpusOffset;

    /** Something that was read, and where. */
    private record Placed<T>(long offset, T value) {}

    JsonReader(byte[] text) {
        this.text = text;
    }

    /**
     * Reads.
     *
     * @throws SnapshotException for what is no such snapshot, with the byte offset and what was expected
     */
    Snapshot read() {
        try (JsonTokens json = new JsonTokens(text)) {
            json.beginObject("a snapshot");
            for (String name = json.member(); name != null; name = json.member()) {
                member(name, json);
            }
            json.end();
            return snapshot();
        } catch (JacksonException damaged) {
            throw JsonTokens.notJson(damaged);
        }
    }

    private void member(String name, JsonTokens json) {
        switch (name) {
            case Names.FORMAT -> format(json);
            case Names.VERSION -> version = json.number(name, 1, LARGEST_VERSION);
            case Names.LEAST_READER -> leastReader(json);
            case Names.PRODUCER -> producer = json.text(name);
            case Names.ARCHITECTURE -> architecture(json);
            case Names.INTERRUPTS -> {
                interrupts = json.number(name, Geometry.PRIVATE_INTERRUPTS, Geometry.MAXIMUM_INTERRUPTS);
                if (interrupts % Geometry.PRIVATE_INTERRUPTS != 0) {
                    throw json.wrong("the number of interrupts should be a multiple of 32, not " + interrupts);
                }
            }
            case Names.PRIORITY_BITS -> priorityBits = json.number(name, 5, 8);
            case Names.ADDRESSES -> addresses(json);
            case Names.REGIONS -> regions(json);
            case Names.VCPUS -> vcpus(json);
            case Names.REGISTERS -> registers(json);
            case Names.SERVICES -> services(json);
            case Names.MEMORY -> memory(json);
            case Names.PARTS -> parts(json);
            default -> throw json.wrong("a snapshot has no member " + JsonTokens.shown(name));
        }
    }

    private void format(JsonTokens json) {
        format = json.text(Names.FORMAT);
        if (!format.equals(Names.THIS_FORMAT)) {
            throw json.wrong("the format should be \"" + Names.THIS_FORMAT + "\", not " + JsonTokens.shown(format));
        }
    }

    private void leastReader(JsonTokens json) {
        leastReader = json.number(Names.LEAST_READER, 1, LARGEST_VERSION);
        if (leastReader > JsonWriter.VERSION) {
            throw json.wrong("written for readers of version " + leastReader + " and up; this one reads version "
                    + JsonWriter.VERSION + ": use a newer gic4j");
        }
    }

    private void architecture(JsonTokens json) {
        String name = json.text(Names.ARCHITECTURE);
        architecture = Names.architecture(name).orElseThrow(() -> json.wrong(
                "the architecture should be \"GICv2\" or \"GICv3\", not " + JsonTokens.shown(name)));
    }

    private void addresses(JsonTokens json) {
        json.beginObject(Names.ADDRESSES);
        for (String frame = json.member(); frame != null; frame = json.member()) {
            most(addresses.size(), MOST_ADDRESSES, "addresses", json);
            addresses.put(frame, new Placed<>(json.offset(), json.address("an address of a frame")));
        }
    }

    private void regions(JsonTokens json) {
        json.beginArray(Names.REGIONS);
        while (json.element()) {
            most(regions.size(), MOST_REGIONS, "regions", json);
            long offset = json.offset();
            long base = 0;
            int count = 0;
            json.beginObject("a region");
            for (String name = json.member(); name != null; name = json.member()) {
                switch (name) {
                    case Names.BASE -> base = json.address(name);
                    case Names.REDISTRIBUTORS -> count = json.number(name, 0, MOST_REDISTRIBUTORS);
                    default -> throw json.wrong("a region has no member " + JsonTokens.shown(name));
                }
            }
            try {
                regions.add(new Placed<>(offset, new RedistributorRegion(base, count)));
            } catch (IllegalArgumentException impossible) {
                throw impossible(offset, impossible);
            }
        }
    }

    private void vcpus(JsonTokens json) {
        vcpusOffset = json.offset();
        json.beginArray(Names.VCPUS);
        while (json.element()) {
            most(vcpus.size(), MOST_VCPUS, "vCPUs", json);
            vcpus.add(vcpu(json));
        }
    }

    /** What is listed takes more memory than its text: a list that no machine has is refused before it is kept. */
    private static void most(int size, int most, String what, JsonTokens json) {
        if (size == most) {
            throw json.wrong("there are more than " + most + " " + what);
        }
    }

    private VcpuDescription vcpu(JsonTokens json) {
        long offset = json.offset();
        int id = -1;
        int index = vcpus.size();
        Affinity affinity = null;
        json.beginObject("a vCPU");
        for (String name = json.member(); name != null; name = json.member()) {
            switch (name) {
                case Names.ID -> id = json.number(name, 0, MOST_VCPUS - 1);
                case Names.INDEX -> index = json.number(name, index, index);
                case Names.AFFINITY -> affinity = affinity(json);
                default -> throw json.wrong("a vCPU has no member " + JsonTokens.shown(name));
            }
        }
        if (id < 0 || affinity == null) {
            throw new SnapshotException(offset, "a vCPU should have an id and an affinity");
        }
        return new VcpuDescription(new VcpuId(id), new VcpuIndex(index), affinity);
    }

    private static Affinity affinity(JsonTokens json) {
        String text = json.text(Names.AFFINITY);
        int packed = 0;
        String[] levels = text.split("\\.", -1);
        for (String level : levels) {
            if (levels.length != 4 || !level.matches("[0-9]{1,3}") || Integer.parseInt(level) > 0xFF) {
                throw json.wrong("an affinity should be four numbers from 0 to 255 such as \"0.0.1.3\", not "
                        + JsonTokens.shown(text));
            }
            packed = packed << Byte.SIZE | Integer.parseInt(level);
        }
        return new Affinity(packed);
    }

    private void registers(JsonTokens json) {
        json.beginObject(Names.REGISTERS);
        for (String name = json.member(); name != null; name = json.member()) {
            most(families.size(), MOST_FAMILIES, "registers", json);
            families.add(Family.read(name, json));
        }
    }

    private void services(JsonTokens json) {
        json.beginArray(Names.SERVICES);
        while (json.element()) {
            most(services.size(), LpiTables.MOST_SERVICES, "ITSs", json);
            services.add(new Placed<>(json.offset(), Services.read(json)));
        }
    }

    private void memory(JsonTokens json) {
        json.beginArray(Names.MEMORY);
        while (json.element()) {
            long offset = json.offset();
            Long address = null;
            byte[] content = null;
            json.beginObject("a block of memory");
            for (String name = json.member(); name != null; name = json.member()) {
                switch (name) {
                    case Names.ADDRESS -> address = json.address(name);
                    case Names.CONTENT -> content = json.binary(name);
                    default -> throw json.wrong("a block of memory has no member " + JsonTokens.shown(name));
                }
            }
            if (address == null || content == null) {
                throw new SnapshotException(offset, "a block of memory should have an address and a content");
            }
            memory.add(new MemoryBlock(address, content));
        }
    }

    private void parts(JsonTokens json) {
        json.beginArray(Names.PARTS);
        while (json.element()) {
            long offset = json.offset();
            String partName = null;
            byte[] content = null;
            json.beginObject("a part");
            for (String name = json.member(); name != null; name = json.member()) {
                switch (name) {
                    case Names.NAME -> partName = json.text(name);
                    case Names.CONTENT -> content = json.binary(name);
                    default -> throw json.wrong("a part has no member " + JsonTokens.shown(name));
                }
            }
            if (partName == null || content == null) {
                throw new SnapshotException(offset, "a part should have a name and a content");
            }
            parts.add(new AncillaryPart(partName, content));
        }
    }

    private Snapshot snapshot() {
        if (format == null
                || producer == null
                || architecture == null
                || interrupts == 0
                || priorityBits == 0
                || version == 0
                || leastReader == 0) {
            throw new SnapshotException(
                    text.length,
                    "a snapshot should have the members " + String.join(
                            ", ",
                            Names.FORMAT,
                            Names.VERSION,
                            Names.LEAST_READER,
                            Names.PRODUCER,
                            Names.ARCHITECTURE,
                            Names.INTERRUPTS,
                            Names.PRIORITY_BITS));
        }
        return new Snapshot(producer, state(architecture), memory, parts);
    }

    private GicState state(GicVersion gic) {
        GicState.Builder state;
        try {
            state = new GicState.Builder(gic, interrupts, vcpus).priorityBits(priorityBits);
        } catch (IllegalArgumentException impossible) {
            throw impossible(vcpusOffset, impossible);
        }
        addresses.forEach((frame, address) -> state.address(
                Names.attribute(gic, frame)
                        .orElseThrow(() -> new SnapshotException(
                                address.offset(),
                                "a " + gic.display() + " has no frame " + JsonTokens.shown(frame))),
                address.value()));
        for (Placed<RedistributorRegion> region : regions) {
            try {
                state.redistributorRegion(region.value());
            } catch (IllegalArgumentException impossible) {
                throw impossible(region.offset(), impossible);
            }
        }
        for (Placed<ItsState> its : services) {
            try {
                state.translationService(its.value());
            } catch (IllegalArgumentException impossible) {
                throw impossible(its.offset(), impossible);
            }
        }
        families.forEach(family -> family.addTo(state, vcpus));
        return state.build();
    }

    private static SnapshotException impossible(long offset, IllegalArgumentException impossible) {
        return new SnapshotException(offset, "the snapshot is not possible: " + impossible.getMessage());
    }
}
