package org.gic4j.serialization.vgicstate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.gic4j.api.Affinity;
import org.gic4j.api.GicVersion;
import org.gic4j.api.VcpuId;
import org.gic4j.api.VcpuIndex;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.Gicv2CpuInterface;
import org.gic4j.api.registers.Gicv2Distributor;
import org.gic4j.api.registers.Gicv2Input;
import org.gic4j.api.registers.Gicv3Distributor;
import org.gic4j.api.registers.Gicv3Redistributor;
import org.gic4j.api.registers.Register;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.InterruptDifference;
import org.gic4j.api.snapshot.ItsState;
import org.gic4j.api.snapshot.Note;
import org.gic4j.api.snapshot.RedistributorRegion;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.SnapshotException;
import org.gic4j.api.snapshot.VcpuDescription;
import org.gic4j.serialization.its.ItsSnapshots;
import org.gic4j.serialization.samples.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VgicStateWriterTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void shouldNameEveryValueThatTheTextHasNoPlaceFor() throws IOException {
        Snapshot snapshot = Samples.gicv2();
        List<Note> notes = new VgicStateFormat().write(snapshot, out);

        assertThat(notes).allMatch(Note::loss).extracting(Note::register).contains("GICC_PMR", "GICC_APR3", "GICD_IIDR");
        assertThat(notes).filteredOn(note -> note.register().equals("GICC_PMR")).hasSize(2).first().satisfies(note -> {
            assertThat(note.vcpu()).isEqualTo(snapshot.state().vcpus().getFirst().id());
            assertThat((int) note.sourceValue())
                    .isEqualTo(snapshot.state().word(Gicv2CpuInterface.GICC_PMR, 0, 0));
        });
    }

    @Test
    void shouldSayThatLatchAndLineAreMergedWhereTheStateDoesNotTell() throws IOException {
        Snapshot whole = Samples.gicv2();
        Snapshot merged = whole.withState(whole.state().toBuilder()
                .without(Gicv2Input.LINE_LEVEL)
                .without(Gicv2Input.PENDING_LATCH)
                .build());

        assertThat(new VgicStateFormat().write(merged, out))
                .filteredOn(note -> !note.loss())
                .extracting(Note::id)
                .containsExactly(VgicNotes.MERGED_LEVEL);
    }

    @Test
    void shouldNameTheTablesOfLpis() throws IOException {
        Snapshot snapshot = Samples.gicv3();

        assertThat(new VgicStateFormat().write(snapshot, out))
                .extracting(Note::register)
                .contains("GICR_CTLR", "GICR_PROPBASER[31:0]", "ICC_SRE_EL1");
        assertThat(snapshot.state().has(Gicv3Redistributor.GICR_PROPBASER)).isTrue();
    }

    @Test
    void shouldNameTheItsAndItsMemory() throws IOException {
        assertThat(new VgicStateFormat().write(ItsSnapshots.snapshot(), out))
                .filteredOn(Note::loss)
                .extracting(Note::register)
                .contains("GITS_CTLR of ITS 0", "GITS_BASER1 of ITS 0", "memory");
    }

    static Stream<Snapshot> filled() {
        return Stream.of(Samples.gicv2(), Samples.gicv3());
    }

    @ParameterizedTest
    @MethodSource("filled")
    void shouldNoteEveryWordThatTheTextDoesNotGiveBackAndNoOther(Snapshot snapshot) throws IOException {
        List<Note> notes = new VgicStateFormat().write(snapshot, out);
        GicState state = snapshot.state();
        GicState again =
                VgicTexts.read(out.toString(StandardCharsets.ISO_8859_1)).snapshot().state();
        Geometry geometry = state.geometry();
        List<String> differing = new ArrayList<>();
        for (Register register : state.registers()) {
            for (int word = register.firstWord(); word < register.words(geometry); word++) {
                boolean banked = word < register.bankedWords(geometry);
                for (int vcpu = 0; vcpu < (banked ? geometry.vcpus() : 1); vcpu++) {
                    int value = state.word(register, vcpu, word);
                    int read = again.has(register) ? again.word(register, vcpu, word) : 0;
                    if (value != read) {
                        differing.add(register.wordName(geometry, word)
                                + (banked ? " of " + state.vcpus().get(vcpu).id() : "")
                                + String.format(": 0x%x -> 0x%x", value, read));
                    }
                }
            }
        }

        assertThat(notes)
                .filteredOn(note -> note.register().matches("(GIC[DCR]|ICC|LINE|PENDING)_.*"))
                .extracting(note -> note.toString().replaceFirst(" \\(.*", ""))
                .containsExactlyInAnyOrderElementsOf(differing);
    }

    @Test
    void shouldNoteControlThatTheTextHasOtherwise() throws IOException {
        assertThat(changed(gicv2().word(Gicv2Distributor.GICD_CTLR, 0, 0, 3)))
                .containsExactly("GICD_CTLR: 0x3 -> 0x1");
        assertThat(changed(gicv3().word(Gicv3Distributor.GICD_CTLR, 0, 0, 0x51)))
                .containsExactly("GICD_CTLR: 0x51 -> 0x52");
        assertThat(changed(gicv3().word(Gicv3Distributor.GICD_CTLR, 0, 0, 0x52))).isEmpty();
    }

    @Test
    void shouldNoteRoutesBeyondAff2() throws IOException {
        assertThat(changed(gicv3().wideValue(Gicv3Distributor.GICD_IROUTER, 0, 40, 0x2_8000_0001L)))
                .containsExactly("GICD_IROUTER40[31:0]: 0x80000001 -> 0x1", "GICD_IROUTER40[63:32]: 0x2 -> 0x0");
    }

    @Test
    void shouldNoteConfigurationThatIsNeitherEdgeNorLevel() throws IOException {
        assertThat(changed(gicv3().word(Gicv3Distributor.GICD_ICFGR, 0, 2, 0x7))).containsExactly("GICD_ICFGR2: 0x7 -> 0x2");
    }

    @Test
    void shouldNotePriorityBits() throws IOException {
        assertThat(changed(gicv3().priorityBits(7))).containsExactly("priority bits: 0x7 -> 0x5");
        assertThat(changed(gicv2().priorityBits(8))).containsExactly("priority bits: 0x8 -> 0x5");
    }

    @Test
    void shouldNoteIdsAndAffinitiesOfVcpus() throws IOException {
        VcpuDescription vcpu = new VcpuDescription(new VcpuId(9), new VcpuIndex(0), new Affinity(0x0100_0002));

        assertThat(changed(new GicState.Builder(GicVersion.GICV3, 64, List.of(vcpu))))
                .containsExactly("vCPU id of vCPU 9: 0x9 -> 0x0", "MPIDR_EL1 of vCPU 9: 0x100000002 -> 0x2");
    }

    @Test
    void shouldNoteWhereFramesAre() throws IOException {
        assertThat(changed(gicv3().address(AttributeGroup.ADDRESS_V3_DISTRIBUTOR, 0x800_0000)
                        .redistributorRegion(new RedistributorRegion(0x80A_0000, 2))
                        .translationService(new ItsState.Builder().address(0x808_0000).build())))
                .containsExactly(
                        "address of the distributor: 0x8000000 -> 0x0",
                        "redistributor region: 0x80a0000 -> 0x0",
                        "address of the ITS: 0x8080000 -> 0x0");
    }

    @Test
    void shouldSayWhatTheStateDoesNotHave() throws IOException {
        assertThat(new VgicStateFormat().write(new Snapshot("test", gicv3().build()), out))
                .filteredOn(note -> !note.loss())
                .extracting(Note::register)
                .contains("GICD_IGROUPR", "LINE_LEVEL");
    }

    @Test
    void shouldRefuseVcpusThatTheTextCannotTellApart() {
        List<VcpuDescription> vcpus = List.of(
                new VcpuDescription(new VcpuId(0), new VcpuIndex(0), new Affinity(0x0000_0001)),
                new VcpuDescription(new VcpuId(1), new VcpuIndex(1), new Affinity(0x0100_0001)));
        Snapshot snapshot = new Snapshot("test", new GicState.Builder(GicVersion.GICV3, 64, vcpus).build());

        assertThatExceptionOfType(SnapshotException.class)
                .isThrownBy(() -> new VgicStateFormat().write(snapshot, out))
                .withMessageContaining("no Aff3", "0.0.0.1", "1.0.0.1");
        assertThat(out.size()).isZero();
    }

    @Test
    void shouldRefuseAMachineWithoutVcpus() {
        Snapshot snapshot = new Snapshot("test", new GicState.Builder(GicVersion.GICV3, 64, List.of()).build());

        assertThatExceptionOfType(SnapshotException.class)
                .isThrownBy(() -> new VgicStateFormat().write(snapshot, out))
                .withMessageContaining("no machine without vCPUs");
    }

    private static GicState.Builder gicv2() {
        return new GicState.Builder(GicVersion.GICV2, 64, VcpuDescription.consecutive(1));
    }

    private static GicState.Builder gicv3() {
        return new GicState.Builder(GicVersion.GICV3, 64, VcpuDescription.consecutive(1));
    }

    /** The losses, without kind and reason. */
    private List<String> changed(GicState.Builder state) throws IOException {
        return new VgicStateFormat()
                .write(new Snapshot("test", state.build()), out).stream()
                        .filter(Note::loss)
                        .map(note -> note.toString().replaceFirst(" \\(.*", ""))
                        .toList();
    }

    @Test
    void shouldReadBackWhatItWrote() throws IOException {
        Snapshot snapshot = VgicTexts.read(VgicTexts.with(
                        VgicTexts.plain(false, "0001001"),
                        5,
                        "       SGI    5      0 1001000        0        1  a0 160       0 "))
                .snapshot();
        new VgicStateFormat().write(snapshot, out);
        Snapshot again = VgicTexts.read(out.toString(StandardCharsets.ISO_8859_1)).snapshot();

        assertThat(again.state()).isEqualTo(snapshot.state());
        assertThat(InterruptDifference.between(again.state(), snapshot.state())).isEmpty();
    }
}
