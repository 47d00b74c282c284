package org.gic4j.serialization.qemu.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.Note;
import org.gic4j.api.snapshot.ReadOptions;
import org.gic4j.api.snapshot.SnapshotException;
import org.gic4j.api.snapshot.SnapshotFormat.Imported;
import org.gic4j.api.snapshot.SnapshotFormats;
import org.gic4j.api.snapshot.SnapshotSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** An image that QEMU 7.2 put a machine's state into by {@code savevm}: virt, GICv3, two CPUs, 16 MiB. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class Qcow2ImageTest {
    private static final int SNAPSHOTS = 60;
    private static final int TABLE = 64;
    private static final int STATE_SIZE = 40;

    private byte[] image;
    /** Where the snapshot's entry stands. */
    private int entry;

    @BeforeAll
    void load() throws IOException {
        try (InputStream in = new GZIPInputStream(Objects.requireNonNull(
                Qcow2ImageTest.class.getResourceAsStream("q72-savevm-v3-smp2.qcow2.gz")))) {
            image = in.readAllBytes();
        }
        entry = (int) ByteBuffer.wrap(image).getLong(TABLE);
    }

    private static Imported read(byte[] bytes) {
        SnapshotSource source = SnapshotSource.of("disk.qcow2", bytes);
        return SnapshotFormats.find().of(source).read(source, ReadOptions.DEFAULT);
    }

    @Test
    void shouldReadTheStreamThatStandsInTheImage() {
        // Here the clusters happen to be in order, so that the stream can be cut out by hand.
        int begin = indexOf(image, "QEVM");
        int length = (int) ByteBuffer.wrap(image).getLong(entry + STATE_SIZE);
        GicState direct = read(Arrays.copyOfRange(image, begin, begin + length)).snapshot().state();

        Imported inImage = read(image);

        assertThat(inImage.format()).isEqualTo("qemu");
        assertThat(inImage.snapshot().state()).isEqualTo(direct);
        assertThat(direct.vcpus()).hasSize(2);
        assertThat(inImage.notes()).extracting(Note::id).doesNotContain("other-snapshots");
    }

    @Test
    void shouldFollowTablesWhereClustersAreNotInOrder() {
        // The first two clusters of the state change places, and so do their entries.
        int cluster = 1 << ByteBuffer.wrap(image).getInt(20);
        byte[] moved = image.clone();
        int begin = indexOf(image, "QEVM");
        System.arraycopy(image, begin, moved, begin + cluster, cluster);
        System.arraycopy(image, begin + cluster, moved, begin, cluster);
        ByteBuffer view = ByteBuffer.wrap(moved);
        for (int at = 0; at + 8 <= moved.length; at += 8) {
            long value = view.getLong(at);
            if ((value & Long.MAX_VALUE) == begin) {
                view.putLong(at, value + cluster);
            } else if ((value & Long.MAX_VALUE) == begin + cluster) {
                view.putLong(at, value - cluster);
            }
        }

        assertThat(moved).isNotEqualTo(image);
        assertThat(read(moved).snapshot().state()).isEqualTo(read(image).snapshot().state());
    }

    @Test
    void shouldSayThatThereIsNoStateInAnImage() {
        byte[] none = image.clone();
        ByteBuffer.wrap(none).putInt(SNAPSHOTS, 0);
        byte[] diskAlone = image.clone();
        ByteBuffer.wrap(diskAlone).putLong(entry + STATE_SIZE, 0);

        for (byte[] without : new byte[][] {none, diskAlone}) {
            assertThatExceptionOfType(SnapshotException.class)
                    .isThrownBy(() -> read(without))
                    .withMessageContaining("savevm");
        }
    }

    @Test
    void shouldRefuseWhatItCannotReach() {
        assertThatExceptionOfType(SnapshotException.class)
                .isThrownBy(() -> read(with(32, 1)))
                .withMessageContaining("encrypted");
        assertThatExceptionOfType(SnapshotException.class)
                .isThrownBy(() -> read(with(76, 1 << 4)))
                .withMessageContaining("extended L2");
        assertThatExceptionOfType(SnapshotException.class)
                .isThrownBy(() -> read(with(4, 1)))
                .withMessageContaining("version 1");
        assertThatExceptionOfType(SnapshotException.class)
                .isThrownBy(() -> read(with(entry + STATE_SIZE, 1)))
                .withMessageContaining("larger than the image");
    }

    private byte[] with(int at, int value) {
        byte[] changed = image.clone();
        ByteBuffer.wrap(changed).putInt(at, value);
        return changed;
    }

    @Test
    void shouldRefuseEveryImageThatIsCutShort() {
        // Behind the last cluster of the state nothing is needed.
        for (int length = 4; length < indexOf(image, "QEVM") + 390_000; length += 4001) {
            SnapshotSource cut = SnapshotSource.of("cut", Arrays.copyOf(image, length));
            assertThatExceptionOfType(SnapshotException.class)
                    .isThrownBy(() -> SnapshotFormats.find().named("qemu").read(cut, ReadOptions.DEFAULT))
                    .satisfies(wrong -> assertThat(wrong.offset()).isPresent());
        }
    }

    @Test
    void shouldEndInAStateOrInItsOwnExceptionWhateverBitsFlip() {
        Random random = new Random(1);
        for (int i = 0; i < 300; i++) {
            byte[] flipped = image.clone();
            // In the header, the snapshot's entry, or anywhere.
            int at = i % 3 == 0 ? random.nextInt(4, 104) : i % 3 == 1 ? entry + random.nextInt(72) : random.nextInt(image.length);
            flipped[at] ^= (byte) (1 << random.nextInt(8));
            try {
                SnapshotFormats.find().named("qemu").read(SnapshotSource.of("flipped", flipped), ReadOptions.DEFAULT);
            } catch (SnapshotException damaged) {
                assertThat(damaged.offset()).isPresent();
            }
        }
    }

    private static int indexOf(byte[] bytes, String text) {
        for (int at = 0; at < bytes.length - text.length(); at++) {
            int i = 0;
            while (i < text.length() && bytes[at + i] == text.charAt(i)) {
                i++;
            }
            if (i == text.length()) {
                return at;
            }
        }
        throw new AssertionError("no " + text);
    }
}
