package org.gic4j.serialization.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Arrays;
import java.util.List;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.SnapshotException;
import org.gic4j.serialization.samples.Samples;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Every kind of damage, at every place, is found, and told in one line with a byte offset. */
class CorruptionTest {
    static final List<Snapshot> SAMPLES = List.of(Samples.gicv2(), Samples.gicv3(), Samples.withParts());

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void shouldFindEveryFlippedBit(Snapshot snapshot) {
        byte[] bytes = NativeBytes.write(snapshot);
        for (int at = 0; at < bytes.length; at++) {
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                bytes[at] ^= (byte) (1 << bit);
                assertRefused(bytes, "bit " + bit + " of byte " + at);
                bytes[at] ^= (byte) (1 << bit);
            }
        }
        assertThat(NativeBytes.read(bytes)).isEqualTo(snapshot);
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void shouldFindATruncationAtEveryByte(Snapshot snapshot) {
        byte[] bytes = NativeBytes.write(snapshot);
        for (int length = 0; length < bytes.length; length++) {
            assertRefused(Arrays.copyOf(bytes, length), "cut to " + length);
        }
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void shouldFindBytesThatWereAdded(Snapshot snapshot) {
        byte[] bytes = NativeBytes.write(snapshot);
        for (int more = 1; more < 64; more++) {
            assertRefused(Arrays.copyOf(bytes, bytes.length + more), more + " more");
        }
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void shouldFindBytesThatWereOverwrittenWithOnes(Snapshot snapshot) {
        byte[] bytes = NativeBytes.write(snapshot);
        for (int at = 0; at < bytes.length; at += 4) {
            byte[] damaged = bytes.clone();
            Arrays.fill(damaged, at, Math.min(at + 8, damaged.length), (byte) 0xFF);
            assertRefused(damaged, "ones from " + at);
        }
    }

    private static void assertRefused(byte[] bytes, String damage) {
        Throwable thrown = catchThrowable(() -> NativeBytes.read(bytes));
        assertThat(thrown).as(damage).isInstanceOf(SnapshotException.class);
        SnapshotException refused = (SnapshotException) thrown;
        assertThat(refused.offset()).as(damage).isPresent();
        assertThat(refused.offset().getAsLong()).as(damage).isBetween(0L, (long) bytes.length);
        assertThat(refused).hasMessageNotContaining("\n").hasMessageContaining("(at byte ");
    }
}
