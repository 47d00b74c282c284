package org.gic4j.serialization.vgicstate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.gic4j.api.Affinity;
import org.gic4j.api.registers.Gicv2Distributor;
import org.gic4j.api.registers.Gicv2Input;
import org.gic4j.api.registers.Gicv3Distributor;
import org.gic4j.api.registers.Gicv3Input;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.Note;
import org.gic4j.api.snapshot.ReadOptions;
import org.gic4j.api.snapshot.SnapshotException;
import org.gic4j.api.snapshot.SnapshotFormat.Imported;
import org.gic4j.api.snapshot.SnapshotSource;
import org.gic4j.api.snapshot.VcpuDescription;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VgicStateReaderTest {
    private static final String GICV2 = VgicTexts.plain(false, "0001000");
    private static final String GICV3 = VgicTexts.plain(true, "0001001");

    private static GicState state(String text) {
        return VgicTexts.read(text).snapshot().state();
    }

    @Test
    void shouldReadRowsWithoutGroupsAsKernelsBeforeTheyHadThemPrint() {
        GicState state = state(VgicTexts.plain(false, "000100"));

        assertThat(state.has(Gicv2Distributor.GICD_IGROUPR)).isFalse();
        assertThat(state.word(Gicv2Distributor.GICD_ISENABLER, 0, 1)).isEqualTo(-1);
    }

    @Test
    void shouldSayThatGroupsAreUnsavedWhereTheyAreNotPrinted() {
        assertThat(VgicTexts.read(VgicTexts.plain(false, "000100")).notes())
                .filteredOn(note -> note.id().equals(VgicNotes.UNSAVED))
                .extracting(Note::register)
                .containsExactly("GICC", "GICD_IGROUPR");
        assertThat(VgicTexts.read(VgicTexts.old(2)).notes())
                .filteredOn(note -> note.id().equals(VgicNotes.UNSAVED))
                .extracting(Note::register)
                .containsExactly("ICC, GICR_CTLR, GITS", "GICD_IGROUPR, GICR_IGROUPR0");
        assertThat(VgicTexts.read(GICV3).notes())
                .extracting(Note::register)
                .containsExactly("ICC, GICR_CTLR, GITS");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 12, 20})
    void shouldTakeTheAffinitiesThatKvmGivesWhereKernelsPrintTargetBytes(int vcpus) {
        Imported read = VgicTexts.read(VgicTexts.old(vcpus));

        assertThat(read.snapshot().state().vcpus()).isEqualTo(VcpuDescription.consecutive(vcpus));
        assertThat(read.notes()).extracting(Note::id).contains(VgicNotes.ASSUMED_AFFINITY);
    }

    @Test
    void shouldTakeTheAffinitiesThatArePrintedWhereOneIsNoTargetByte() {
        Imported read = VgicTexts.read(VgicTexts.text(true, "0001001", 0, 1, 2, 3));

        assertThat(read.snapshot().state().vcpus())
                .extracting(VcpuDescription::affinity)
                .containsExactly(new Affinity(1), new Affinity(2), new Affinity(3));
        assertThat(read.notes()).extracting(Note::id).doesNotContain(VgicNotes.ASSUMED_AFFINITY);
    }

    @Test
    void shouldReadLinesThatEndAsThoseOfWindows() {
        assertThat(state(GICV3.replace("\n", "\r\n"))).isEqualTo(state(GICV3));
    }

    @Test
    void shouldTellLatchAndLineOfAGicv2Apart() {
        GicState state = state(VgicTexts.with(
                VgicTexts.with(GICV2, 33, "       SPI   33      0 0101010        0        1   0 160       0 "),
                34,
                "       SPI   34      0 1001010        0        1   0 160       0 "));

        assertThat(state.word(Gicv2Distributor.GICD_ISPENDR, 0, 1)).isEqualTo(0b110);
        assertThat(state.word(Gicv2Input.LINE_LEVEL, 0, 1)).isEqualTo(0b010);
        assertThat(state.word(Gicv2Input.PENDING_LATCH, 0, 1)).isEqualTo(0b100);
        assertThat(state.word(Gicv2Distributor.GICD_ICFGR, 0, 2)).isEqualTo(0xAAAA_AA82);
    }

    @Test
    void shouldReadTheSendersOfAnSgi() {
        GicState state = state(
                VgicTexts.with(GICV2, 5, "       SGI    5      0 1001000        0        1  a0 160       0 "));

        assertThat(state.word(Gicv2Distributor.GICD_SPENDSGIR, 0, 1)).isEqualTo(0xA000);
        assertThat(state.word(Gicv2Distributor.GICD_ISPENDR, 0, 0)).isEqualTo(1 << 5);
        assertThat(state.word(Gicv2Input.PENDING_LATCH, 0, 0)).isZero();
    }

    @Test
    void shouldHideTheLinesOfEdgesOfAGicv3AsItsAttributesDo() {
        GicState state = state(VgicTexts.with(
                VgicTexts.with(GICV3, 33, "       SPI   33      0 0101001        0        0   0 160      -1 "),
                34,
                "       SPI   34      0 0101011        0        0   0 160      -1 "));

        assertThat(state.word(Gicv3Input.LINE_LEVEL, 0, 1)).isEqualTo(0b100);
        assertThat(state.word(Gicv3Distributor.GICD_CTLR, 0, 0)).isEqualTo(0x52);
    }

    @Test
    void shouldTakeTheRouteAndTheAffinityFromTheTarget() {
        String text = GICV3.replaceFirst("(SGI +0 +0 \\d+ +0 +)0", "$1      301");
        GicState state = state(
                VgicTexts.with(text, 40, "       SPI   40      0 0001001        0      301   0 160      -1 "));

        assertThat(state.wideValue(Gicv3Distributor.GICD_IROUTER, 0, 40)).isEqualTo(0x301);
        assertThat(state.vcpus().getFirst().affinity()).isEqualTo(new Affinity(0x301));
    }

    @Test
    void shouldSplitColumnsThatOverflow() {
        GicState state = state(
                VgicTexts.with(GICV3, 40, "       SPI   40      0 0001101 1234567890    10203   0 160      -1 "));

        assertThat(state.wideValue(Gicv3Distributor.GICD_IROUTER, 0, 40)).isEqualTo(0x10203);
    }

    @Test
    void shouldSayWhatIsLostOfEachLpi() {
        Imported read = VgicTexts.read(GICV3
                + "       LPI 8192      0 1001001        0        0   0   8      -1 \n       LPI 8193 freed\n");

        assertThat(read.notes()).filteredOn(note -> note.loss()).singleElement().satisfies(note -> {
            assertThat(note.id()).isEqualTo(VgicNotes.LPI);
            assertThat(note.intid()).hasValue(8192);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vgic_model:\tGICv3|vgic_model:\tGICv4",
                "nr_spis:\t32|nr_spis:\t33",
                "nr_spis:\t32|nr_spis:\t64",
                "enabled:\t1|enabled:\tyes",
                "SPI  0 TYP|XPI  0 TYP",
                " SPI   40 | SPI   41 ",
                " PPI   20 | SPI   20 ",
                "0001001 |00x1001 ",
                "   0 160 |   0 260 ",
            })
    void shouldSayWhereTheTextIsWrong(String change) {
        String[] parts = change.split("\\|", -1);
        String text = GICV3.replaceFirst(parts[0], parts[1]);

        assertThat(text).isNotEqualTo(GICV3);
        assertThatExceptionOfType(SnapshotException.class)
                .isThrownBy(() -> VgicTexts.read(text))
                .satisfies(wrong -> assertThat(wrong.offset()).isPresent());
    }

    @Test
    void shouldRefuseEveryTextThatIsCutShort() {
        byte[] bytes = GICV2.getBytes(StandardCharsets.ISO_8859_1);
        // A few characters at the end are blank or part of the last number.
        for (int length = 24; length < bytes.length - 5; length++) {
            SnapshotSource cut = SnapshotSource.of("cut", Arrays.copyOf(bytes, length));
            assertThatExceptionOfType(SnapshotException.class)
                    .isThrownBy(() -> new VgicStateFormat().read(cut, ReadOptions.DEFAULT))
                    .satisfies(wrong -> assertThat(wrong.offset()).isPresent());
        }
    }

    @Test
    void shouldEndInAStateOrInItsOwnExceptionWhateverBitsFlip() {
        Random random = new Random(1);
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = GICV3.getBytes(StandardCharsets.ISO_8859_1);
            for (int flips = 1 + i % 3; flips > 0; flips--) {
                bytes[24 + random.nextInt(bytes.length - 24)] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                new VgicStateFormat().read(SnapshotSource.of("flipped", bytes), ReadOptions.DEFAULT);
            } catch (SnapshotException damaged) {
                assertThat(damaged.offset()).isPresent();
            }
        }
    }
}
