package org.gic4j.serialization.crosvm;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.gic4j.api.Affinity;
import org.gic4j.api.snapshot.SnapshotException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.dataformat.cbor.CBORFactory;

/** Takes the file apart. */
final class FragmentParser implements AutoCloseable {
    static final String CPUS = "cpu_specific";
    static final String DISTRIBUTOR = "dist_regs";

    private static final String REDISTRIBUTOR = "redist_regs";
    private static final String SYSTEM_REGISTERS = "cpu_sys_regs";
    private static final int DISTRIBUTOR_WORDS = 0x4000;
    private static final int REDISTRIBUTOR_WORDS = 0x8000;
    private static final int MAXIMUM_DEPTH = 32;
    private static final int MOST_VCPUS = 512;
    private static final int MOST_SYSTEM_REGISTERS = 1024;
    private static final long U32 = 0xFFFF_FFFFL;

    private static final CBORFactory CBOR = CBORFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAXIMUM_DEPTH)
                    .maxNameLength(1024)
                    .build())
            .build();

    private final JsonParser parser;
    private final long size;

    private FragmentParser(byte[] bytes) {
        parser = CBOR.createParser(ObjectReadContext.empty(), bytes);
        size = bytes.length;
    }

    /**
     * Takes a file apart.
     *
     * @throws SnapshotException where it is not what crosvm writes
     */
    static Fragment parse(byte[] bytes) {
        try (FragmentParser parser = new FragmentParser(bytes)) {
            return parser.parse();
        }
    }

    private Fragment parse() {
        try {
            Fragment fragment = parser.nextToken() == JsonToken.START_OBJECT ? map() : null;
            if (fragment != null) {
                return fragment;
            }
        } catch (JacksonException damaged) {
            long offset = damaged.getLocation() == null ? size : Math.max(0, damaged.getLocation().getByteOffset());
            throw new SnapshotException(offset, "not CBOR: " + String.valueOf(damaged.getOriginalMessage()).replace('\n', ' '));
        }
        throw new SnapshotException(size, "the file has no map with '" + CPUS + "' and '" + DISTRIBUTOR + "'");
    }

    /** The current map, or the first one inside it that is an interrupt controller's; null where there is none. */
    private @Nullable Fragment map() {
        NavigableMap<Affinity, Fragment.OfVcpu> vcpus = null;
        Fragment.Frame distributor = null;
        Fragment inside = null;
        for (String name = member(); name != null; name = member()) {
            if (name.equals(CPUS) && at(JsonToken.START_OBJECT)) {
                vcpus = vcpus();
            } else if (name.equals(DISTRIBUTOR)) {
                distributor = frame(DISTRIBUTOR, DISTRIBUTOR_WORDS);
            } else if (at(JsonToken.START_OBJECT) && inside == null) {
                inside = map();
            } else {
                parser.skipChildren();
            }
        }
        return vcpus == null || distributor == null ? inside : new Fragment(distributor, vcpus, size);
    }

    private NavigableMap<Affinity, Fragment.OfVcpu> vcpus() {
        NavigableMap<Affinity, Fragment.OfVcpu> vcpus =
                new TreeMap<>(Comparator.comparingLong(affinity -> Integer.toUnsignedLong(affinity.packed())));
        for (String name = member(); name != null; name = member()) {
            Affinity affinity = affinity(name);
            if (!at(JsonToken.START_OBJECT)) {
                throw wrong("a vCPU should be a map");
            }
            if (vcpus.put(affinity, vcpu(affinity)) != null) {
                throw wrong("two vCPUs have the same affinity " + affinity);
            }
            if (vcpus.size() > MOST_VCPUS) {
                throw wrong("more than " + MOST_VCPUS + " vCPUs");
            }
        }
        return vcpus;
    }

    private Affinity affinity(String key) {
        try {
            long attribute = Long.parseUnsignedLong(key);
            if ((attribute & U32) == 0) {
                return new Affinity((int) (attribute >>> Integer.SIZE));
            }
        } catch (NumberFormatException notNumber) {
            // Told below.
        }
        throw wrong("the key of a vCPU should be its affinity in bits 63 to 32");
    }

    private Fragment.OfVcpu vcpu(Affinity affinity) {
        Fragment.Frame redistributor = null;
        Map<Integer, Long> systemRegisters = null;
        for (String name = member(); name != null; name = member()) {
            if (name.equals(REDISTRIBUTOR)) {
                redistributor = frame(REDISTRIBUTOR, REDISTRIBUTOR_WORDS);
            } else if (name.equals(SYSTEM_REGISTERS) && at(JsonToken.START_OBJECT)) {
                systemRegisters = systemRegisters();
            } else {
                parser.skipChildren();
            }
        }
        if (redistributor == null || systemRegisters == null) {
            throw wrong("the vCPU of affinity " + affinity + " has no '"
                    + (redistributor == null ? REDISTRIBUTOR : SYSTEM_REGISTERS) + "'");
        }
        return new Fragment.OfVcpu(redistributor, systemRegisters);
    }

    private Map<Integer, Long> systemRegisters() {
        Map<Integer, Long> values = new HashMap<>();
        for (String name = member(); name != null; name = member()) {
            int encoding;
            try {
                encoding = Integer.parseInt(name);
            } catch (NumberFormatException notNumber) {
                throw wrong("the key of a system register should be its encoding");
            }
            if (!at(JsonToken.VALUE_NUMBER_INT)) {
                throw wrong("a system register should be a number");
            }
            values.put(encoding, parser.getBigIntegerValue().longValue());
            if (values.size() > MOST_SYSTEM_REGISTERS) {
                throw wrong("more than " + MOST_SYSTEM_REGISTERS + " system registers");
            }
        }
        return values;
    }

    private Fragment.Frame frame(String name, int count) {
        if (!at(JsonToken.START_ARRAY)) {
            throw wrong("'" + name + "' should be a list");
        }
        int[] words = new int[count];
        int at = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (at == count) {
                throw wrong("'" + name + "' should have " + count + " words");
            }
            words[at++] = word(name);
        }
        if (at != count) {
            throw wrong("'" + name + "' should have " + count + " words, not " + at);
        }
        return new Fragment.Frame(words);
    }

    private int word(String name) {
        if (at(JsonToken.VALUE_NUMBER_INT) && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            long value = parser.getLongValue();
            if (value >= 0 && value <= U32) {
                return (int) value;
            }
        }
        throw wrong("'" + name + "' should have words of 32 bits");
    }

    /** Steps to the next member's value; its name, or null behind the last. */
    private @Nullable String member() {
        if (parser.nextToken() != JsonToken.PROPERTY_NAME) {
            return null;
        }
        String name = parser.currentName();
        parser.nextToken();
        return name;
    }

    private boolean at(JsonToken token) {
        return parser.currentToken() == token;
    }

    private SnapshotException wrong(String message) {
        return new SnapshotException(Math.max(0, parser.currentTokenLocation().getByteOffset()), message);
    }

    @Override
    public void close() {
        parser.close();
    }
}
