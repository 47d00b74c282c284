package org.gic4j.serialization.crosvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.gic4j.api.lint.Lint;
import org.gic4j.api.registers.Gicv3Distributor;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.Note;
import org.gic4j.api.snapshot.ReadOptions;
import org.gic4j.api.snapshot.SnapshotException;
import org.gic4j.api.snapshot.SnapshotFormat.Imported;
import org.gic4j.api.snapshot.SnapshotFormats;
import org.gic4j.api.snapshot.SnapshotSource;
import org.gic4j.serialization.samples.Gicv3Words;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrosvmFormatTest {
    private static final GicState STATE = state(64, 3, 5);

    private static GicState state(int interrupts, int vcpus, int bits) {
        return Gicv3Words.random(interrupts, vcpus, bits)
                .word(Gicv3Distributor.GICD_IIDR, 0, 0, 0x4B00_343B)
                .build();
    }

    private static Imported read(byte[] file) {
        SnapshotSource source = SnapshotSource.of("vgic", file);
        return SnapshotFormats.find().of(source).read(source, ReadOptions.DEFAULT);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldReadWhatACheckedConverterWrites(boolean wrapped) {
        Imported read = read(new CborEncoder(STATE).encode(wrapped));

        assertThat(read.format()).isEqualTo("crosvm");
        assertThat(read.snapshot().state()).isEqualTo(STATE);
        assertThat(read.notes()).extracting(Note::id).containsExactly(StateReader.UNSAVED_LINES);
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 7})
    void shouldTakeActivePrioritiesAsFarAsTheyAreThere(int bits) {
        GicState state = state(96, 2, bits);

        assertThat(read(new CborEncoder(state).encode(false)).snapshot().state()).isEqualTo(state);
    }

    @Test
    void shouldSayWhatCrosvmsOwnRestoreClears() {
        Imported read = read(new CborEncoder(STATE).asKvmReads().encode(false));

        assertThat(read.snapshot().state()).isEqualTo(STATE);
        assertThat(read.notes())
                .filteredOn(note -> note.id().equals(StateReader.RESTORE_CLEARS))
                .hasSize(2 + 2 * 3)
                .extracting(Note::register)
                .contains("GICD_ICENABLER1", "GICD_ICACTIVER1", "GICR_ICENABLER0", "GICR_ICACTIVER0");
        assertThat(Lint.check(read)).anyMatch(finding -> finding.rule().id().equals("restore-clears"));
        assertThat(Lint.check(read(new CborEncoder(STATE).encode(false))))
                .noneMatch(finding -> finding.rule().id().equals("restore-clears"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldReadAsManyInterruptsAsItsMachinesHaveWhereTheTypeSaysLess(int lines) {
        CborEncoder encoder = new CborEncoder(STATE).asKvmReads();
        encoder.distributor[0x4 / 4] = lines;

        Imported read = read(encoder.encode(false));

        assertThat(read.snapshot().state()).isEqualTo(STATE);
        assertThat(read.notes()).extracting(Note::register).contains("GICD_ICENABLER1");
        assertThat(read.notes()).noneMatch(Note::loss);
    }

    @Test
    void shouldNameWhatStandsBeyondTheMachinesInterrupts() {
        CborEncoder encoder = new CborEncoder(STATE);
        encoder.distributor[0x108 / 4] = 0x30;
        encoder.distributor[0x110 / 4] = 1;
        encoder.distributor[(0x6000 + 8 * 100) / 4] = 1;

        Imported read = read(encoder.encode(false));

        assertThat(read.snapshot().state()).isEqualTo(STATE);
        assertThat(read.notes())
                .filteredOn(Note::loss)
                .extracting(Note::toString)
                .containsExactlyInAnyOrder(
                        "GICD_ISENABLER2: 0x30 -> 0x0 (beyond-interrupts: the machine has 64 interrupts; 2"
                                + " words of the register are of others)",
                        "GICD_IROUTER100[31:0]: 0x1 -> 0x0 (beyond-interrupts: the machine has 64 interrupts)");
        assertThat(Lint.check(read)).anyMatch(finding -> finding.rule().id().equals("import-loses"));
    }

    @Test
    void shouldReadAFileThatSaysThatItIsCbor() {
        byte[] map = new CborEncoder(STATE).encode(false);
        byte[] file = new byte[map.length + 3];
        System.arraycopy(new byte[] {(byte) 0xD9, (byte) 0xD9, (byte) 0xF7}, 0, file, 0, 3);
        System.arraycopy(map, 0, file, 3, map.length);

        assertThat(read(file).snapshot().state()).isEqualTo(STATE);
    }

    @Test
    void shouldNoteATornPair() {
        CborEncoder encoder = new CborEncoder(STATE).asKvmReads();
        encoder.distributor[0x184 / 4] ^= 2;

        assertThat(Lint.check(read(encoder.encode(false))))
                .filteredOn(finding -> finding.rule().id().equals("torn-pair"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.register()).isEqualTo("GICD_ISENABLER1"));
    }

    @Test
    void shouldOrderVcpusByAffinity() {
        CborEncoder encoder = new CborEncoder(STATE);
        int[] first = Objects.requireNonNull(encoder.redistributors.remove(0L));
        encoder.redistributors.put(0L, first);

        assertThat(read(encoder.encode(false)).snapshot().state()).isEqualTo(STATE);
    }

    @Test
    void shouldSayThatTheUpperHalfOfARegisterIsNoState() {
        CborEncoder encoder = new CborEncoder(STATE);
        encoder.systemRegistersOf(0).put(0xC230, 0x1_0000_00F0L);

        assertThat(read(encoder.encode(false)).notes())
                .filteredOn(Note::loss)
                .extracting(Note::register)
                .containsExactly("ICC_PMR_EL1");
    }

    @Test
    void shouldRefuseWhatIsMissing() {
        CborEncoder register = new CborEncoder(STATE);
        register.systemRegistersOf(0).remove(0xC664);
        CborEncoder vcpus = new CborEncoder(STATE);
        vcpus.redistributors.clear();
        CborEncoder frame = new CborEncoder(STATE);
        frame.redistributors.put(0L, new int[0x7FFF]);
        CborEncoder key = new CborEncoder(STATE);
        key.redistributors.put(3L, new int[0x8000]);
        key.systemRegisters.put(3L, key.systemRegistersOf(0));

        assertThatExceptionOfType(SnapshotException.class)
                .isThrownBy(() -> read(register.encode(false)))
                .withMessageContaining("ICC_CTLR_EL1 (0xc664)");
        assertThatExceptionOfType(SnapshotException.class)
                .isThrownBy(() -> read(vcpus.encode(false)))
                .withMessageContaining("no vCPUs");
        assertThatExceptionOfType(SnapshotException.class)
                .isThrownBy(() -> read(frame.encode(false)))
                .withMessageContaining("32768 words, not 32767");
        assertThatExceptionOfType(SnapshotException.class)
                .isThrownBy(() -> read(key.encode(false)))
                .withMessageContaining("affinity in bits 63 to 32");
    }

    @Test
    void shouldNotTakeOtherFilesForItsOwn() {
        assertThat(new CrosvmFormat().recognizes(SnapshotSource.of("other", new byte[] {(byte) 0xA1, 0x60, 1})))
                .isFalse();
        assertThat(new CrosvmFormat().recognizes(SnapshotSource.of("none", new byte[0]))).isFalse();
    }

    @Test
    void shouldRefuseEveryFileThatIsCutShort() {
        byte[] file = new CborEncoder(state(64, 1, 5)).encode(false);
        for (int length = 1; length < file.length; length += 137) {
            SnapshotSource cut = SnapshotSource.of("cut", Arrays.copyOf(file, length));
            assertThatExceptionOfType(SnapshotException.class)
                    .isThrownBy(() -> new CrosvmFormat().read(cut, ReadOptions.DEFAULT))
                    .satisfies(wrong -> assertThat(wrong.offset()).isPresent());
        }
    }

    @Test
    void shouldEndInAStateOrInItsOwnExceptionWhateverBitsFlip() {
        byte[] file = new CborEncoder(state(64, 1, 5)).encode(true);
        Random random = new Random(1);
        for (int i = 0; i < 1000; i++) {
            byte[] flipped = file.clone();
            for (int flips = 0; flips < 3; flips++) {
                // Most of a file is words that are 0; its structure is at the beginning.
                int bound = flips == 0 ? 300 : file.length;
                flipped[random.nextInt(bound)] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                new CrosvmFormat().read(SnapshotSource.of("flipped", flipped), ReadOptions.DEFAULT);
            } catch (SnapshotException damaged) {
                assertThat(damaged.offset()).isPresent();
            }
        }
    }
}
