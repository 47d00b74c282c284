package org.gic4j.serialization.vgicstate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.gic4j.api.registers.Gicv2CpuInterface;
import org.gic4j.api.registers.Gicv2Input;
import org.gic4j.api.registers.Gicv3Redistributor;
import org.gic4j.api.snapshot.InterruptDifference;
import org.gic4j.api.snapshot.Note;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.serialization.its.ItsSnapshots;
import org.gic4j.serialization.samples.Samples;
import org.junit.jupiter.api.Test;

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
