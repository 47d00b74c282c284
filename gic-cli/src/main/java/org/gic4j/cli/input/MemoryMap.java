package org.gic4j.cli.input;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.gic4j.cli.CommandFailure;
import org.gic4j.cli.ExitCode;

/** The map of an extract of guest memory: lines of file offset, guest address and length. */
final class MemoryMap {
    private static final int SHOWN = 60;

    /**
     * A line.
     *
     * @param number which, from 1
     * @param offset in the extract
     * @param address guest physical address
     * @param length in bytes
     */
    record Line(int number, long offset, long address, long length) {
        long end() {
            return address + length;
        }
    }

    private final Path map;
    private final Path file;
    private final MemorySegment content;
    private final int addressBits;

    private MemoryMap(Path map, Path file, MemorySegment content, int addressBits) {
        this.map = map;
        this.file = file;
        this.content = content;
        this.addressBits = addressBits;
    }

    /**
     * Reads a map.
     *
     * @param map the map
     * @param file the extract
     * @param content its bytes
     * @param addressBits the size of guest physical addresses
     * @return its lines, by address
     * @throws CommandFailure for a map that cannot be read, naming the line that cannot be
     */
    static List<Line> read(Path map, Path file, MemorySegment content, int addressBits) {
        return new MemoryMap(map, file, content, addressBits).lines();
    }

    private List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        int number = 0;
        for (String line : text()) {
            number++;
            String text = line.strip();
            if (!text.isEmpty() && !text.startsWith("#")) {
                lines.add(line(number, text));
            }
        }
        lines.sort(Comparator.comparingLong(Line::address));
        requireOneMeaning(lines);
        return lines;
    }

    private Line line(int number, String text) {
        String[] fields = text.split("\\s+", -1);
        if (fields.length != 3) {
            throw failure(number, shown(text) + " should be a file offset, a guest address and a length");
        }
        long offset = number(number, fields[0], "offset");
        long address = number(number, fields[1], "address");
        long length = number(number, fields[2], "length");
        long size = content.byteSize();
        if (offset < 0 || offset > size || length < 0 || length > size - offset) {
            throw failure(number, shown(text) + " is beyond the end of " + file + ", which has " + size + " bytes");
        }
        if (address >>> addressBits != 0 || address + length > 1L << addressBits) {
            throw failure(number, shown(text) + " is beyond the guest's addresses, which have " + addressBits + " bits");
        }
        return new Line(number, offset, address, length);
    }

    /** Lines may say the same twice. */
    private void requireOneMeaning(List<Line> lines) {
        Line furthest = null;
        for (Line line : lines) {
            if (furthest != null && line.address() < furthest.end() && line.length() > 0) {
                long common = Math.min(line.length(), furthest.end() - line.address());
                MemorySegment one = content.asSlice(line.offset(), common);
                MemorySegment other =
                        content.asSlice(furthest.offset() + line.address() - furthest.address(), common);
                if (one.mismatch(other) >= 0) {
                    throw failure(
                            Math.max(line.number(), furthest.number()),
                            "it overlaps line " + Math.min(line.number(), furthest.number())
                                    + " with other bytes, at guest address 0x" + Long.toHexString(line.address()));
                }
            }
            furthest = furthest == null || line.end() > furthest.end() ? line : furthest;
        }
    }

    private List<String> text() {
        try {
            return new String(MemoryFile.read(map), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException unreadable) {
            throw InputFailure.of(map, unreadable);
        }
    }

    private long number(int line, String text, String what) {
        try {
            return Hexadecimal.parse(text);
        } catch (NumberFormatException notNumber) {
            throw failure(line, "the " + what + " should be hexadecimal, not " + shown(text));
        }
    }

    private CommandFailure failure(int line, String what) {
        return new CommandFailure(ExitCode.INPUT, map + ": line " + line + ": " + what);
    }

    private static String shown(String text) {
        return "'" + (text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text) + "'";
    }
}
