package org.gic4j.serialization.utf8;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.foreign.MemorySegment;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.gic4j.api.snapshot.SnapshotException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;

class Utf8JsonTest {
    private static final JsonFactory JSON = Utf8Json.factory().build();
    private static final String MARK = "\uFEFF";
    private static final String TEXT = "{\"a\": 1}";

    private static JsonParser parser(byte[] text) {
        return Utf8Json.parser(JSON, text, 7, "the text");
    }

    @ParameterizedTest
    @CsvSource({
        "UTF-16LE, false", "UTF-16BE, false", "UTF-32LE, false", "UTF-32BE, false",
        "UTF-16LE, true", "UTF-16BE, true", "UTF-32LE, true", "UTF-32BE, true"
    })
    void shouldRefuseWideCharactersAndSayWhatToDo(String charset, boolean marked) {
        byte[] text = ((marked ? MARK : "") + TEXT).getBytes(Charset.forName(charset));

        assertThatExceptionOfType(SnapshotException.class)
                .isThrownBy(() -> parser(text))
                .withMessageStartingWith("the text begins as UTF-16 or UTF-32 does, where JSON is UTF-8: convert it")
                .satisfies(refused -> assertThat(refused.offset()).hasValue(7));
        assertThat(Utf8Json.begin(MemorySegment.ofArray(text), 64)).isEqualTo(TEXT);
    }

    /** The bytes of a character in the orders 2143 and 3412, at which Jackson fails. */
    @ParameterizedTest
    @ValueSource(strings = {"\0\0\6\0\0\0", "\0\6\0\0", "\0\0\u00FF\u00FE", "\u00FE\u00FF\0\0"})
    void shouldRefuseWideCharactersInOrdersThatNoMachineHas(String bytes) {
        assertThatExceptionOfType(SnapshotException.class)
                .isThrownBy(() -> parser(bytes.getBytes(StandardCharsets.ISO_8859_1)))
                .satisfies(refused -> assertThat(refused.offset()).hasValue(7));
    }

    @Test
    void shouldPassOverAByteOrderMarkWithItsOffsets() {
        byte[] text = (MARK + TEXT).getBytes(StandardCharsets.UTF_8);

        assertThat(Utf8Json.begin(MemorySegment.ofArray(text), 64)).isEqualTo(TEXT);
        try (JsonParser json = parser(text)) {
            assertThat(json.nextToken()).isEqualTo(JsonToken.START_OBJECT);
            assertThat(json.currentTokenLocation().getByteOffset()).isEqualTo(3);
        }
    }

    @Test
    void shouldCountOffsetsInBytes() {
        try (JsonParser json = parser("{\"é€😀\": 1}".getBytes(StandardCharsets.UTF_8))) {
            json.nextToken();
            json.nextToken();
            json.nextToken();

            assertThat(json.currentTokenLocation().getByteOffset()).isEqualTo(14);
        }
    }

    /** A text that turns to other characters behind its beginning is damaged UTF-8. */
    @Test
    void shouldNotGuessAnEncodingFromWhatFollows() {
        try (JsonParser json = parser("{ \0\0".getBytes(StandardCharsets.UTF_8))) {
            json.nextToken();

            assertThatExceptionOfType(StreamReadException.class)
                    .isThrownBy(json::nextToken)
                    .satisfies(damaged -> assertThat(damaged.getLocation().getByteOffset()).isEqualTo(2));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "\0", "\u00FF"})
    void shouldTakeTextsOfLessThanTwoBytesToTheParser(String bytes) {
        byte[] text = bytes.getBytes(StandardCharsets.ISO_8859_1);

        try (JsonParser json = parser(text)) {
            assertThat(json.currentToken()).isNull();
        }
        assertThat(Utf8Json.begin(MemorySegment.ofArray(text), 64)).isEqualTo(bytes);
    }

    @Test
    void shouldPassOverBlanksBeforeTheBeginning() {
        byte[] text = (" \n\t" + TEXT).getBytes(StandardCharsets.UTF_8);

        assertThat(Utf8Json.begin(MemorySegment.ofArray(text), 6)).isEqualTo("{\"a");
    }
}
