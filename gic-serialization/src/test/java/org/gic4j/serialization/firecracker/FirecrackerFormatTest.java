package org.gic4j.serialization.firecracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.gic4j.api.Affinity;
import org.gic4j.api.GicVersion;
import org.gic4j.api.VcpuId;
import org.gic4j.api.VcpuIndex;
import org.gic4j.api.lint.Lint;
import org.gic4j.api.registers.Gicv2CpuInterface;
import org.gic4j.api.registers.Gicv2Distributor;
import org.gic4j.api.registers.Gicv3CpuInterface;
import org.gic4j.api.registers.Its;
import org.gic4j.api.registers.Register;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.Note;
import org.gic4j.api.snapshot.ReadOptions;
import org.gic4j.api.snapshot.SnapshotException;
import org.gic4j.api.snapshot.SnapshotFormat.Imported;
import org.gic4j.api.snapshot.SnapshotFormats;
import org.gic4j.api.snapshot.SnapshotSource;
import org.gic4j.api.snapshot.VcpuDescription;
import org.gic4j.serialization.its.ItsSnapshots;
import org.gic4j.serialization.positional.RegisterLists;
import org.gic4j.serialization.samples.Gicv3Words;
import org.gic4j.serialization.samples.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FirecrackerFormatTest {
    private static final GicState STATE = Gicv3Words.random(128, 3, 5).build();

    private static Imported read(byte[] file) {
        SnapshotSource source = SnapshotSource.of("vmstate", file);
        return SnapshotFormats.find().of(source).read(source, ReadOptions.DEFAULT);
    }

    static Stream<StateFileEncoder> eras() {
        return Stream.of(
                new StateFileEncoder(STATE, "1.0.0").memoryFirst(),
                new StateFileEncoder(STATE, "2.0.0").memoryFirst(),
                new StateFileEncoder(STATE, "3.0.0").memoryFirst().plainStructures(),
                new StateFileEncoder(STATE, "5.0.0"),
                new StateFileEncoder(STATE, "6.0.0").pvtime(),
                new StateFileEncoder(STATE, "8.0.0").pvtime());
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("eras")
    void shouldReadEveryEra(StateFileEncoder encoder) {
        Imported read = read(encoder.encode());

        assertThat(read.format()).isEqualTo("firecracker");
        assertThat(read.snapshot().state()).isEqualTo(STATE);
        assertThat(read.notes()).extracting(Note::id).containsExactly(StateReader.UNSAVED_LINES);
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 7})
    void shouldTakeActivePrioritiesAsFarAsTheyWereSaved(int bits) {
        GicState state = Gicv3Words.random(128, 2, bits).build();

        assertThat(read(new StateFileEncoder(state, "5.0.0").encode()).snapshot().state())
                .isEqualTo(state);
    }

    static Stream<StateFileEncoder> formsOfVcpus() {
        GicState state = withAffinities();
        return Stream.of(
                new StateFileEncoder(state, "1.0.0").memoryFirst().optionalInitialisation(),
                new StateFileEncoder(state, "1.0.0").memoryFirst().optionalInitialisation().plainStructures(),
                new StateFileEncoder(state, "1.0.0").memoryFirst().emptyInitialisation(),
                new StateFileEncoder(state, "2.0.0").memoryFirst().withoutInitialisation(),
                new StateFileEncoder(state, "5.0.0").withoutInitialisation().pvtime(),
                new StateFileEncoder(state, "6.0.0").optionalInitialisation().pvtime(),
                new StateFileEncoder(state, "8.0.0").pvtime().plainStructures());
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("formsOfVcpus")
    void shouldFindAffinitiesWhateverFollowsThem(StateFileEncoder encoder) {
        Imported read = read(encoder.encode());

        assertThat(read.snapshot().state()).isEqualTo(withAffinities());
        assertThat(read.notes()).extracting(Note::id).containsExactly(StateReader.UNSAVED_LINES);
    }

    @Test
    void shouldTakeAffinitiesFromTheVcpus() {
        GicState expected = withAffinities();

        assertThat(read(new StateFileEncoder(expected, "8.0.0").pvtime().encode())
                        .snapshot()
                        .state())
                .isEqualTo(expected);
    }

    private static GicState withAffinities() {
        List<VcpuDescription> vcpus = List.of(
                new VcpuDescription(new VcpuId(0), new VcpuIndex(0), new Affinity(0x0001_0203)),
                new VcpuDescription(new VcpuId(1), new VcpuIndex(1), new Affinity(0x0100_0001)));
        GicState.Builder state = new GicState.Builder(GicVersion.GICV3, 128, vcpus).priorityBits(5);
        GicState other = Gicv3Words.random(128, 2, 5).build();
        other.registers().forEach(register -> state.words(register, other.words(register)));
        return state.build();
    }

    @Test
    void shouldSayThatAffinitiesAreAssumedWhereThereAreNoVcpus() {
        Imported read = read(new StateFileEncoder(STATE, "5.0.0").withoutVcpus().encode());

        assertThat(read.snapshot().state()).isEqualTo(STATE);
        assertThat(read.notes()).extracting(Note::id).contains(StateReader.ASSUMED_AFFINITY);
    }

    @Test
    void shouldReadTheItsOfTheErasThatHaveIt() {
        // IIDR, CBASER, CREADR, CWRITER, eight of BASER, CTLR.
        StateFileEncoder encoder = new StateFileEncoder(STATE, "8.0.0")
                .pvtime()
                .its(
                        0x4B00_043BL,
                        0xB800_0000_429C_040FL,
                        0x2A0,
                        0x2C0,
                        0xF907_0000_429D_0600L,
                        0xBC07_0000_429E_0600L,
                        0,
                        0,
                        0,
                        0,
                        0,
                        7,
                        0x8000_0001L);

        Imported read = read(encoder.encode());

        assertThat(read.snapshot().state())
                .isEqualTo(STATE.toBuilder()
                        .translationService(ItsSnapshots.registers()
                                .value(Its.GITS_CREADR, 0, 0x2A0)
                                .value(Its.GITS_BASER, 7, 7)
                                .build())
                        .build());
        assertThat(read.notes()).extracting(Note::id).containsExactly(StateReader.UNSAVED_LINES);
    }

    @Test
    void shouldNoteATornPairButNotTheClearingPendingRegisters() {
        Imported enables = read(new StateFileEncoder(STATE, "5.0.0").torn(2).encode());
        Imported pending = read(new StateFileEncoder(STATE, "5.0.0").torn(7).encode());

        assertThat(enables.notes())
                .filteredOn(note -> note.id().equals(RegisterLists.TORN_PAIR))
                .extracting(Note::register)
                .containsExactly("GICD_ISENABLER1");
        assertThat(pending.notes()).extracting(Note::id).doesNotContain(RegisterLists.TORN_PAIR);
    }

    @Test
    void shouldReadAGicv2AndSayWhatIsNotSaved() {
        GicState.Builder builder = new GicState.Builder(GicVersion.GICV2, 128, VcpuDescription.consecutive(2));
        Samples.filled(builder, 7);
        GicState state = builder.build();

        Imported read = read(new StateFileEncoder(state, "5.0.0").encode());
        GicState got = read.snapshot().state();

        assertThat(got.has(Gicv2Distributor.GICD_ITARGETSR)).isFalse();
        for (Register register : List.of(
                Gicv2Distributor.GICD_CTLR,
                Gicv2Distributor.GICD_ISENABLER,
                Gicv2Distributor.GICD_IGROUPR,
                Gicv2Distributor.GICD_ICFGR,
                Gicv2Distributor.GICD_ISPENDR,
                Gicv2Distributor.GICD_ISACTIVER,
                Gicv2Distributor.GICD_IPRIORITYR)) {
            for (int word = register.bankedWords(got.geometry()); word < register.words(got.geometry()); word++) {
                assertThat(got.word(register, 0, word)).isEqualTo(state.word(register, 0, word));
            }
        }
        assertThat(got.words(Gicv2CpuInterface.GICC_PMR)).isEqualTo(state.words(Gicv2CpuInterface.GICC_PMR));
        assertThat(got.words(Gicv2CpuInterface.GICC_APR)).isEqualTo(state.words(Gicv2CpuInterface.GICC_APR));
        assertThat(got.word(Gicv2Distributor.GICD_SPENDSGIR, 0, 3))
                .isEqualTo(state.word(Gicv2Distributor.GICD_SPENDSGIR, 0, 3));
        assertThat(read.notes()).extracting(Note::id).filteredOn(StateReader.UNSAVED::equals).hasSize(2);
        assertThat(Lint.check(read))
                .extracting(finding -> finding.rule().id())
                .contains("unsaved-registers")
                .doesNotContain("sgi-without-source", "sgi-not-pending");
    }

    @Test
    void shouldFindARegisterThatWasReadWrong() {
        GicState zero = STATE.toBuilder()
                .word(Gicv3CpuInterface.ICC_CTLR_EL1, 0, 0, 0)
                .word(Gicv3CpuInterface.ICC_SRE_EL1, 0, 0, 0)
                .build();

        assertThat(Lint.check(read(new StateFileEncoder(zero, "5.0.0").encode())))
                .extracting(finding -> finding.rule().id())
                .contains("cpu-interface-empty");
    }

    @Test
    void shouldHaveTheChecksumOfTheirDocumentation() {
        byte[] bytes = new byte[16];
        Arrays.fill(bytes, (byte) 123);

        assertThat(Crc64.of(MemorySegment.ofArray(bytes))).isEqualTo(0x29D5_3572_1632_6566L);
    }

    @Test
    void shouldExplainNewerFilesByTheirChecksum() {
        byte[] packed = new byte[5000];
        new Random(3).nextBytes(packed);

        assertThatExceptionOfType(SnapshotException.class)
                .isThrownBy(() -> read(StateFileEncoder.sealed(packed)))
                .withMessageContaining("v1.15 or newer");
    }

    @Test
    void shouldExplainOlderFilesAndThoseOfOtherMachines() {
        byte[] older = new StateFileEncoder(STATE, "1.0.0").encode();
        older[8] = 2;
        byte[] x86 = new StateFileEncoder(STATE, "1.0.0").encode();
        x86[2] = 0x64;
        x86[3] = (byte) 0x86;

        assertThatExceptionOfType(SnapshotException.class)
                .isThrownBy(() -> read(older))
                .withMessageContaining("versionize");
        assertThatExceptionOfType(SnapshotException.class).isThrownBy(() -> read(x86)).withMessageContaining("x86");
    }

    @Test
    void shouldExplainVersionizeByTheVersionInItsMagicNumber() {
        byte[] arm = StateFileEncoder.versionize(0x0710_1984_AAAA_0000L);
        byte[] x86 = StateFileEncoder.versionize(0x0710_1984_8664_0000L);
        byte[] damaged = arm.clone();
        damaged[100] ^= 1;

        for (byte[] file : List.of(arm, damaged)) {
            assertThatExceptionOfType(SnapshotException.class)
                    .isThrownBy(() -> read(file))
                    .withMessageContaining("v1.0 to v1.6 (versionize)")
                    .withMessageNotContaining("v1.15");
        }
        assertThatExceptionOfType(SnapshotException.class).isThrownBy(() -> read(x86)).withMessageContaining("x86");
    }

    @Test
    void shouldNotTakeOtherFilesForItsOwn() {
        for (byte[] other : List.of(new byte[100], "text".getBytes(StandardCharsets.US_ASCII), new byte[1])) {
            assertThat(new FirecrackerFormat().recognizes(SnapshotSource.of("other", other))).isFalse();
        }
    }

    @Test
    void shouldRefuseAFileWithoutAnInterruptController() {
        byte[] file = new StateFileEncoder(Gicv3Words.random(128, 1, 5).build(), "5.0.0").encode();
        // One register more than there are.
        for (int i = 0; i + 8 < file.length; i++) {
            if (file[i] == 12 && file[i + 1] == 0 && file[i + 8] == 1) {
                file[i] = 13;
            }
        }
        byte[] sealed = StateFileEncoder.sealed(Arrays.copyOf(file, file.length - 8));

        assertThatExceptionOfType(SnapshotException.class)
                .isThrownBy(() -> read(sealed))
                .withMessageContaining("96 SPIs");
    }

    @Test
    void shouldRefuseEveryFileThatIsCutShort() {
        byte[] file = new StateFileEncoder(STATE, "8.0.0").encode();
        for (int length = 8; length < file.length; length += 7) {
            SnapshotSource cut = SnapshotSource.of("cut", Arrays.copyOf(file, length));
            assertThatExceptionOfType(SnapshotException.class)
                    .isThrownBy(() -> new FirecrackerFormat().read(cut, ReadOptions.DEFAULT))
                    .satisfies(wrong -> assertThat(wrong.offset()).isPresent());
        }
    }

    @Test
    void shouldFindEveryBitThatFlips() {
        byte[] file = new StateFileEncoder(STATE, "8.0.0").encode();
        Random random = new Random(1);
        for (int i = 0; i < 500; i++) {
            byte[] flipped = file.clone();
            flipped[random.nextInt(file.length)] ^= (byte) (1 << random.nextInt(8));
            assertThatExceptionOfType(SnapshotException.class)
                    .isThrownBy(() -> new FirecrackerFormat()
                            .read(SnapshotSource.of("flipped", flipped), ReadOptions.DEFAULT))
                    .satisfies(wrong -> assertThat(wrong.offset()).isPresent());
        }
    }

    @Test
    void shouldEndInAStateOrInItsOwnExceptionWhateverIsSealed() {
        byte[] file = new StateFileEncoder(STATE, "8.0.0").encode();
        Random random = new Random(2);
        for (int i = 0; i < 500; i++) {
            byte[] changed = Arrays.copyOf(file, file.length - 8);
            for (int flips = 0; flips < 4; flips++) {
                changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                new FirecrackerFormat()
                        .read(SnapshotSource.of("changed", StateFileEncoder.sealed(changed)), ReadOptions.DEFAULT);
            } catch (SnapshotException damaged) {
                assertThat(damaged.offset()).isPresent();
            }
        }
    }
}
