package org.gic4j.serialization.cloudhypervisor;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.function.Supplier;
import org.gic4j.api.snapshot.SnapshotException;
import org.gic4j.serialization.utf8.Utf8Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** The tokens of a text, with failures told by their place in the file. */
final class Json implements AutoCloseable {
    private static final int MAXIMUM_DEPTH = 64;
    private static final int MAXIMUM_NAME = 1024;
    private static final int MAXIMUM_NUMBER = 64;
    private static final BigInteger U64 = BigInteger.ONE.shiftLeft(Long.SIZE);
    private static final long U32 = 0xFFFF_FFFFL;
    /** 24 for each of 512 vCPUs are the most. */
    private static final int MOST_WORDS = 1 << 14;

    private static final String OWN_TEXT = "the interrupt controller's own text";

    private static final JsonFactory JSON = Utf8Json.factory()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAXIMUM_DEPTH)
                    .maxNameLength(MAXIMUM_NAME)
                    .maxNumberLength(MAXIMUM_NUMBER)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final JsonParser parser;
    private final long base;
    private final boolean own;

    /**
     * Begins a text.
     *
     * @param text its bytes
     * @param base where it stands in the file
     * @param own whether its bytes are the file's, so that places in it are places in the file
     * @throws SnapshotException when it is not UTF-8
     */
    Json(byte[] text, long base, boolean own) {
        this.base = base;
        this.own = own;
        parser = Utf8Json.parser(JSON, text, base, own ? "the text" : OWN_TEXT);
    }

    /** Reads; what the parser cannot read is told as a damaged snapshot. */
    <T> T reading(Supplier<T> read) {
        try {
            return read.get();
        } catch (JacksonException damaged) {
            throw new SnapshotException(
                    offset(damaged),
                    (own ? "not JSON: " : OWN_TEXT + " is not JSON: ")
                            + damaged.getOriginalMessage().replace('\n', ' '));
        }
    }

    private long offset(JacksonException damaged) {
        long inText = damaged.getLocation() == null ? 0 : Math.max(0, damaged.getLocation().getByteOffset());
        return own ? base + inText : base;
    }

    /** The place of the current token, or of the text where its bytes are not the file's. */
    long offset() {
        return own ? base + Math.max(0, parser.currentTokenLocation().getByteOffset()) : base;
    }

    @Nullable JsonToken next() {
        return parser.nextToken();
    }

    boolean at(JsonToken token) {
        return parser.currentToken() == token;
    }

    /** Steps to the next member's value; its name, or null behind the last. */
    @Nullable String member() {
        if (parser.nextToken() != JsonToken.PROPERTY_NAME) {
            return null;
        }
        String name = parser.currentName();
        parser.nextToken();
        return name;
    }

    /** Passes over the current value and everything in it. */
    void skip() {
        parser.skipChildren();
    }

    String string() {
        return parser.getString();
    }

    /** The current value as an unsigned number of 64 bits. */
    long u64(String what) {
        if (!at(JsonToken.VALUE_NUMBER_INT)) {
            throw wrong(what + " should be a whole number");
        }
        BigInteger value = parser.getBigIntegerValue();
        if (value.signum() < 0 || value.compareTo(U64) >= 0) {
            throw wrong(what + " should be a number of 64 bits, not " + value);
        }
        return value.longValue();
    }

    /** The current value as an unsigned number of 32 bits. */
    int u32(String what) {
        if (at(JsonToken.VALUE_NUMBER_INT) && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            long value = parser.getLongValue();
            if (value >= 0 && value <= U32) {
                return (int) value;
            }
        }
        throw wrong(what + " should be a number of 32 bits");
    }

    /** The current value as a list of unsigned numbers of 32 bits. */
    int[] words(String what) {
        if (!at(JsonToken.START_ARRAY)) {
            throw wrong(what + " should be a list");
        }
        int[] words = new int[64];
        int count = 0;
        while (next() != JsonToken.END_ARRAY) {
            if (count == MOST_WORDS) {
                throw wrong(what + " has more words than any machine");
            }
            if (count == words.length) {
                words = Arrays.copyOf(words, 2 * count);
            }
            words[count++] = u32(what);
        }
        return Arrays.copyOf(words, count);
    }

    /** The current value as bytes. */
    byte[] bytes(String what) {
        if (!at(JsonToken.START_ARRAY)) {
            throw wrong(what + " should be a list of bytes");
        }
        byte[] bytes = new byte[1024];
        int count = 0;
        while (next() != JsonToken.END_ARRAY) {
            if (count == bytes.length) {
                bytes = Arrays.copyOf(bytes, 2 * count);
            }
            int value = u32(what);
            if (value < 0 || value > 0xFF) {
                throw wrong(what + " should be a list of bytes");
            }
            bytes[count++] = (byte) value;
        }
        return Arrays.copyOf(bytes, count);
    }

    SnapshotException wrong(String message) {
        return new SnapshotException(offset(), message);
    }

    @Override
    public void close() {
        parser.close();
    }
}
