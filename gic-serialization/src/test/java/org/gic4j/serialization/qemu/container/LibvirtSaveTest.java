package org.gic4j.serialization.qemu.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.gic4j.api.snapshot.ReadOptions;
import org.gic4j.api.snapshot.SnapshotException;
import org.gic4j.api.snapshot.SnapshotFormat.Imported;
import org.gic4j.api.snapshot.SnapshotFormats;
import org.gic4j.api.snapshot.SnapshotSource;
import org.gic4j.testkit.captures.Captures;
import org.junit.jupiter.api.Test;

/** libvirt's header before a stream that QEMU wrote. */
class LibvirtSaveTest {
    private static final String XML = "<domain type='kvm'><name>QEVM</name></domain>";

    private static Imported read(byte[] bytes) {
        SnapshotSource source = SnapshotSource.of("domain.save", bytes);
        return SnapshotFormats.find().of(source).read(source, ReadOptions.DEFAULT);
    }

    private static byte[] stream() {
        try (SnapshotSource source = Captures.open("q72-v2-smp4")) {
            return source.bytes().toArray(ValueLayout.JAVA_BYTE);
        }
    }

    private static byte[] saved(String magic, int compression, byte[] content) {
        return ByteBuffer.allocate(92 + XML.length() + content.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(magic.getBytes(StandardCharsets.US_ASCII))
                .putInt(2)
                .putInt(XML.length())
                .putInt(1)
                .putInt(compression)
                .put(new byte[60])
                .put(XML.getBytes(StandardCharsets.US_ASCII))
                .put(content)
                .array();
    }

    @Test
    void shouldPassOverTheHeaderAndTheDomain() {
        byte[] stream = stream();
        Imported inside = read(saved("LibvirtQemudSave", 0, stream));

        assertThat(inside.format()).isEqualTo("qemu");
        assertThat(inside.snapshot()).isEqualTo(read(stream).snapshot());
    }

    @Test
    void shouldSayHowTheStreamIsCompressed() {
        assertThatExceptionOfType(SnapshotException.class)
                .isThrownBy(() -> read(saved("LibvirtQemudSave", 3, new byte[100])))
                .withMessageContaining("compressed with xz")
                .satisfies(wrong -> assertThat(wrong.offset()).hasValue(92));
    }

    @Test
    void shouldRefuseASaveThatWasNotFinished() {
        assertThatExceptionOfType(SnapshotException.class)
                .isThrownBy(() -> read(saved("LibvirtQemudPart", 0, stream())))
                .withMessageContaining("did not finish");
    }

    @Test
    void shouldTellPlacesInTheFileNotInTheStream() {
        byte[] stream = stream();
        byte[] cut = saved("LibvirtQemudSave", 0, Arrays.copyOf(stream, stream.length / 2));

        assertThatExceptionOfType(SnapshotException.class)
                .isThrownBy(() -> read(cut))
                .withMessageContaining("in the stream of libvirt")
                .satisfies(wrong -> assertThat(wrong.problem()).doesNotContain("at byte"))
                .satisfies(wrong -> assertThat(wrong.offset()).hasValue(cut.length));
    }

    @Test
    void shouldRefuseAHeaderThatIsCutShort() {
        byte[] whole = saved("LibvirtQemudSave", 0, new byte[0]);
        for (int length = 16; length <= whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatExceptionOfType(SnapshotException.class)
                    .isThrownBy(() -> read(cut))
                    .satisfies(wrong -> assertThat(wrong.offset()).isPresent());
        }
    }
}
