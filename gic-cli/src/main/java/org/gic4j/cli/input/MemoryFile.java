package org.gic4j.cli.input;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/** Files of guest memory as memory. They may be larger than what a Java array, or this machine, holds at once. */
final class MemoryFile {
    private static final int PIECE = 1 << 20;

    private MemoryFile() {}

    /**
     * The content of a file, gzip unpacked, to be changed as one likes: the file never sees it.
     *
     * @param file the file
     * @param arena how long the memory lives
     */
    static MemorySegment open(Path file, Arena arena) throws IOException {
        // A private mapping, which the file never sees, needs a file that can be written all the same.
        if (!isPacked(file) && Files.isWritable(file)) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                return channel.map(FileChannel.MapMode.PRIVATE, 0, channel.size(), arena);
            }
        }
        try (InputStream in = Files.newInputStream(file);
                InputStream bytes = isPacked(file) ? new GZIPInputStream(in) : in;
                FileChannel copy = nameless()) {
            long size = copy(bytes, copy);
            return copy.map(FileChannel.MapMode.READ_WRITE, 0, size, arena);
        }
    }

    /**
     * Memory that is zero, of which pages take room when they are touched.
     *
     * @param size in bytes
     * @param arena how long the memory lives
     */
    static MemorySegment zeros(long size, Arena arena) throws IOException {
        try (FileChannel nothing = nameless()) {
            try {
                return nothing.map(FileChannel.MapMode.PRIVATE, 0, size, arena);
            } catch (IOException tooMuch) {
                // A private mapping counts as memory in full, and this machine has less; a shared one is slower.
                return nothing.map(FileChannel.MapMode.READ_WRITE, 0, size, arena);
            }
        }
    }

    /**
     * All of a small file, gzip unpacked.
     *
     * @param file the file
     */
    static byte[] read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                InputStream bytes = isPacked(file) ? new GZIPInputStream(in) : in) {
            return bytes.readAllBytes();
        }
    }

    /** A file that vanishes when it is closed; what is mapped of it stays. */
    private static FileChannel nameless() throws IOException {
        Path file = Files.createTempFile("gic", ".memory");
        return FileChannel.open(
                file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
    }

    /** Copies, and leaves out what is zero. */
    private static long copy(InputStream from, FileChannel to) throws IOException {
        byte[] piece = new byte[PIECE];
        byte[] zeros = new byte[PIECE];
        long size = 0;
        for (int length = from.readNBytes(piece, 0, PIECE); length > 0; length = from.readNBytes(piece, 0, PIECE)) {
            if (!Arrays.equals(piece, 0, length, zeros, 0, length)) {
                ByteBuffer left = ByteBuffer.wrap(piece, 0, length);
                while (left.hasRemaining()) {
                    to.write(left, size + left.position());
                }
            }
            size += length;
        }
        return size;
    }

    private static boolean isPacked(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 2)) {
            return in.read() == 0x1F && in.read() == 0x8B;
        }
    }
}
