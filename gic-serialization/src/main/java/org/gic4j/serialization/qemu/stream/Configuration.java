package org.gic4j.serialization.qemu.stream;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.gic4j.api.snapshot.SnapshotException;

/**
 * What a stream says about the machine that it was made from.
 *
 * @param machine the machine's type with its version, for example {@code virt-7.2}; empty where the stream does not say
 * @param pageBits the power of two of the size of a page of guest memory, where the stream says it
 * @param capabilities the migration capabilities that the reader must know about
 */
public record Configuration(Optional<String> machine, OptionalInt pageBits, Set<String> capabilities) {
    /** The configuration of a stream without one. */
    static final Configuration NONE = new Configuration(Optional.empty(), OptionalInt.empty(), Set.of());

    /** RAM that the destination sees anyway is not in the stream; its blocks have an address. */
    static final String IGNORE_SHARED = "x-ignore-shared";

    private static final String MAPPED_RAM = "mapped-ram";
    private static final String PREFIX = "configuration/";
    private static final int UUID_LENGTH = 16;

    /** Copies the set. */
    public Configuration {
        capabilities = Set.copyOf(capabilities);
    }

    /** Reads a configuration section whose first byte has been read. */
    static Configuration read(StreamCursor cursor, VmDescription description) {
        long length = cursor.u32("the length of the machine's name");
        long at = cursor.position();
        if (length > 0xFF) {
            throw new SnapshotException(at, "the name of a machine cannot have " + length + " bytes");
        }
        String machine = cursor.name((int) length, "the machine's name");
        OptionalInt pageBits = OptionalInt.empty();
        Set<String> capabilities = Set.of();
        while (cursor.peek("a section") == SectionType.SUBSECTION) {
            long start = cursor.position();
            cursor.skip(1, "a subsection");
            String name = cursor.shortName("the subsection's name");
            cursor.skip(Integer.BYTES, "the subsection's version");
            switch (name) {
                case PREFIX + "target-page-bits" ->
                    pageBits = OptionalInt.of(RamSection.checkedPageBits(cursor.u32(name), start));
                case PREFIX + "capabilities" -> capabilities = capabilities(cursor);
                case PREFIX + "uuid" -> cursor.skip(UUID_LENGTH, name);
                default -> skipUnknown(cursor, description, name, start);
            }
        }
        return new Configuration(Optional.of(machine), pageBits, capabilities);
    }

    private static Set<String> capabilities(StreamCursor cursor) {
        long count = cursor.u32("the number of capabilities");
        Set<String> capabilities = new TreeSet<>();
        for (long i = 0; i < count; i++) {
            long at = cursor.position();
            String capability = cursor.shortName("a capability's name");
            if (capability.equals(MAPPED_RAM)) {
                throw new SnapshotException(
                        at,
                        "the stream was made with the capability mapped-ram, which scatters guest memory over the file;"
                                + " such files are not read: save it again with mapped-ram off");
            }
            capabilities.add(capability);
        }
        return capabilities;
    }

    private static void skipUnknown(StreamCursor cursor, VmDescription description, String name, long start) {
        long length = description.configuration().stream()
                .flatMap(configuration -> configuration.subsections().stream())
                .filter(subsection -> subsection.name().equals(name))
                .mapToLong(Layout::length)
                .findFirst()
                .orElseThrow(() -> new SnapshotException(
                        start,
                        "the configuration has a subsection '" + name
                                + "' that this version does not know and the stream does not describe"));
        cursor.skip(length, name);
    }
}
