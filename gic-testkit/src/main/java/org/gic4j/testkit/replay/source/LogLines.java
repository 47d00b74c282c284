package org.gic4j.testkit.replay.source;

import java.io.EOFException;
import java.io.IOException;
import java.io.Reader;
import java.util.zip.ZipException;
import org.gic4j.testkit.replay.ReplayException;
import org.jspecify.annotations.Nullable;

/** The lines of a log, one after the other, with their numbers. Blank lines are passed over. */
public final class LogLines implements AutoCloseable {
    /** No recorded line comes near it; a file without line ends must not fill the memory. */
    private static final int LONGEST = 1 << 24;

    private final Reader in;
    private final char[] buffer = new char[1 << 15];
    private int position;
    private int limit;
    private int number;

    LogLines(Reader in) {
        this.in = in;
    }

    /** The number of the line that {@link #next} gave last, from 1. */
    public int number() {
        return number;
    }

    /**
     * The next line that is not blank, without its end.
     *
     * @return null behind the last
     * @throws ReplayException for a line of absurd length, and for damaged compression
     */
    public @Nullable String next() throws IOException {
        try {
            for (String line = line(); line != null; line = line()) {
                if (!line.isBlank()) {
                    return line;
                }
            }
            return null;
        } catch (IOException e) {
            throw explained(e, number);
        }
    }

    /** Damaged compression is the log's fault; anything else stays what it is. */
    static IOException explained(IOException e, int afterLine) {
        if (e instanceof ZipException || e instanceof EOFException) {
            throw new ReplayException(
                    afterLine, "its gzip compression is damaged or cut short after this line: " + e.getMessage());
        }
        return e;
    }

    private @Nullable String line() throws IOException {
        StringBuilder line = null;
        while (true) {
            if (position == limit) {
                limit = Math.max(0, in.read(buffer));
                position = 0;
                if (limit == 0) {
                    return line == null ? null : line.toString();
                }
            }
            if (line == null) {
                line = new StringBuilder();
                number++;
            }
            int end = position;
            while (end < limit && buffer[end] != '\n') {
                end++;
            }
            line.append(buffer, position, end - position);
            if (line.length() > LONGEST) {
                throw new ReplayException(number, "longer than " + LONGEST + " characters: not a log");
            }
            position = end;
            if (end < limit) {
                position++;
                return line.toString();
            }
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
