package org.gic4j.serialization.cloudhypervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.gic4j.api.GicVersion;
import org.gic4j.api.lint.Lint;
import org.gic4j.api.registers.Gicv3CpuInterface;
import org.gic4j.api.registers.Gicv3Distributor;
import org.gic4j.api.registers.Gicv3Input;
import org.gic4j.api.registers.Gicv3Redistributor;
import org.gic4j.api.registers.Its;
import org.gic4j.api.snapshot.Diff;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.ItsState;
import org.gic4j.api.snapshot.MemoryBlock;
import org.gic4j.api.snapshot.Note;
import org.gic4j.api.snapshot.ReadOptions;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.SnapshotException;
import org.gic4j.api.snapshot.SnapshotFormat.Imported;
import org.gic4j.api.snapshot.SnapshotFormats;
import org.gic4j.api.snapshot.SnapshotSource;
import org.gic4j.serialization.its.ItsSnapshots;
import org.gic4j.serialization.positional.RegisterLists;
import org.gic4j.serialization.samples.Gicv3Words;
import org.gic4j.serialization.samples.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloudHypervisorFormatTest {
    private final GicState state = withIts();

    private static GicState withIts() {
        return Gicv3Words.random(256, 3, 5)
                .translationService(ItsSnapshots.registers().build())
                .build();
    }

    private static Imported read(String text) {
        SnapshotSource source = SnapshotSource.of("state.json", text.getBytes(StandardCharsets.UTF_8));
        return SnapshotFormats.find().of(source).read(source, ReadOptions.DEFAULT);
    }

    static Stream<String> eras() {
        StateJsonEncoder encoder = new StateJsonEncoder(withIts());
        return Stream.of(
                StateJsonEncoder.asSection(encoder.bare()),
                StateJsonEncoder.asBytes(encoder.bare()),
                StateJsonEncoder.asString(encoder.bare()),
                StateJsonEncoder.asString(encoder.wrapped()));
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("eras")
    void shouldReadEveryEra(String text) {
        Imported read = read(text);

        assertThat(read.format()).isEqualTo("cloud-hypervisor");
        assertThat(read.snapshot().state()).isEqualTo(state);
        assertThat(read.notes()).extracting(Note::id).containsExactly(StateReader.UNSAVED_LINES);
    }

    @Test
    void shouldNameTheReleasesByTheirWrapping() {
        assertThat(eras().map(text -> read(text).snapshot().producer()))
                .containsExactly(
                        "cloud-hypervisor v28 or older",
                        "cloud-hypervisor v29 to v38",
                        "cloud-hypervisor v39 to v45",
                        "cloud-hypervisor v46 or newer");
    }

    @Test
    void shouldRecogniseATreeWithSomethingBeforeIt() {
        String text = StateJsonEncoder.asString(new StateJsonEncoder(state).wrapped());
        String padded = "{\"note\":\"" + "x".repeat(10_000) + "\"," + text.substring(1);

        assertThat(read(padded).snapshot().state()).isEqualTo(state);
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 6, 7})
    void shouldFollowThePriorityBits(int bits) {
        GicState some = Gicv3Words.random(64, 17, bits).build();
        StateJsonEncoder encoder = new StateJsonEncoder(some);

        assertThat(encoder.icc).hasSize(17 * (bits == 5 ? 9 : bits == 6 ? 11 : 15));
        assertThat(read(StateJsonEncoder.asString(encoder.wrapped())).snapshot().state()).isEqualTo(some);
    }

    @Test
    void shouldHaveTheLengthsThatTheReleasesHave() {
        StateJsonEncoder encoder = new StateJsonEncoder(state);

        assertThat(encoder.dist).hasSize(568);
        assertThat(encoder.rdist).hasSize(72);
    }

    @Test
    void shouldNoteAPairThatIsTorn() {
        StateJsonEncoder encoder = new StateJsonEncoder(state);
        // ICENABLER1 is the second word of the list.
        encoder.dist.set(1, ~encoder.dist.get(1));

        Imported read = read(StateJsonEncoder.asString(encoder.bare()));

        assertThat(read.snapshot().state()).isEqualTo(state);
        assertThat(read.notes())
                .filteredOn(note -> note.id().equals(RegisterLists.TORN_PAIR))
                .singleElement()
                .satisfies(note -> {
                    assertThat(note.register()).isEqualTo("GICD_ISENABLER1");
                    assertThat(note.reason()).startsWith("GICD_ICENABLER1 reads 0x");
                });
        assertThat(Lint.check(read)).anyMatch(finding -> finding.rule().id().equals("torn-pair"));
    }

    @Test
    void shouldFindTheSaveOfVcpu0ForEveryVcpu() {
        GicState.Builder same = Gicv3Words.random(256, 3, 5);
        for (var register : state.registers()) {
            for (int word = 0; word < register.bankedWords(state.geometry()); word++) {
                for (int vcpu = 1; vcpu < 3; vcpu++) {
                    same.word(register, vcpu, word, state.word(register, 0, word));
                }
            }
        }
        for (int vcpu = 0; vcpu < 3; vcpu++) {
            same.word(Gicv3Redistributor.GICR_CTLR, vcpu, 0, 7);
        }

        Imported read = read(StateJsonEncoder.asString(new StateJsonEncoder(same.build()).wrapped()));

        assertThat(Lint.check(read))
                .extracting(finding -> finding.rule().id())
                .contains("identical-vcpus", "shared-pending-table");
    }

    @Test
    void shouldReadNoItsWhereAllItsRegistersAre0() {
        GicState without = Gicv3Words.random(256, 3, 5).build();

        assertThat(read(StateJsonEncoder.asString(new StateJsonEncoder(without).wrapped())).snapshot().state())
                .isEqualTo(without);
    }

    @Test
    void shouldSayThatThereIsNoItsToWrite() throws IOException {
        GicState without = Gicv3Words.random(256, 3, 5).build();

        assertThat(new CloudHypervisorFormat().write(new Snapshot("test", without), new ByteArrayOutputStream()))
                .singleElement()
                .satisfies(note -> {
                    assertThat(note.loss()).isFalse();
                    assertThat(note.register()).isEqualTo("GITS_CTLR");
                });
    }

    @Test
    void shouldNameWhatHasNoPlaceOfASecondItsAndOfMemory() throws IOException {
        GicState two = state.toBuilder()
                .translationService(new ItsState.Builder().value(Its.GITS_BASER, 1, 5).build())
                .build();
        Snapshot whole = new Snapshot("test", two).withMemory(List.of(new MemoryBlock(0x4000, new byte[8])));

        assertThat(new CloudHypervisorFormat().write(whole, new ByteArrayOutputStream()))
                .filteredOn(Note::loss)
                .extracting(Note::toString)
                .containsExactly(
                        "GITS_BASER1 of ITS 1: 0x5 -> 0x0 (not-in-cloud-hypervisor: the file has a place for one ITS)",
                        "memory: 0x4000 -> 0x0 (not-in-cloud-hypervisor: 8 bytes of tables: guest memory is a file of its"
                                + " own)");
    }

    @Test
    void shouldRefuseListsOfOtherLengths() {
        for (int list = 0; list < 3; list++) {
            StateJsonEncoder encoder = new StateJsonEncoder(state);
            List.of(encoder.dist, encoder.rdist, encoder.icc).get(list).removeLast();
            String name = List.of("dist", "rdist", "icc").get(list);

            assertThatExceptionOfType(SnapshotException.class)
                    .isThrownBy(() -> read(StateJsonEncoder.asString(encoder.wrapped())))
                    .withMessageContaining("'" + name + "'");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gic-v3-its|gic-v4",
                "\"dist\\\\|\"list\\\\",
                "Kvm|MshvGicV2M",
                "\"state\":\"\\{.\"Kvm|\"stage\":\"{\\\\\"Kvm",
                ":\\[4294967295,|:[4294967296,",
            })
    void shouldSayWhatIsWrong(String change) {
        String text = StateJsonEncoder.asString(new StateJsonEncoder(state).wrapped());
        String wrong = text.replaceFirst(change.split("\\|", -1)[0], change.split("\\|", -1)[1]);

        assertThat(wrong).isNotEqualTo(text);
        assertThatExceptionOfType(SnapshotException.class)
                .isThrownBy(() -> read(wrong))
                .satisfies(failure -> assertThat(failure.offset()).isPresent());
    }

    @Test
    void shouldExplainBinaryData() {
        String text = StateJsonEncoder.asBytes("\1\0\0\0\0");

        assertThatExceptionOfType(SnapshotException.class)
                .isThrownBy(() -> read(text))
                .withMessageContaining("versionize");
    }

    @Test
    void shouldSayThatTheFileIsNotUtf8() {
        byte[] text = StateJsonEncoder.asString("{}").getBytes(StandardCharsets.UTF_16LE);
        SnapshotSource wide = SnapshotSource.of("state.json", text);

        assertThatExceptionOfType(SnapshotException.class)
                .isThrownBy(() -> SnapshotFormats.find().of(wide).read(wide, ReadOptions.DEFAULT))
                .withMessageStartingWith("the text begins as UTF-16 or UTF-32 does")
                .satisfies(refused -> assertThat(refused.offset()).hasValue(0));
    }

    @Test
    void shouldSayThatTheInterruptControllersTextIsNotUtf8() {
        String text = StateJsonEncoder.asBytes("{\0\"\0");

        assertThatExceptionOfType(SnapshotException.class)
                .isThrownBy(() -> read(text))
                .withMessageStartingWith("the interrupt controller's own text begins as UTF-16 or UTF-32 does")
                .satisfies(refused -> assertThat(refused.offset()).hasValue(text.indexOf("[123,")));
    }

    @Test
    void shouldReadBackWhatItWrote() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<Note> notes = new CloudHypervisorFormat().write(new Snapshot("test", state), out);

        assertThat(notes).isEmpty();
        assertThat(read(out.toString(StandardCharsets.UTF_8)).snapshot().state()).isEqualTo(state);
    }

    @Test
    void shouldWriteTheListsOfTheNewestEra() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new CloudHypervisorFormat().write(new Snapshot("test", state), out);
        String object = new StateJsonEncoder(state).wrapped();

        assertThat(out.toString(StandardCharsets.UTF_8)).contains(object.replace("\"", "\\\""));
    }

    @Test
    void shouldNameEveryValueThatTheListsHaveNoPlaceFor() throws IOException {
        Snapshot other = Samples.gicv3();
        List<Note> notes = new CloudHypervisorFormat().write(other, new ByteArrayOutputStream());

        assertThat(notes)
                .filteredOn(Note::loss)
                .extracting(Note::register)
                .contains("GICD_IIDR", "LINE_LEVEL0", "LINE_LEVEL1", "MPIDR_EL1");
        assertThat(notes).filteredOn(note -> !note.loss()).extracting(Note::register).contains("interrupts", "addresses");
    }

    @Test
    void shouldLoseInterruptsThatNoMachineOfItHas() throws IOException {
        GicState more = new GicState.Builder(GicVersion.GICV3, 288, state.vcpus())
                .word(Gicv3Distributor.GICD_ISENABLER, 0, 7, 0x80)
                .word(Gicv3Distributor.GICD_ISENABLER, 0, 8, 0x10)
                .wideValue(Gicv3Distributor.GICD_IROUTER, 0, 260, 0x1_0000_0001L)
                .build();
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        assertThat(new CloudHypervisorFormat().write(new Snapshot("test", more), out))
                .filteredOn(Note::loss)
                .extracting(note -> note.toString().replaceFirst(" \\(.*", ""))
                .containsExactly(
                        "interrupts: 0x120 -> 0x100",
                        "GICD_IROUTER260[31:0]: 0x1 -> 0x0",
                        "GICD_IROUTER260[63:32]: 0x1 -> 0x0",
                        "GICD_ISENABLER8: 0x10 -> 0x0");
        GicState again = read(out.toString(StandardCharsets.UTF_8)).snapshot().state();
        assertThat(again.geometry().interrupts()).isEqualTo(256);
        assertThat(again.word(Gicv3Distributor.GICD_ISENABLER, 0, 7)).isEqualTo(0x80);
    }

    @Test
    void shouldWriteAsManyInterruptsAsItsMachinesHave() throws IOException {
        GicState less = Gicv3Words.random(64, 1, 5).build();
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        assertThat(new CloudHypervisorFormat().write(new Snapshot("test", less), out)).noneMatch(Note::loss);
        GicState again = read(out.toString(StandardCharsets.UTF_8)).snapshot().state();
        assertThat(again.geometry().interrupts()).isEqualTo(256);
        assertThat(Diff.between(less, again).registers()).isEmpty();
        assertThat(Diff.between(less, again).unpairedRight()).isEmpty();
    }

    @Test
    void shouldNameActivePrioritiesBeyondThePriorityBits() throws IOException {
        GicState more = state.toBuilder().word(Gicv3CpuInterface.ICC_AP1R_EL1, 2, 3, 5).build();

        assertThat(new CloudHypervisorFormat().write(new Snapshot("test", more), new ByteArrayOutputStream()))
                .singleElement()
                .satisfies(note -> {
                    assertThat(note.register()).isEqualTo("ICC_AP1R3_EL1");
                    assertThat(note.sourceValue()).isEqualTo(5);
                });
    }

    @Test
    void shouldSayWhatTheStateDoesNotHave() throws IOException {
        GicState less = state.toBuilder().without(Gicv3Distributor.GICD_IROUTER).build();

        assertThat(new CloudHypervisorFormat().write(new Snapshot("test", less), new ByteArrayOutputStream()))
                .extracting(Note::register)
                .containsExactly("GICD_IROUTER");
        assertThat(less.has(Gicv3Input.LINE_LEVEL)).isFalse();
    }

    @Test
    void shouldNotWriteAGicv2() {
        assertThatExceptionOfType(SnapshotException.class)
                .isThrownBy(() -> new CloudHypervisorFormat().write(Samples.gicv2(), new ByteArrayOutputStream()))
                .withMessageContaining("GICv2");
    }

    @Test
    void shouldRefuseEveryTextThatIsCutShort() {
        byte[] bytes = StateJsonEncoder.asString(new StateJsonEncoder(Gicv3Words.random(64, 1, 5).build()).wrapped())
                .getBytes(StandardCharsets.UTF_8);
        // Behind the interrupt controller nothing is looked at.
        for (int length = 64; length < bytes.length - 60; length++) {
            SnapshotSource cut = SnapshotSource.of("cut", Arrays.copyOf(bytes, length));
            assertThatExceptionOfType(SnapshotException.class)
                    .isThrownBy(() -> new CloudHypervisorFormat().read(cut, ReadOptions.DEFAULT))
                    .satisfies(wrong -> assertThat(wrong.offset()).isPresent());
        }
    }

    @Test
    void shouldEndInAStateOrInItsOwnExceptionWhateverBitsFlip() {
        Random random = new Random(1);
        List<String> texts = eras().toList();
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = texts.get(i % texts.size()).getBytes(StandardCharsets.UTF_8);
            for (int flips = 1 + i % 3; flips > 0; flips--) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                new CloudHypervisorFormat().read(SnapshotSource.of("flipped", bytes), ReadOptions.DEFAULT);
            } catch (SnapshotException damaged) {
                assertThat(damaged.offset()).isPresent();
            }
        }
    }
}
