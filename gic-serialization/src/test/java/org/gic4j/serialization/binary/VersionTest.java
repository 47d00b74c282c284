package org.gic4j.serialization.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.gic4j.api.snapshot.SnapshotException;
import org.gic4j.serialization.samples.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of later versions of the format. */
class VersionTest {
    private final byte[] bytes = NativeBytes.write(Samples.withParts());

    @Test
    void shouldReadALaterVersionThatItsReaderMayRead() {
        byte[] later = withLongerHeader(8);
        NativeBytes.buffer(later).putShort(Layout.VERSION_OFFSET, (short) 7);

        assertThat(NativeBytes.read(NativeBytes.sealHeader(later))).isEqualTo(Samples.withParts());
    }

    @Test
    void shouldRefuseALaterVersionThatNeedsALaterReader() {
        NativeBytes.buffer(bytes).putShort(Layout.VERSION_OFFSET, (short) 9).putShort(Layout.LEAST_READER_OFFSET, (short) 8);

        assertThatExceptionOfType(SnapshotException.class)
                .isThrownBy(() -> NativeBytes.read(NativeBytes.sealHeader(bytes)))
                .withMessage("written in version 9 of the format, for readers of version 8 and up; this one reads version 1:"
                        + " use a newer gic4j (at byte 10)");
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0, 1", "1, 0", "1, 2"})
    void shouldRefuseVersionsThatCannotBe(int version, int leastReader) {
        NativeBytes.buffer(bytes)
                .putShort(Layout.VERSION_OFFSET, (short) version)
                .putShort(Layout.LEAST_READER_OFFSET, (short) leastReader);

        assertThatExceptionOfType(SnapshotException.class)
                .isThrownBy(() -> NativeBytes.read(NativeBytes.sealHeader(bytes)))
                .withMessageContaining("there is no format of version " + version);
    }

    @Test
    void shouldRefuseAHeaderThatIsLongerThanItsVersionHasIt() {
        assertThatExceptionOfType(SnapshotException.class)
                .isThrownBy(() -> NativeBytes.read(withLongerHeader(4)))
                .withMessageContaining("the header should have");
    }

    private byte[] withLongerHeader(int more) {
        int end = NativeBytes.firstPart(bytes) - Layout.CHECKSUM_BYTES;
        byte[] longer = Arrays.copyOf(bytes, bytes.length + more);
        System.arraycopy(bytes, end, longer, end + more, bytes.length - end);
        Arrays.fill(longer, end, end + more, (byte) 0x5A);
        ByteBuffer file = NativeBytes.buffer(longer);
        file.putInt(Layout.HEADER_LENGTH_OFFSET, end + more - Layout.HEADER_OFFSET);
        file.putLong(Layout.HEADER_OFFSET + Layout.FILE_LENGTH, longer.length);
        return NativeBytes.sealHeader(longer);
    }
}
