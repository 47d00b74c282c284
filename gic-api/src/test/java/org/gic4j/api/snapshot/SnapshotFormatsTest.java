package org.gic4j.api.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.gic4j.api.VcpuId;
import org.gic4j.api.discovery.ServiceFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Formats that are found, and files that are read and written through them. */
class SnapshotFormatsTest {
    private static final Note NOTE = new Note(
            "test-note", true, "GICD_CTLR", new VcpuId(1), OptionalInt.empty(), 3, 1, "one bit is kept");

    @TempDir
    Path folder;

    @TempDir
    Path services;

    /** Its files say {@code plain}. */
    public static class Plain implements SnapshotFormat {
        @Override
        public String name() {
            return "plain";
        }

        @Override
        public String description() {
            return "the word plain";
        }

        @Override
        public boolean writable() {
            return true;
        }

        @Override
        public boolean recognizes(SnapshotSource source) {
            return source.bytes().getString(0, StandardCharsets.US_ASCII).startsWith("plain");
        }

        @Override
        public Imported read(SnapshotSource source, ReadOptions options) {
            return new Imported(States.snapshot(), name(), List.of(NOTE));
        }

        @Override
        public List<Note> write(Snapshot snapshot, OutputStream out) throws IOException {
            out.write("plain\0".getBytes(StandardCharsets.US_ASCII));
            return List.of(NOTE);
        }
    }

    /** Fails half-way. */
    public static final class Failing extends Plain {
        @Override
        public String name() {
            return "failing";
        }

        @Override
        public List<Note> write(Snapshot snapshot, OutputStream out) throws IOException {
            out.write(new byte[1 << 18]);
            throw new IOException("no space left");
        }
    }

    /** Can only be read, and breaks its promise never to fail when asked. */
    public static final class Broken extends Plain {
        @Override
        public String name() {
            return "broken";
        }

        @Override
        public boolean writable() {
            return false;
        }

        @Override
        public boolean recognizes(SnapshotSource source) {
            throw new IndexOutOfBoundsException("too short for me");
        }
    }

    /** Cannot be made. */
    public static final class Unmakeable extends Plain {
        /** Fails. */
        public Unmakeable() {
            throw new IllegalStateException("out of order");
        }
    }

    @Test
    void shouldFindAFormatByName() throws IOException {
        SnapshotFormats formats = find(Failing.class, Plain.class);

        assertThat(formats.all()).hasSize(2);
        assertThat(formats.named("plain")).isInstanceOf(Plain.class);
    }

    @Test
    void shouldListWhatExistsForAnUnknownName() throws IOException {
        SnapshotFormats formats = find(Plain.class, Failing.class, Unmakeable.class);

        assertThatExceptionOfType(SnapshotException.class)
                .isThrownBy(() -> formats.named("vmstate"))
                .withMessageContainingAll(
                        "'vmstate'", "there are: failing, plain; cannot be loaded", "Unmakeable", "out of order");
    }

    @Test
    void shouldNameTheJarToAddWhereThereIsNoFormat() throws IOException {
        SnapshotFormats formats = find();

        assertThatExceptionOfType(SnapshotException.class)
                .isThrownBy(() -> formats.named("native"))
                .withMessageContaining("add gic-serialization");
    }

    @Test
    void shouldRecogniseAFormatThoughAnotherOneFails() throws IOException {
        SnapshotFormats formats = find(Broken.class, Plain.class);

        assertThat(formats.of(SnapshotSource.of("memory", new byte[] {'p', 'l', 'a', 'i', 'n', 0})))
                .isInstanceOf(Plain.class);
    }

    @Test
    void shouldListWhatCanBeReadForForeignBytes() throws IOException {
        SnapshotFormats formats = find(Broken.class, Plain.class);
        SnapshotSource foreign = SnapshotSource.of("memory", new byte[] {'x', 0});

        assertThatExceptionOfType(SnapshotException.class)
                .isThrownBy(() -> formats.of(foreign))
                .withMessage("memory is in none of the formats that can be read: broken, plain (at byte 0)");
    }

    @Test
    void shouldWriteAndReadAFile() throws IOException {
        Path file = folder.resolve("out.snapshot");

        assertThat(write(file, "plain")).containsExactly(NOTE);
        assertThat(read(file).notes()).containsExactly(NOTE);
        assertThat(folder).isDirectoryContaining(file::equals).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void shouldReplaceAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("out.snapshot"), "something longer that was there before");

        write(file, "plain");

        assertThat(file).hasContent("plain\0");
    }

    @Test
    void shouldLeaveTheFileUntouchedWhenWritingFailsHalfWay() throws IOException {
        Path file = Files.writeString(folder.resolve("out.snapshot"), "precious");

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> write(file, "failing"))
                .withMessage("no space left");
        assertThat(file).hasContent("precious");
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void shouldLeaveNoFileWhenWritingANewOneFails() {
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> write(folder.resolve("new"), "failing"));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void shouldNotReplaceADirectory() throws IOException {
        Path target = Files.createDirectory(folder.resolve("taken"));
        Files.writeString(target.resolve("inside"), "precious");

        assertThatExceptionOfType(IOException.class).isThrownBy(() -> write(target, "plain"));
        assertThat(target.resolve("inside")).hasContent("precious");
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void shouldNameTheFileWhenItsFolderIsMissing() {
        Path file = folder.resolve("gone").resolve("out");

        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> write(file, "plain"))
                .withMessageContaining(file + ": there is no folder");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void shouldGiveTheFileThePermissionsThatOthersGet() throws IOException {
        Path file = folder.resolve("out.snapshot");
        Path other = Files.writeString(folder.resolve("other"), "");

        write(file, "plain");

        assertThat(permissions(file)).isEqualTo(permissions(other));
    }

    @Test
    void shouldRefuseToWriteAFormatThatCanOnlyBeRead() throws IOException {
        assertThatExceptionOfType(SnapshotException.class)
                .isThrownBy(() -> write(folder.resolve("out"), "broken"))
                .withMessage("format 'broken' can be read but not written");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void shouldShowANoteWithItsRegisterAndValues() {
        assertThat(NOTE).hasToString("GICD_CTLR of vCPU 1: 0x3 -> 0x1 (test-note: one bit is kept)");
    }

    private static Set<PosixFilePermission> permissions(Path file) throws IOException {
        return Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
    }

    private List<Note> write(Path file, String format) throws IOException {
        return declare(Plain.class, Failing.class, Broken.class)
                .asContext(() -> Snapshots.write(file, States.snapshot(), format));
    }

    private SnapshotFormat.Imported read(Path file) throws IOException {
        return declare(Broken.class, Plain.class).asContext(() -> Snapshots.read(file));
    }

    private ServiceFolder declare(Class<?>... formats) throws IOException {
        return new ServiceFolder(services).declare(SnapshotFormat.class, formats);
    }

    private SnapshotFormats find(Class<?>... formats) throws IOException {
        try (URLClassLoader loader = declare(formats).loader()) {
            return SnapshotFormats.find(loader);
        }
    }
}
