package org.gic4j.testkit.replay.source;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.gic4j.testkit.replay.ReplayException;

/** A log's file: its name, and its lines as often as they are asked for. */
public final class LogText {
    private static final int GZIP_MAGIC_0 = 0x1F;
    private static final int GZIP_MAGIC_1 = 0x8B;

    private final Path file;

    private LogText(Path file) {
        this.file = file;
    }

    /**
     * A file, gzip or plain.
     *
     * @param file the file
     * @throws ReplayException for a directory, a pipe or a device: a log is read more than once
     */
    public static LogText of(Path file) {
        if (Files.isDirectory(file)) {
            throw new ReplayException(0, file + " is a directory, not a log");
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new ReplayException(0, file + " is no regular file; a log is read more than once: save it in a file first");
        }
        return new LogText(file);
    }

    /** The file's name without {@code .gz}, {@code .jsonl} and {@code .trace}. */
    public String name() {
        return String.valueOf(file.getFileName()).replaceFirst("\\.gz$", "").replaceFirst("\\.(jsonl|trace)$", "");
    }

    /** Begins to read at the first line. */
    public LogLines open() throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        try {
            in.mark(2);
            boolean compressed = in.read() == GZIP_MAGIC_0 && in.read() == GZIP_MAGIC_1;
            in.reset();
            return new LogLines(
                    new InputStreamReader(compressed ? new GZIPInputStream(in, 1 << 16) : in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            in.close();
            throw LogLines.explained(e, 0);
        }
    }

    /**
     * The first line that is not blank.
     *
     * @throws ReplayException when there is none
     */
    public String firstLine() throws IOException {
        try (LogLines lines = open()) {
            String line = lines.next();
            if (line == null) {
                throw new ReplayException(0, file + " is empty");
            }
            return line;
        }
    }

    /**
     * Enough of a line to recognise it in a message.
     *
     * @param line a line of any length, with any content
     */
    public static String abbreviated(String line) {
        String printable = line.replaceAll("[^\\x20-\\x7E]", "?");
        return printable.length() <= 80 ? printable : printable.substring(0, 80) + "…";
    }
}
