package org.gic4j.serialization.qemu.stream;

import java.nio.charset.StandardCharsets;
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
    private static final String CAPABILITIES = "capabilities";
    private static final int CONFIGURATION_AT_MOST = 4096;
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
                case PREFIX + CAPABILITIES -> capabilities = capabilities(cursor);
                case PREFIX + "uuid" -> cursor.skip(UUID_LENGTH, name);
                default -> skipUnknown(cursor, description, name, start);
            }
        }
        return new Configuration(Optional.of(machine), pageBits, capabilities);
    }

    /**
     * Refuses a stream whose configuration, at its beginning, names the capability mapped-ram.
     *
     * @param bytes the whole stream
     * @param first where its first section begins
     */
    static void refuseMappedRam(StreamBytes bytes, long first) {
        byte[] begin = bytes.copy(first, Math.min(CONFIGURATION_AT_MOST, bytes.size() - first), "the configuration");
        String text = new String(begin, StandardCharsets.ISO_8859_1);
        int at = text.indexOf((char) MAPPED_RAM.length() + MAPPED_RAM);
        if (at >= 0 && text.contains(PREFIX + CAPABILITIES)) {
            throw new SnapshotException(
                    first + at,
                    "the stream was made with the capability mapped-ram, which scatters guest memory over the file;"
                            + " such files are not read: save it again with mapped-ram off");
        }
    }

    private static Set<String> capabilities(StreamCursor cursor) {
        long count = cursor.u32("the number of capabilities");
        Set<String> capabilities = new TreeSet<>();
        for (long i = 0; i < count; i++) {
            String capability = cursor.shortName("a capability's name");
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
