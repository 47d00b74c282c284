package org.gic4j.serialization.json;

import java.util.HexFormat;
import org.gic4j.api.snapshot.SnapshotException;
import org.gic4j.serialization.utf8.Utf8Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * The tokens of a text, one at a time: methods for values take the current one, {@link #member} and {@link #element}
 * step to the next. Whatever is wrong is told with its byte offset and what was expected.
 */
final class JsonTokens implements AutoCloseable {
    private static final int MAXIMUM_DEPTH = 16;
    private static final int MAXIMUM_NAME = 1024;
    private static final int SHOWN = 40;

    private static final JsonFactory JSON = Utf8Json.factory()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAXIMUM_DEPTH)
                    .maxNameLength(MAXIMUM_NAME)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final JsonParser json;

    /**
     * Stands at the first token.
     *
     * @throws SnapshotException when the text is not UTF-8
     * @throws JacksonException when there is none
     */
    JsonTokens(byte[] text) {
        json = Utf8Json.parser(JSON, text, 0, "the text");
        json.nextToken();
    }

    /** What a failure of the parser is told as. */
    static SnapshotException notJson(JacksonException failure) {
        long offset = failure.getLocation() == null ? 0 : failure.getLocation().getByteOffset();
        return new SnapshotException(
                Math.max(0, offset), "not JSON: " + failure.getOriginalMessage().replace('\n', ' '));
    }

    /** The byte offset of the current token. */
    long offset() {
        return Math.max(0, json.currentTokenLocation().getByteOffset());
    }

    void beginObject(String what) {
        require(JsonToken.START_OBJECT, what, "an object");
    }

    /** Steps to the next member's value. Its name, or null behind the last. */
    @Nullable String member() {
        if (json.nextToken() == JsonToken.END_OBJECT) {
            return null;
        }
        String name = json.currentName();
        json.nextToken();
        return name;
    }

    void beginArray(String what) {
        require(JsonToken.START_ARRAY, what, "an array");
    }

    /** Steps to the next element; false behind the last. */
    boolean element() {
        return json.nextToken() != JsonToken.END_ARRAY;
    }

    String text(String what) {
        require(JsonToken.VALUE_STRING, what, "a string");
        return json.getString();
    }

    /** A number. */
    int number(String what, int least, int most) {
        require(JsonToken.VALUE_NUMBER_INT, what, "a whole number");
        boolean small = json.getNumberType() == JsonParser.NumberType.INT;
        if (!small || json.getIntValue() < least || json.getIntValue() > most) {
            throw wrong(what + " should be a number from " + least + " to " + most + ", not " + shown(json.getString()));
        }
        return json.getIntValue();
    }

    /** An address: a string with {@code 0x} and up to 16 digits. */
    long address(String what) {
        String text = text(what);
        int digits = text.length() - 2;
        if (!text.startsWith("0x") || digits < 1 || digits > 16 || !isHex(text, 2, text.length())) {
            throw wrong(what + " should be such as \"0x8000000\", not " + shown(text));
        }
        return HexFormat.fromHexDigitsToLong(text, 2, text.length());
    }

    /** Bytes as base 64. */
    byte[] binary(String what) {
        require(JsonToken.VALUE_STRING, what, "a string in base 64");
        return json.getBinaryValue();
    }

    /** Checks that nothing follows. */
    void end() {
        if (json.nextToken() != null) {
            throw wrong("something follows the snapshot's object");
        }
    }

    /** Something that is wrong with the current token. */
    SnapshotException wrong(String message) {
        return new SnapshotException(offset(), message);
    }

    private void require(JsonToken token, String what, String kind) {
        if (json.currentToken() != token) {
            throw wrong(what + " should be " + kind + ", not "
                    + (json.currentToken() == null ? "the end of the text" : shown(json.getString())));
        }
    }

    /** Whether a stretch of text is hexadecimal digits. */
    static boolean isHex(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!HexFormat.isHexDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** Foreign text as part of a message. */
    static String shown(@Nullable String text) {
        if (text == null) {
            return "nothing";
        }
        String begin = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
        return '"' + begin.replaceAll("\\p{Cntrl}", "?") + '"';
    }

    @Override
    public void close() {
        json.close();
    }
}
