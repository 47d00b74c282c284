package org.gic4j.serialization.qemu.container;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.gic4j.api.snapshot.Note;
import org.gic4j.api.snapshot.SnapshotException;
import org.jspecify.annotations.Nullable;

/** A disk image, as far as it must be understood to reach the state of a machine that {@code savevm} put into it. */
final class Qcow2Image {
    private static final int MAGIC = 0x5146_49FB;
    private static final ValueLayout.OfShort U16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final int LEAST_CLUSTER_BITS = 9;
    private static final int MOST_CLUSTER_BITS = 21;
    private static final int MOST_SNAPSHOTS = 65_536;
    private static final int SNAPSHOT_HEADER = 40;
    private static final long OFFSET = 0x00FF_FFFF_FFFF_FE00L;
    private static final long COMPRESSED = 1L << 62;
    /** Data in another file, and L2 entries of 128 bits. */
    private static final long REFUSED_FEATURES = 1L << 2 | 1L << 4;

    private final MemorySegment bytes;
    private final int clusterBits;

    /**
     * Reads the header.
     *
     * @throws SnapshotException for an image that is cut short, encrypted or of a kind that is not read
     */
    Qcow2Image(MemorySegment bytes) {
        this.bytes = bytes;
        int version = (int) u32(4);
        if (version != 2 && version != 3) {
            throw new SnapshotException(4, "version " + version + " of qcow2 is not read");
        }
        clusterBits = (int) u32(20);
        if (clusterBits < LEAST_CLUSTER_BITS || clusterBits > MOST_CLUSTER_BITS) {
            throw new SnapshotException(20, "clusters of 2^" + clusterBits + " bytes do not exist in qcow2");
        }
        if (u32(32) != 0) {
            throw new SnapshotException(32, "the image is encrypted; convert it first");
        }
        if (version == 3 && (u64(72) & REFUSED_FEATURES) != 0) {
            throw new SnapshotException(
                    72, "the image has its data in another file, or extended L2 entries, which is not read; convert it");
        }
    }

    static boolean begins(MemorySegment bytes) {
        return bytes.byteSize() >= Integer.BYTES && bytes.get(U32, 0) == MAGIC;
    }

    /**
     * A snapshot in the image.
     *
     * @param at where its entry stands
     * @param table its L1 table
     * @param entries the table's length
     * @param disk the size of its disk
     * @param state the size of the machine's state
     * @param seconds when it was made
     * @param name its name
     */
    private record Inner(long at, long table, long entries, long disk, long state, long seconds, String name) {}

    /** Takes out the newest state. */
    StreamContainer open() {
        List<Inner> states = snapshots().stream().filter(inner -> inner.state() > 0).toList();
        if (states.isEmpty()) {
            throw new SnapshotException(
                    60, "no snapshot in this disk image has the state of a machine: make one with savevm");
        }
        Inner newest = states.getFirst();
        for (Inner state : states) {
            newest = state.seconds() >= newest.seconds() ? state : newest;
        }
        Arena arena = Arena.ofShared();
        try {
            MemorySegment stream = unpack(newest, arena);
            return new StreamContainer(
                    stream, 0, "qcow2 snapshot '" + newest.name() + "'", others(newest, states), arena);
        } catch (IOException unwritable) {
            arena.close();
            throw new UncheckedIOException(unwritable);
        } catch (RuntimeException damaged) {
            arena.close();
            throw damaged;
        }
    }

    private static @Nullable Note others(Inner newest, List<Inner> states) {
        return states.size() == 1
                ? null
                : new Note(
                        "other-snapshots",
                        false,
                        "qcow2",
                        null,
                        OptionalInt.empty(),
                        states.size(),
                        1,
                        "the image has several machine states (" + states.stream().map(Inner::name).collect(Collectors.joining(", "))
                                + "); the newest one, " + newest.name() + ", was read");
    }

