package org.gic4j.serialization.qemu.stream;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gic4j.api.snapshot.SnapshotException;
import org.jspecify.annotations.Nullable;

/** Walks through a stream from its first byte to where the description of the devices begins. */
final class StreamReader {
    private static final long MAGIC = 0x5145_564D;
    private static final long VERSION = 3;
    private static final long OLD_VERSION = 2;
    private static final int USUAL_PAGE_BITS = 12;

    private final VmDescription description;
    private final StreamBytes sections;
    private final StreamCursor cursor;
    private final List<DeviceSection> devices = new ArrayList<>();
    private final Map<Long, RamSection> inParts = new HashMap<>();
    private Configuration configuration = Configuration.NONE;

    private StreamReader(VmDescription description, StreamBytes sections, long first) {
        this.description = description;
        this.sections = sections;
        this.cursor = new StreamCursor(sections, first);
    }

    static boolean begins(StreamBytes bytes) {
        return bytes.size() >= Integer.BYTES && bytes.u32(0, "the magic number") == MAGIC;
    }

    static MigrationStream read(StreamBytes bytes) {
        StreamCursor start = new StreamCursor(bytes, 0);
        if (start.u32("the magic number") != MAGIC) {
            throw new SnapshotException(0, "this is not a migration stream: it does not begin with QEVM");
        }
        long at = start.position();
        long version = start.u32("the version");
        if (version != VERSION) {
            throw new SnapshotException(
                    at,
                    "version " + version + " of migration streams is not read, only version " + VERSION
                            + (version == OLD_VERSION ? ": version 2 is the old form that describes nothing" : ""));
        }
        // Before the description is looked for: such a file need not end with it.
        Configuration.refuseMappedRam(bytes, start.position());
        VmDescription description = VmDescription.find(bytes);
        StreamBytes sections = bytes.until(description.offset() + 1);
        return new StreamReader(description, sections, start.position()).walk();
    }

    private MigrationStream walk() {
        if (cursor.peek("a section") == SectionType.CONFIGURATION) {
            cursor.skip(1, "the configuration");
            configuration = Configuration.read(cursor, description);
        }
        while (true) {
            long at = cursor.position();
            int type = cursor.u8("a section");
            switch (type) {
                case SectionType.START -> start(at);
                case SectionType.PART, SectionType.END -> part(at);
                case SectionType.FULL -> device(at);
                case SectionType.COMMAND -> command(at);
                case SectionType.END_OF_DEVICES -> {
                    end(at);
                    return new MigrationStream(configuration, devices);
                }
                default ->
                    throw new SnapshotException(
                            at,
                            "no section begins with 0x" + Integer.toHexString(type)
                                    + ": the stream is damaged, or the section before is not what it says");
            }
        }
    }

    /** What stands at the beginning of a section that names its device. */
    private record Header(long id, String name, long instance, long version) {}

    private Header header() {
        return new Header(
                cursor.u32("the section's number"),
                cursor.shortName("the section's name"),
                cursor.u32("the section's instance"),
                cursor.u32("the section's version"));
    }

    private void start(long at) {
        Header header = header();
        if (!header.name().equals(RamSection.NAME)) {
            throw new SnapshotException(
                    at,
                    "section '" + header.name() + "' is sent in parts that nothing describes, and only "
                            + RamSection.NAME + " is known: it cannot be passed over");
        }
        if (header.version() != RamSection.VERSION) {
            throw new SnapshotException(
                    at,
                    "version " + header.version() + " of section ram is not read, only version " + RamSection.VERSION);
        }
        RamSection ram =
                new RamSection(pageBits(at), configuration.capabilities().contains(Configuration.IGNORE_SHARED));
        inParts.put(header.id(), ram);
        ram.skip(cursor);
        footer(header.id(), header.name());
    }

    private void part(long at) {
        long id = cursor.u32("the section's number");
        RamSection ram = inParts.get(id);
        if (ram == null) {
            throw new SnapshotException(at, "a part of section " + id + " comes without its start");
        }
        ram.skip(cursor);
        footer(id, RamSection.NAME);
    }

    private void device(long at) {
        Header header = header();
        VmDescription.Device described =
                devices.size() < description.devices().size() ? description.devices().get(devices.size()) : null;
        if (described == null
                || !described.name().equals(header.name())
                || described.instance() != header.instance()
                || !hasVersion(described, header.version())) {
            throw new SnapshotException(
                    at,
                    "device " + devices.size() + " is '" + header.name() + "' instance " + header.instance()
                            + " version " + header.version() + ", but the description says " + shown(described));
        }
        VmState body = new VmState(sections, described.layout(), cursor.position());
        cursor.skip(body.length(), "device '" + header.name() + "'");
        body.checkSubsections();
        devices.add(new DeviceSection(header.name(), header.instance(), header.version(), at, body));
        footer(header.id(), header.name());
    }

    private static boolean hasVersion(VmDescription.Device described, long version) {
        long expected = described.layout().version();
        return expected == Layout.NO_VERSION || expected == version;
    }

    private static String shown(VmDescription.@Nullable Device described) {
        return described == null
                ? "that there is none"
                : "'" + described.name() + "' instance " + described.instance()
                        + (described.layout().version() == Layout.NO_VERSION
                                ? ""
                                : " version " + described.layout().version());
    }

    private void footer(long id, String name) {
        long at = cursor.position();
        int mark = cursor.u8("the end of a section");
        if (mark != SectionType.FOOTER) {
            throw new SnapshotException(
                    at,
                    "section '" + name + "' should end here with 0x7e, not 0x" + Integer.toHexString(mark)
                            + ": it is not as long as it is described");
        }
        long ended = cursor.u32("the end of a section");
        if (ended != id) {
            throw new SnapshotException(
                    at, "section '" + name + "' has number " + id + " at its beginning, " + ended + " at its end");
        }
    }

    private void command(long at) {
        int command = cursor.u16("a command");
        int length = cursor.u16("a command's length");
        Command.refuse(command, at);
        cursor.skip(length, "the data of command " + command);
    }

    private void end(long at) {
        if (at != description.offset()) {
            throw new SnapshotException(
                    at,
                    "the stream ends here, but the description of its devices stands at byte " + description.offset());
        }
        if (devices.size() != description.devices().size()) {
            throw new SnapshotException(
                    at,
                    "the stream has " + devices.size() + " devices, its description "
                            + description.devices().size());
        }
    }

    private int pageBits(long at) {
        if (configuration.pageBits().isPresent()) {
            return configuration.pageBits().getAsInt();
        }
        if (description.pageSize().isEmpty()) {
            return USUAL_PAGE_BITS;
        }
        long size = description.pageSize().getAsLong();
        if (Long.bitCount(size) != 1) {
            throw new SnapshotException(at, "pages of guest memory cannot have " + size + " bytes");
        }
        return RamSection.checkedPageBits(Long.numberOfTrailingZeros(size), at);
    }
}
