package org.gic4j.api.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a snapshot, uncompressed. A file is mapped, not read; a compressed one is unpacked beside the memory,
 * into a temporary file.
 */
public final class SnapshotSource implements AutoCloseable {
    private static final byte[] GZIP_MAGIC = {0x1F, (byte) 0x8B};
    private static final byte[] NOTHING = {};

    private final String name;
    private final MemorySegment bytes;
    /** What the bytes of a file live in: closing it costs tens of microseconds, so bytes in memory have none. */
    private final @Nullable Arena arena;

    private SnapshotSource(String name, MemorySegment bytes, @Nullable Arena arena) {
        this.name = name;
        this.bytes = bytes.asReadOnly();
        this.arena = arena;
    }

    /**
     * Bytes in memory, as they are.
     *
     * @param name what messages call it
     * @param bytes the bytes, not copied
     */
    public static SnapshotSource of(String name, byte[] bytes) {
        return new SnapshotSource(name, MemorySegment.ofArray(bytes), null);
    }

    /**
     * Opens a file; gzip is unpacked.
     *
     * @param file the file
     * @throws SnapshotException for a directory, a pipe or device, an empty file, or damaged compression
     * @throws IOException when it cannot be read
     */
    public static SnapshotSource open(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new SnapshotException(0, file + " is a directory, not a snapshot");
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new SnapshotException(0, file + " is no regular file: copy what it gives into one first");
        }
        Arena arena = Arena.ofShared();
        try {
            MemorySegment mapped = map(file, arena);
            if (mapped.byteSize() == 0) {
                throw new SnapshotException(0, file + " is empty");
            }
            if (isCompressed(mapped)) {
                mapped = unpack(file, arena);
            }
            return new SnapshotSource(file.toString(), mapped, arena);
        } catch (IOException | RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    /** What messages call it. */
    public String name() {
        return name;
    }

    /** The bytes, read-only. */
    public MemorySegment bytes() {
        return bytes;
    }

    /** The number of bytes. */
    public long size() {
        return bytes.byteSize();
    }

    /** Gives the memory back: the bytes of a file can be used no more. Closing twice is harmless. */
    @Override
    public void close() {
        if (arena != null && arena.scope().isAlive()) {
            arena.close();
        }
    }

    private static MemorySegment map(Path file, Arena arena) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return channel.size() == 0
                    ? MemorySegment.ofArray(NOTHING)
                    : channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
        }
    }

    private static boolean isCompressed(MemorySegment mapped) {
        return mapped.byteSize() >= GZIP_MAGIC.length
                && mapped.get(ValueLayout.JAVA_BYTE, 0) == GZIP_MAGIC[0]
                && mapped.get(ValueLayout.JAVA_BYTE, 1) == GZIP_MAGIC[1];
    }

    private static MemorySegment unpack(Path file, Arena arena) throws IOException {
        Path unpacked = Files.createTempFile("gic4j-", ".unpacked");
        long written = 0;
        try {
            try (InputStream in = new GZIPInputStream(Files.newInputStream(file), 1 << 16);
                    OutputStream out = Files.newOutputStream(unpacked)) {
                byte[] buffer = new byte[1 << 16];
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    out.write(buffer, 0, n);
                    written += n;
                }
            } catch (ZipException | java.io.EOFException damaged) {
                throw new SnapshotException(
                        written, file + ": its gzip compression is damaged or cut short: " + damaged.getMessage());
            }
            if (written == 0) {
                throw new SnapshotException(0, file + " is empty once unpacked");
            }
            return map(unpacked, arena);
        } finally {
            // The mapping outlives the name.
            Files.delete(unpacked);
        }
    }
}