    private List<Inner> snapshots() {
        long count = u32(60);
        if (count > MOST_SNAPSHOTS) {
            throw new SnapshotException(60, count + " snapshots are more than qcow2 can have");
        }
        List<Inner> snapshots = new ArrayList<>();
        long at = u64(64);
        for (long i = 0; i < count; i++) {
            long extra = u32(at + 36);
            int id = u16(at + 12);
            int name = u16(at + 14);
            long state = extra >= 8 ? u64(at + SNAPSHOT_HEADER) : u32(at + 32);
            long disk = extra >= 16 ? u64(at + SNAPSHOT_HEADER + 8) : u64(24);
            long names = at + SNAPSHOT_HEADER + extra;
            snapshots.add(new Inner(at, u64(at), u32(at + 8), disk, state, u32(at + 16), name(names + id, name)));
            at = names + id + name + 7 & ~7L;
        }
        return snapshots;
    }

    private String name(long at, int length) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < length; i++) {
            int c = u8(at + i);
            name.append(c >= ' ' && c <= '~' ? (char) c : '?');
        }
        return name.toString();
    }

    /** Copies the clusters of a state into a temporary file, whose name is gone when this returns. */
    private MemorySegment unpack(Inner inner, Arena arena) throws IOException {
        if (inner.state() > bytes.byteSize() || inner.state() < 0) {
            throw new SnapshotException(
                    inner.at(), "the state of snapshot '" + inner.name() + "' is larger than the image: it is damaged");
        }
        int l2Bits = clusterBits - 3;
        long covered = 1L << clusterBits + l2Bits;
        if (inner.disk() < 0) {
            throw new SnapshotException(inner.at(), "the disk of snapshot '" + inner.name() + "' has no size");
        }
        long first = inner.disk() / covered + (inner.disk() % covered == 0 ? 0 : 1);
        int cluster = 1 << clusterBits;
        Path unpacked = Files.createTempFile("gic4j-", ".stream");
        try (FileChannel out =
                FileChannel.open(unpacked, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            for (long done = 0; done < inner.state(); done += cluster) {
                long number = done >>> clusterBits;
                long l1 = first + (number >>> l2Bits);
                if (l1 >= inner.entries()) {
                    throw new SnapshotException(
                            inner.at(), "the table of snapshot '" + inner.name() + "' ends before the machine's state");
                }
                write(out, host(inner.table() + l1 * Long.BYTES, number & (1L << l2Bits) - 1), cluster);
            }
            return out.map(FileChannel.MapMode.READ_ONLY, 0, inner.state(), arena);
        } finally {
            Files.delete(unpacked);
        }
    }

    /** Where a cluster is in the file; 0 where it was never written. */
    private long host(long l1Entry, long l2Index) {
        long table = u64(l1Entry) & OFFSET;
        if (table == 0) {
            return 0;
        }
        long at = table + l2Index * Long.BYTES;
        long entry = u64(at);
        if ((entry & COMPRESSED) != 0) {
            throw new SnapshotException(at, "a cluster of the machine's state is compressed, which savevm does not do");
        }
        return (entry & 1) != 0 ? 0 : entry & OFFSET;
    }

    private void write(FileChannel out, long host, int cluster) throws IOException {
        // The last cluster of an image may be cut where its content ends.
        long there = host == 0 ? 0 : Math.min(cluster, bytes.byteSize() - host);
        if (host != 0 && there <= 0) {
            throw new SnapshotException(bytes.byteSize(), "the image ends before the machine's state: it is cut short");
        }
        ByteBuffer buffer = ByteBuffer.allocate(cluster);
        if (there > 0) {
            MemorySegment.copy(bytes, host, MemorySegment.ofBuffer(buffer), 0, there);
        }
        while (buffer.hasRemaining()) {
            out.write(buffer);
        }
    }

    private int u8(long at) {
        require(at, 1);
        return bytes.get(ValueLayout.JAVA_BYTE, at) & 0xFF;
    }

    private int u16(long at) {
        require(at, Short.BYTES);
        return bytes.get(U16, at) & 0xFFFF;
    }

    private long u32(long at) {
        require(at, Integer.BYTES);
        return bytes.get(U32, at) & 0xFFFF_FFFFL;
    }

    private long u64(long at) {
        require(at, Long.BYTES);
        return bytes.get(U64, at);
    }

    private void require(long at, int length) {
        if (at < 0 || at > bytes.byteSize() - length) {
            throw new SnapshotException(
                    Math.clamp(at, 0, bytes.byteSize()), "the disk image ends here: it is cut short or damaged");
        }
    }
}
