package org.gic4j.serialization.qemu.stream;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.gic4j.api.snapshot.SnapshotException;
import org.gic4j.api.snapshot.SnapshotSource;

/**
 * A migration stream, read through to its end: the machine and its devices.
 *
 * @param configuration what it says about the machine
 * @param devices in the order of the stream; their fields are read when they are asked for
 */
public record MigrationStream(Configuration configuration, List<DeviceSection> devices) {
    /** Copies the list. */
    public MigrationStream {
        devices = List.copyOf(devices);
    }

    /**
     * Whether bytes begin as a migration stream does, of whichever version.
     *
     * @param bytes the bytes
     */
    public static boolean begins(MemorySegment bytes) {
        return StreamReader.begins(new StreamBytes(bytes));
    }

    /**
     * Whether bytes begin as a migration stream does, of whichever version.
     *
     * @param source the bytes
     */
    public static boolean begins(SnapshotSource source) {
        return begins(source.bytes());
    }

    /**
     * Walks through a stream that is a file of its own.
     *
     * @param source the bytes, which must stay open while fields are read
     * @throws SnapshotException where the stream is damaged, cut short or of a kind that is not read
     */
    public static MigrationStream read(SnapshotSource source) {
        return read(source.bytes());
    }

    /**
     * Walks through a stream.
     *
     * @param bytes the bytes, which must stay open while fields are read
     * @throws SnapshotException where the stream is damaged, cut short or of a kind that is not read
     */
    public static MigrationStream read(MemorySegment bytes) {
        return StreamReader.read(new StreamBytes(bytes));
    }

    /**
     * The devices of a name.
     *
     * @param name for example {@code cpu}
     * @return in the order of the stream
     */
    public List<DeviceSection> named(String name) {
        return devices.stream().filter(device -> device.name().equals(name)).toList();
    }
}
