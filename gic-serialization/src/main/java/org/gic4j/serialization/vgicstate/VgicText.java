package org.gic4j.serialization.vgicstate;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import org.gic4j.api.snapshot.SnapshotException;
import org.jspecify.annotations.Nullable;

/**
 * The lines of the text, each with its byte offset. One byte is one character. Lines may end as those of Windows do, where
 * the text came by such a machine.
 */
final class VgicText {
    static final String TITLE = "Distributor";
    static final String UNDERLINE = "===========";

    private static final int LONGEST_SHOWN = 60;

    private final String text;
    private int previous;
    private int begin;
    private int next;

    VgicText(MemorySegment bytes) {
        text = new String(bytes.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.ISO_8859_1);
    }

    /** Whether bytes begin as the text does. */
    static boolean begins(MemorySegment bytes) {
        return beginsWith(bytes, TITLE + '\n' + UNDERLINE + '\n')
                || beginsWith(bytes, TITLE + "\r\n" + UNDERLINE + "\r\n");
    }

    private static boolean beginsWith(MemorySegment bytes, String lines) {
        byte[] title = lines.getBytes(StandardCharsets.ISO_8859_1);
        return bytes.byteSize() >= title.length
                && bytes.asSlice(0, title.length).mismatch(MemorySegment.ofArray(title)) < 0;
    }

    /** The next line without its end, or null behind the last one. */
    @Nullable String line() {
        previous = begin;
        begin = next;
        if (begin >= text.length()) {
            return null;
        }
        int end = text.indexOf('\n', begin);
        next = end < 0 ? text.length() : end + 1;
        end = end < 0 ? text.length() : end;
        return text.substring(begin, end > begin && text.charAt(end - 1) == '\r' ? end - 1 : end);
    }

    /** The next line; the text must not end here. */
    String line(String expected) {
        String line = line();
        if (line == null) {
            throw wrong("the text ends where " + expected + " should be");
        }
        return line;
    }

    /** Steps back before the current line. */
    void back() {
        next = begin;
    }

    /** Steps back before the line before the current one. */
    void backTwo() {
        next = previous;
    }

    /** Something that is wrong with the current line. */
    SnapshotException wrong(String message) {
        return new SnapshotException(begin, message);
    }

    /** A line as part of a message. */
    static String shown(String line) {
        String begin = line.length() > LONGEST_SHOWN ? line.substring(0, LONGEST_SHOWN) + "…" : line;
        return '"' + begin.replaceAll("[^\\x20-\\x7E…]", "?") + '"';
    }
}
