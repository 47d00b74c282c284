package org.gic4j.api.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class SnapshotSourceTest {
    @TempDir
    Path folder;

    @Test
    void shouldGiveTheBytesOfAFile() throws IOException {
        byte[] content = noise(10_000);

        assertThat(read(write(content))).isEqualTo(content);
    }

    @Test
    void shouldUnpackACompressedFileWhateverItsName() throws IOException {
        byte[] content = noise(200_000);

        assertThat(read(write(compressed(content)))).isEqualTo(content);
    }

    @Test
    void shouldUnpackFilesOfSeveralParts() throws IOException {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(compressed(noise(10)));
        both.writeBytes(compressed(noise(20)));

        assertThat(read(write(both.toByteArray()))).hasSize(30);
    }

    @Test
    void shouldNotTakeTwoBytesOfTheMagicForCompression() throws IOException {
        byte[] nearly = {0x1F, (byte) 0x8C, 8, 0};

        assertThat(read(write(nearly))).isEqualTo(nearly);
    }

    @Test
    void shouldRefuseADirectory() {
        refused(folder, 0, "is a directory, not a snapshot");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void shouldRefuseADevice() {
        refused(Path.of("/dev/zero"), 0, "is no regular file");
    }

    @Test
    void shouldRefuseAnEmptyFile() throws IOException {
        refused(write(new byte[0]), 0, "is empty");
    }

    @Test
    void shouldRefuseNothingCompressed() throws IOException {
        refused(write(compressed(new byte[0])), 0, "is empty once unpacked");
    }

    @Test
    void shouldSayHowFarACutFileCouldBeUnpacked() throws IOException {
        byte[] whole = compressed(noise(300_000));
        Path cut = write(Arrays.copyOf(whole, whole.length - 20_000));

        assertThatExceptionOfType(SnapshotException.class)
                .isThrownBy(() -> SnapshotSource.open(cut))
                .withMessageContaining(cut + ": its gzip compression is damaged or cut short")
                .satisfies(e -> assertThat(e.offset().orElseThrow()).isBetween(200_000L, 300_000L));
    }

    /** Some bits of the format are padding: then the bytes are the right ones. */
    @Test
    void shouldNeverGiveOtherBytesForAFlippedBit() throws IOException {
        byte[] content = noise(40);
        byte[] whole = compressed(content);
        int header = 10;
        int detected = 0;
        for (int bit = header * Byte.SIZE; bit < whole.length * Byte.SIZE; bit++) {
            byte[] damaged = whole.clone();
            damaged[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            Path file = write(damaged);
            try {
                assertThat(read(file)).as("bit %d", bit).isEqualTo(content);
            } catch (SnapshotException e) {
                assertThat(e).hasMessageContaining("gzip");
                detected++;
            }
        }
        assertThat(detected).isGreaterThan((whole.length - header) * Byte.SIZE - 8);
    }

    @Test
    void shouldDetectEveryTruncationBehindTheMagic() throws IOException {
        byte[] whole = compressed(noise(40));
        for (int length = 2; length < whole.length; length++) {
            Path file = write(Arrays.copyOf(whole, length));

            assertThatExceptionOfType(SnapshotException.class)
                    .as("%d bytes", length)
                    .isThrownBy(() -> SnapshotSource.open(file).close());
        }
    }

    @Test
    void shouldTellAMissingFileFromADamagedOne() {
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> SnapshotSource.open(folder.resolve("gone")));
    }

    @Test
    void shouldLeaveNothingInTheTemporaryFolder() throws IOException {
        Path file = write(compressed(noise(100)));
        long before = unpackedFiles();

        try (SnapshotSource source = SnapshotSource.open(file)) {
            assertThat(source.size()).isEqualTo(100);
            assertThat(unpackedFiles()).isEqualTo(before);
        }
    }

    @Test
    void shouldGiveNothingAfterClose() throws IOException {
        SnapshotSource source = SnapshotSource.open(write(noise(100)));
        source.close();
        source.close();

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> source.bytes().get(ValueLayout.JAVA_BYTE, 0));
    }

    @Test
    void shouldNotLetAReaderWrite() {
        try (SnapshotSource source = SnapshotSource.of("bytes", new byte[4])) {
            assertThat(source.name()).isEqualTo("bytes");
            assertThat(source.size()).isEqualTo(4);
            assertThat(source.bytes().isReadOnly()).isTrue();
        }
    }

    private static long unpackedFiles() throws IOException {
        try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().endsWith(".unpacked"))
                    .count();
        }
    }

    private static void refused(Path file, long offset, String message) {
        assertThatExceptionOfType(SnapshotException.class)
                .isThrownBy(() -> SnapshotSource.open(file))
                .withMessageContaining(file + " " + message)
                .satisfies(e -> assertThat(e.offset()).hasValue(offset));
    }

    private Path write(byte[] content) throws IOException {
        return Files.write(folder.resolve("snapshot"), content);
    }

    private static byte[] read(Path file) throws IOException {
        try (SnapshotSource source = SnapshotSource.open(file)) {
            return source.bytes().toArray(ValueLayout.JAVA_BYTE);
        }
    }

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static byte[] compressed(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }
}
