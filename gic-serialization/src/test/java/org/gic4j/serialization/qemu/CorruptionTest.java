package org.gic4j.serialization.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.gic4j.api.snapshot.ReadOptions;
import org.gic4j.api.snapshot.SnapshotException;
import org.gic4j.api.snapshot.SnapshotSource;
import org.gic4j.serialization.qemu.stream.StreamEncoder;
import org.gic4j.serialization.qemu.stream.StructureEncoder;
import org.gic4j.testkit.captures.Captures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged streams: an exception that says where, or a state, and nothing else. A stream has no checksum. */
class CorruptionTest {
    private static final int GIC_BODY = 9888;
    /** The bytes of arm_gicv3 before those of its CPUs. */
    private static final int GICV3_DISTRIBUTOR = 4 + 8 + 7 * 128 + 1020 + 8 * 1020 + 256;

    /** A stream with everything that streams have. */
    private static final byte[] SMALL = beforeGic().device(30, 0, gic().device()).finish();

    /** Where the fields of its interrupt controller begin. */
    private static final int BODY = beforeGic().size() + 1 + 4 + 1 + "arm_gic".length() + 4 + 4;

    @Test
    void shouldReadTheStreamBeforeItIsDamaged() {
        assertThat(survives(SMALL)).isTrue();
    }

    @Test
    void shouldRefuseAStreamThatIsCutShortAnywhere() {
        for (int length = 0; length < SMALL.length; length++) {
            byte[] cut = Arrays.copyOf(SMALL, length);
            assertThatThrownBy(() -> read(cut))
                    .as("cut to %d bytes", length)
                    .isInstanceOfSatisfying(
                            SnapshotException.class,
                            refused -> assertThat(refused.offset().orElseThrow()).isBetween(0L, (long) cut.length));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x01, 0x80, 0xFF})
    void shouldRefuseOrReadAStreamWithAnyByteFlipped(int flip) {
        int refusals = 0;
        int bytes = 0;
        // The fields have no redundancy: of them a sample.
        for (int i = 0; i < SMALL.length; i += i >= BODY && i < BODY + GIC_BODY - 101 ? 101 : 1) {
            byte[] damaged = SMALL.clone();
            damaged[i] ^= (byte) flip;
            refusals += survives(damaged) ? 0 : 1;
            bytes++;
        }
        // Names that are not looked at, and values, may change unseen; the frame may not.
        assertThat(refusals).isGreaterThan(bytes / 4);
    }

    /** Of a GICv3 every byte of the CPUs, and of the rest a sample. */
    @ParameterizedTest
    @ValueSource(ints = {0x01, 0x80, 0xFF})
    void shouldRefuseOrReadAStreamOfAGicv3WithAnyByteFlipped(int flip) {
        ArmGicv3Encoder gicv3 = new ArmGicv3Encoder(2).kvm();
        gicv3.mpidrs = new long[] {0x8000_0000L, 0x8000_0001L};
        byte[] stream = gicv3.stream();
        int body = gicv3.beforeGic().size() + 1 + 4 + 1 + "arm_gicv3".length() + 4 + 4;
        int cpus = body + GICV3_DISTRIBUTOR;
        int refusals = 0;
        for (int i = 0; i < stream.length; i += i >= body && i < cpus - 101 ? 101 : 1) {
            byte[] damaged = stream.clone();
            damaged[i] ^= (byte) flip;
            refusals += survives(damaged) ? 0 : 1;
        }
        assertThat(survives(stream)).isTrue();
        assertThat(refusals).isGreaterThan(500);
    }

    @Test
    void shouldRefuseOrReadRealStreamsWithRandomDamage() {
        byte[] stream;
        try (SnapshotSource source = Captures.open("q52-v2-smp4")) {
            stream = source.bytes().toArray(ValueLayout.JAVA_BYTE);
        }
        // Where sections and the description are: flash and RAM before them are mostly passed over.
        int interesting = 0x4D000;
        SplittableRandom random = new SplittableRandom(39);
        int refusals = 0;
        for (int round = 0; round < 400; round++) {
            byte[] damaged = stream.clone();
            for (int n = random.nextInt(1, 4); n > 0; n--) {
                damaged[random.nextInt(interesting, damaged.length)] = (byte) random.nextInt(256);
            }
            refusals += survives(damaged) ? 0 : 1;
        }
        assertThat(refusals).isBetween(1, 399);
    }

    /** Whether a stream reads; fails for any exception but one that says where. */
    private static boolean survives(byte[] bytes) {
        try {
            return read(bytes) > 0;
        } catch (SnapshotException refused) {
            assertThat(refused.offset()).as(refused.getMessage()).isPresent();
            return false;
        }
    }

    private static int read(byte[] bytes) {
        return new QemuFormat()
                .read(SnapshotSource.of("damaged", bytes), ReadOptions.DEFAULT)
                .snapshot()
                .state()
                .geometry()
                .interrupts();
    }

    private static ArmGicEncoder gic() {
        ArmGicEncoder gic = new ArmGicEncoder();
        gic.machine = "vexpress-a15";
        gic.cpus = 2;
        return gic;
    }

    private static StreamEncoder beforeGic() {
        StructureEncoder timer = new StructureEncoder("timer", 1)
                .number("ticks", 8, 7)
                .subsection(new StructureEncoder("timer/next", 1).number("next", 8, 9));
        return gic().beginning()
                .ramStart(2)
                .u64(0x1000 | 0x04)
                .name("ram")
                .u64(0x1000)
                .u64(0x02)
                .name("ram")
                .u8(0)
                .u64(0x10)
                .footer(2)
                .u8(8)
                .u16(11)
                .u16(0)
                .u8(3)
                .u32(2)
                .u64(0x10)
                .footer(2)
                .device(20, 0, timer);
    }
}
