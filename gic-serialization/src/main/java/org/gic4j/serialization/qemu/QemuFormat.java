package org.gic4j.serialization.qemu;

import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gic4j.api.snapshot.Note;
import org.gic4j.api.snapshot.ReadOptions;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.SnapshotException;
import org.gic4j.api.snapshot.SnapshotFormat;
import org.gic4j.api.snapshot.SnapshotSource;
import org.gic4j.serialization.qemu.container.StreamContainer;
import org.gic4j.serialization.qemu.stream.DeviceSection;
import org.gic4j.serialization.qemu.stream.MigrationStream;

/**
 * QEMU migration streams, version 3, as {@code migrate "exec:cat > FILE"} or {@code migrate file:FILE} write them, and
 * the same inside a file of {@code virsh save} or, by {@code savevm}, a qcow2 image. They are read, not written. Interrupt controllers: {@code arm_gic}, the GICv2, and {@code arm_gicv3}, the GICv3.
 */
public final class QemuFormat implements SnapshotFormat {
    private static final List<ControllerReader> READERS = List.of(new ArmGicReader(), new ArmGicv3Reader());

    /** Made by {@link java.util.ServiceLoader}. */
    public QemuFormat() {}

    @Override
    public String name() {
        return "qemu";
    }

    @Override
    public String description() {
        return "QEMU migration stream with an arm_gic (GICv2) or arm_gicv3 (GICv3); read only";
    }

    @Override
    public boolean writable() {
        return false;
    }

    @Override
    public boolean recognizes(SnapshotSource source) {
        return MigrationStream.begins(source.bytes()) || StreamContainer.begins(source);
    }

    @Override
    public Imported read(SnapshotSource source, ReadOptions options) {
        try (StreamContainer container = StreamContainer.open(source)) {
            return read(container, options);
        } catch (UncheckedIOException unwritable) {
            throw new SnapshotException(
                    0, "the machine's state cannot be taken out of the image: " + unwritable.getMessage());
        }
    }

    private Imported read(StreamContainer container, ReadOptions options) {
        try {
            return read(MigrationStream.read(container.stream()), container, options);
        } catch (SnapshotException damaged) {
            if (container.display().isEmpty()) {
                throw damaged;
            }
            throw new SnapshotException(
                    container.offset() + damaged.offset().orElse(0),
                    "in the stream of " + container.display() + ": " + damaged.problem());
        }
    }

    private Imported read(MigrationStream stream, StreamContainer container, ReadOptions options) {
        for (ControllerReader reader : READERS) {
            List<DeviceSection> sections = stream.named(reader.device());
            if (sections.size() > 1) {
                throw new SnapshotException(
                        sections.get(1).offset(),
                        "the machine has " + sections.size() + " interrupt controllers '" + reader.device()
                                + "'; only machines with one are read");
            }
            if (!sections.isEmpty()) {
                ControllerReader.Contents contents = reader.read(stream, sections.getFirst(), options);
                Snapshot snapshot = new Snapshot(producer(stream, contents), contents.state());
                return new Imported(
                        snapshot,
                        name(),
                        Stream.concat(contents.notes().stream(), Stream.ofNullable(container.note()))
                                .toList());
            }
        }
        throw nothingToRead(stream, container.stream().byteSize());
    }

    @Override
    public List<Note> write(Snapshot snapshot, OutputStream out) {
        throw new SnapshotException("format '" + name() + "' can be read but not written");
    }

    private static String producer(MigrationStream stream, ControllerReader.Contents contents) {
        return "qemu " + stream.configuration().machine().map(machine -> machine + " ").orElse("") + contents.host();
    }

    private static SnapshotException nothingToRead(MigrationStream stream, long size) {
        return new SnapshotException(
                size,
                "the machine has no interrupt controller that can be read ("
                        + READERS.stream().map(ControllerReader::device).collect(Collectors.joining(", "))
                        + "); its devices are: "
                        + stream.devices().stream()
                                .map(DeviceSection::name)
                                .distinct()
                                .collect(Collectors.joining(", ")));
    }
}
