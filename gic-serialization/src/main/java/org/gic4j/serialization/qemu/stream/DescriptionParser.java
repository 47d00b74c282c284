package org.gic4j.serialization.qemu.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.gic4j.api.snapshot.SnapshotException;
import org.gic4j.serialization.utf8.Utf8Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** Reads the description of the devices: JSON, by its tokens. What it does not know it passes over. */
final class DescriptionParser {
    /** Devices with structures within structures nest some 15 deep. */
    private static final int MAXIMUM_DEPTH = 200;

    private static final String WHAT = "the description of the devices";

    private static final JsonFactory JSON = Utf8Json.factory()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAXIMUM_DEPTH).build())
            .build();

    private final byte[] text;
    private final long textOffset;
    private final long devicesEnd;

    /**
     * Prepares to read.
     *
     * @param text the JSON
     * @param textOffset its offset in the stream
     * @param devicesEnd where the devices end: none of them can be larger
     */
    DescriptionParser(byte[] text, long textOffset, long devicesEnd) {
        this.text = text;
        this.textOffset = textOffset;
        this.devicesEnd = devicesEnd;
    }

    VmDescription parse() {
        try (JsonParser json = Utf8Json.parser(JSON, text, textOffset, WHAT)) {
            return new Reading(json).description();
        } catch (JacksonException damaged) {
            long within = damaged.getLocation() == null ? 0 : Math.max(0, damaged.getLocation().getByteOffset());
            throw new SnapshotException(
                    textOffset + within,
                    WHAT + " is not JSON: " + damaged.getOriginalMessage().replace('\n', ' '));
        }
    }

    /** One object that describes bytes, whichever of its names it has. */
    private record Described(
            @Nullable String name, @Nullable String kind, OptionalLong instance, Layout layout) {}

    /** One reading of the text. */
    private final class Reading {
        private final JsonParser json;

        Reading(JsonParser json) {
            this.json = json;
        }

        VmDescription description() {
            OptionalLong pageSize = OptionalLong.empty();
            Optional<Layout> configuration = Optional.empty();
            List<VmDescription.Device> devices = List.of();
            json.nextToken();
            require(JsonToken.START_OBJECT, WHAT);
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String key = json.currentName();
                json.nextToken();
                switch (key) {
                    case "page_size" -> pageSize = OptionalLong.of(number(key));
                    case "configuration" -> configuration = Optional.of(described().layout());
                    case "devices" -> devices = devices();
                    default -> json.skipChildren();
                }
            }
            if (json.nextToken() != null) {
                throw wrong("something follows " + WHAT);
            }
            return new VmDescription(devicesEnd, pageSize, configuration, devices);
        }

        private List<VmDescription.Device> devices() {
            List<VmDescription.Device> devices = new ArrayList<>();
            require(JsonToken.START_ARRAY, "devices");
            while (json.nextToken() != JsonToken.END_ARRAY) {
                Described device = described();
                if (device.name() == null || device.instance().isEmpty()) {
                    throw wrong("a device is described without name or instance_id");
                }
                devices.add(new VmDescription.Device(
                        device.name(), device.instance().getAsLong(), device.layout()));
            }
            return devices;
        }

        private Described described() {
            require(JsonToken.START_OBJECT, "a device, structure or subsection");
            String name = null;
            String kind = null;
            OptionalLong instance = OptionalLong.empty();
            long version = Layout.NO_VERSION;
            List<Field> fields = List.of();
            List<Layout> subsections = List.of();
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String key = json.currentName();
                json.nextToken();
                switch (key) {
                    case "name" -> name = text(key);
                    case "vmsd_name" -> kind = text(key);
                    case "instance_id" -> instance = OptionalLong.of(number(key));
                    case "version" -> version = number(key);
                    case "fields" -> fields = fields();
                    case "subsections" -> subsections = subsections();
                    default -> json.skipChildren();
                }
            }
            long fieldBytes =
                    fields.isEmpty() ? 0 : fields.getLast().elementOffset(fields.getLast().count());
            long length = fieldBytes;
            for (Layout subsection : subsections) {
                length = bounded(length + subsection.lengthAsSubsection());
            }
            String shown = kind != null ? kind : name != null ? name : "";
            return new Described(
                    name, kind, instance, new Layout(shown, version, fields, subsections, fieldBytes, length));
        }

        private List<Layout> subsections() {
            List<Layout> subsections = new ArrayList<>();
            require(JsonToken.START_ARRAY, "subsections");
            while (json.nextToken() != JsonToken.END_ARRAY) {
                Described subsection = described();
                if (subsection.kind() == null) {
                    throw wrong("a subsection is described without vmsd_name");
                }
                subsections.add(subsection.layout());
            }
            return subsections;
        }

        private List<Field> fields() {
            List<Field> fields = new ArrayList<>();
            require(JsonToken.START_ARRAY, "fields");
            long offset = 0;
            while (json.nextToken() != JsonToken.END_ARRAY) {
                Field field = field(offset);
                fields.add(field);
                offset = bounded(field.elementOffset(field.count()));
            }
            return fields;
        }

        private Field field(long offset) {
            require(JsonToken.START_OBJECT, "a field");
            String name = null;
            long size = -1;
            long count = 1;
            Layout structure = null;
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String key = json.currentName();
                json.nextToken();
                switch (key) {
                    case "name" -> name = text(key);
                    case "size" -> size = number(key);
                    case "array_len" -> count = number(key);
                    case "struct" -> structure = described().layout();
                    default -> json.skipChildren();
                }
            }
            if (name == null || size < 0) {
                throw wrong("a field is described without name or size");
            }
            if (count > devicesEnd || count > 0 && size > devicesEnd / count) {
                throw wrong("field '" + name + "' would take " + count + " times " + size
                        + " bytes, more than the stream has");
            }
            return new Field(name, offset, size, count, structure);
        }

        /** Sums of sizes stay below this, so that they cannot overflow. */
        private long bounded(long length) {
            if (length > devicesEnd) {
                throw wrong("a device would take " + length + " bytes, more than the stream has");
            }
            return length;
        }

        private String text(String key) {
            require(JsonToken.VALUE_STRING, key);
            String value = json.getString();
            if (value.chars().anyMatch(c -> c < ' ' || c > '~')) {
                throw wrong(key + " has a character that no name has");
            }
            return value;
        }

        private long number(String key) {
            require(JsonToken.VALUE_NUMBER_INT, key);
            long value = json.getLongValue();
            if (value < 0) {
                throw wrong(key + " is negative");
            }
            return value;
        }

        private void require(JsonToken token, String what) {
            if (json.currentToken() != token) {
                throw wrong(what + " should be a " + token + ", not " + json.currentToken());
            }
        }

        private SnapshotException wrong(String message) {
            return new SnapshotException(
                    textOffset + Math.max(0, json.currentTokenLocation().getByteOffset()),
                    WHAT + " is damaged: " + message);
        }
    }
}
