package org.gic4j.serialization.vgicstate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.gic4j.api.snapshot.InterruptDifference;
import org.gic4j.api.snapshot.ReadOptions;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.SnapshotFormat.Imported;
import org.gic4j.api.snapshot.SnapshotFormats;
import org.gic4j.api.snapshot.SnapshotSource;
import org.gic4j.testkit.captures.Captures;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a real kernel printed, against what QEMU read of the same kernel through attributes at the same instant. */
class CapturedTextTest {
    /** Of a GICv3 QEMU does not save where the upper half of the interrupts is routed to. */
    private static final int FIRST_UNSAVED_ROUTE = 144;

    static Stream<String> captures() {
        return Captures.all().stream().filter(capture -> capture.startsWith("k"));
    }

    @ParameterizedTest
    @MethodSource("captures")
    void shouldAgreeWithTheStreamOnEveryInterrupt(String capture) {
        Imported text = VgicTexts.read(text(capture));
        Imported stream = stream(capture);

        assertThat(text.snapshot().state().geometry()).isEqualTo(stream.snapshot().state().geometry());
        assertThat(text.snapshot().state().vcpus()).isEqualTo(stream.snapshot().state().vcpus());
        assertThat(InterruptDifference.between(
                        text.snapshot().state(), stream.snapshot().state()))
                .filteredOn(difference -> difference.intid() < FIRST_UNSAVED_ROUTE
                        || difference.changes().stream()
                                .anyMatch(change -> !change.toString().startsWith("ROUTE ")))
                .isEmpty();
    }

    /** LPIs are not written: their state is in guest memory. */
    static Stream<String> withoutLpis() {
        return captures().filter(capture -> !Captures.withIts().contains(capture));
    }

    @ParameterizedTest
    @MethodSource("withoutLpis")
    void shouldWriteTheTextAsTheKernelPrintsIt(String capture) throws IOException {
        Snapshot snapshot = VgicTexts.read(text(capture)).snapshot();
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        assertThat(new VgicStateFormat().write(snapshot, out)).isEmpty();
        assertThat(out.toString(StandardCharsets.US_ASCII).lines())
                .containsExactlyElementsOf(Captures.lines(capture, "vgic-state").stream()
                        .map(CapturedTextTest::unbound)
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("captures")
    void shouldSayWhichInterruptsAreBoundToThoseOfTheHost(String capture) {
        Imported text = VgicTexts.read(text(capture));

        assertThat(text.notes())
                .filteredOn(note -> note.id().equals(VgicNotes.HARDWARE))
                .hasSize(text.snapshot().state().vcpus().size())
                .allMatch(note -> note.intid().orElseThrow() == 27 && note.sourceValue() == 27);
        assertThat(text.notes()).filteredOn(note -> note.id().equals(VgicNotes.UNSAVED)).hasSize(1);
    }

    /** Without the physical interrupt: the flag in the fifth place and the number behind the flags. */
    private static String unbound(String line) {
        return line.replaceFirst("([01]{4})1([01]{2}) {7}27 ", "$10$2        0 ");
    }

    private static String text(String capture) {
        List<String> lines = Captures.lines(capture, "vgic-state");
        return String.join("\n", lines) + "\n";
    }

    private static Imported stream(String capture) {
        try (SnapshotSource source = Captures.open(capture)) {
            return SnapshotFormats.find().of(source).read(source, ReadOptions.DEFAULT);
        }
    }
}
