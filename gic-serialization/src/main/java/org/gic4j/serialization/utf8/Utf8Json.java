package org.gic4j.serialization.utf8;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.gic4j.api.snapshot.SnapshotException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonFactoryBuilder;

/**
 * JSON of files, which is UTF-8 (RFC 8259, section 8.1). Jackson would guess other encodings too: it fails while it guesses,
 * and has no byte offsets in what it decodes.
 */
public final class Utf8Json {
    private static final int HIGH = 0xFE;
    private static final int LOW = 0xFF;
    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private Utf8Json() {}

    /** Begins a factory whose parsers take every text as UTF-8. */
    public static JsonFactoryBuilder factory() {
        return JsonFactory.builder().disable(TokenStreamFactory.Feature.CHARSET_DETECTION);
    }

    /**
     * Begins to read a text. Its byte order mark is passed over.
     *
     * @param json from {@link #factory}
     * @param text its bytes, which belong to the parser from here on
     * @param offset where it stands in the file
     * @param what it is
     * @throws SnapshotException when it begins as UTF-16 or UTF-32 does
     */
    public static JsonParser parser(JsonFactory json, byte[] text, long offset, String what) {
        if (beginsAsWideCharacters(text)) {
            throw new SnapshotException(
                    offset,
                    what + " begins as UTF-16 or UTF-32 does, where JSON is UTF-8: convert it, as with iconv -t UTF-8, or"
                            + " save it again");
        }
        if (beginsWithMark(text)) {
            // Blanks in its place, so that offsets remain those of the file.
            Arrays.fill(text, 0, MARK.length, (byte) ' ');
        }
        return json.createParser(ObjectReadContext.empty(), text);
    }

    /**
     * The first characters of what may be JSON, to look for names in. A text of wide characters is shown as well, for its
     * reader to say what is wrong with it.
     *
     * @param bytes the file
     * @param most how many bytes to look at
     * @return the characters from the first that is no blank, one for each byte
     */
    public static String begin(MemorySegment bytes, int most) {
        byte[] begin = bytes.asSlice(0, Math.min(bytes.byteSize(), most)).toArray(ValueLayout.JAVA_BYTE);
        String text = new String(begin, StandardCharsets.ISO_8859_1);
        if (beginsWithMark(begin)) {
            text = text.substring(MARK.length);
        } else if (beginsAsWideCharacters(begin)) {
            text = text.replaceAll("[\0\u00FE\u00FF]", "");
        }
        return text.stripLeading();
    }

    private static boolean beginsWithMark(byte[] text) {
        return text.length >= MARK.length && Arrays.equals(text, 0, MARK.length, MARK, 0, MARK.length);
    }

    /** JSON begins with two characters of ASCII: wider ones have bytes of 0 there, or a byte order mark before them. */
    private static boolean beginsAsWideCharacters(byte[] text) {
        if (text.length < 2) {
            return false;
        }
        int first = text[0] & 0xFF;
        int second = text[1] & 0xFF;
        return first == 0 || second == 0 || first == HIGH && second == LOW || first == LOW && second == HIGH;
    }
}
