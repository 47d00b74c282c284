package org.gic4j.serialization.vgicstate;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.gic4j.api.GicVersion;
import org.gic4j.api.VcpuId;
import org.gic4j.api.snapshot.Note;
import org.jspecify.annotations.Nullable;

/**
 * What a state cannot hold of the text, and what the text does not say.
 *
 * <table>
 * <caption>kinds of notes</caption>
 * <tr><td>{@value #UNSAVED}</td><td>no loss: registers that the text does not have and guests need</td></tr>
 * <tr><td>{@value #ASSUMED_AFFINITY}</td><td>no loss: the text has no affinities; they are those that KVM gives</td></tr>
 * <tr><td>{@value #HARDWARE}</td><td>no loss of the guest's: an interrupt is bound to a physical one of the host</td></tr>
 * <tr><td>{@value #LPI}</td><td>loss: an LPI's configuration, target and pending state, which are in guest memory</td></tr>
 * <tr><td>{@value #NOT_TEXT}</td><td>loss on writing: a value that the text does not give back; no loss: a register that
 * the text has and the state does not</td></tr>
 * <tr><td>{@value #MERGED_LEVEL}</td><td>no loss: the state does not tell latch and line apart</td></tr>
 * </table>
 */
final class VgicNotes {
    static final String UNSAVED = "unsaved";
    static final String ASSUMED_AFFINITY = "assumed-affinity";
    static final String HARDWARE = "hardware-interrupt";
    static final String LPI = "lpi";
    static final String NOT_TEXT = "not-in-vgic-state";
    /** Why something has no place in the text. */
    static final String WHY_NOT_TEXT = "the kernel's text has interrupts alone";

    static final String MERGED_LEVEL = "merged-level";

    private VgicNotes() {}

    /** What there is to note about a text that was read, and whether affinities were assumed. */
    static List<Note> ofRead(
            GicVersion version,
            List<List<VgicRow>> privateRows,
            List<VgicRow> sharedRows,
            List<VgicRow> lpis,
            boolean assumed) {
        List<Note> notes = new ArrayList<>();
        boolean gicv2 = version == GicVersion.GICV2;
        notes.add(unsaved(
                gicv2 ? "GICC" : "ICC, GICR_CTLR, GITS",
                "debugfs does not print CPU interfaces, tables of LPIs or the ITS"));
        if (!privateRows.getFirst().getFirst().tellsGroup()) {
            notes.add(unsaved(
                    gicv2 ? "GICD_IGROUPR" : "GICD_IGROUPR, GICR_IGROUPR0",
                    "kernels before 5.4 do not print the groups of interrupts"));
        }
        if (assumed) {
            notes.add(note(
                    ASSUMED_AFFINITY,
                    false,
                    "MPIDR_EL1",
                    null,
                    OptionalInt.empty(),
                    0,
                    "kernels before 5.3 print a bit for each vCPU in the place of its affinity; affinities are those that"
                            + " KVM gives"));
        }
        for (int vcpu = 0; vcpu < privateRows.size(); vcpu++) {
            for (VgicRow row : privateRows.get(vcpu)) {
                hardware(notes, row, new VcpuId(vcpu));
            }
        }
        sharedRows.forEach(row -> hardware(notes, row, null));
        lpis.forEach(row -> notes.add(note(
                LPI,
                true,
                "LPI",
                null,
                OptionalInt.of(row.intid()),
                row.flags(),
                "flags P, L, A, E, H, C and G of an LPI, whose state is in guest memory")));
        return List.copyOf(notes);
    }

    private static Note unsaved(String register, String reason) {
        return note(UNSAVED, false, register, null, OptionalInt.empty(), 0, reason);
    }

    private static void hardware(List<Note> notes, VgicRow row, @Nullable VcpuId vcpu) {
        if (row.hardware()) {
            notes.add(note(
                    HARDWARE,
                    false,
                    "HWID",
                    vcpu,
                    OptionalInt.of(row.intid()),
                    row.physical(),
                    "bound to a physical interrupt of the host, which a target binds to one of its own"));
        }
    }

    /** A value that the text does not have, or has otherwise. */
    static Note changed(String what, @Nullable VcpuId vcpu, long source, long kept, String why) {
        return new Note(NOT_TEXT, true, what, vcpu, OptionalInt.empty(), source, kept, why);
    }

    /** A register that the text has and the state does not. */
    static Note unknown(String register) {
        return note(
                NOT_TEXT,
                false,
                register,
                null,
                OptionalInt.empty(),
                0,
                "the state does not have it: the text shows it as if nothing were set");
    }

    /** That lines are not told apart from latches. */
    static Note mergedLevel() {
        return note(
                MERGED_LEVEL,
                false,
                "GICD_ISPENDR",
                null,
                OptionalInt.empty(),
                0,
                "the state does not tell latch and line apart: what is pending is written as its latch");
    }

    private static Note note(
            String id, boolean loss, String register, @Nullable VcpuId vcpu, OptionalInt intid, long value, String why) {
        return new Note(id, loss, register, vcpu, intid, value, 0, why);
    }
}
