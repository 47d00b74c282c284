package org.gic4j.serialization.lint;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.gic4j.api.GicVersion;
import org.gic4j.api.guest.GuestMemory;
import org.gic4j.api.lint.LintTarget;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.InterruptProperty;
import org.gic4j.api.registers.Register;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.InterruptFields;
import org.gic4j.api.snapshot.Note;
import org.gic4j.api.snapshot.SnapshotFormat.Imported;
import org.gic4j.api.snapshot.VcpuDescription;
import org.gic4j.serialization.its.SnapshotMemory;

/**
 * A snapshot that is checked.
 *
 * @param imported what was read
 * @param target where it is to go
 * @param beside guest memory beside it
 * @param interrupts its interrupts
 */
record Subject(Imported imported, LintTarget target, GuestMemory beside, InterruptFields interrupts) {
    Subject(Imported imported, LintTarget target, GuestMemory beside) {
        this(imported, target, beside, InterruptFields.of(imported.snapshot().state()));
    }

    /** Guest memory as a restore would find it, to be written as one likes. */
    SnapshotMemory memory() {
        return new SnapshotMemory(imported.snapshot().memory(), beside);
    }

    GicState state() {
        return imported.snapshot().state();
    }

    boolean is(GicVersion version) {
        return state().version() == version;
    }

    List<VcpuDescription> vcpus() {
        return state().vcpus();
    }

    boolean has(Register register) {
        return state().has(register);
    }

    /** The only word of a register, or its first; 0 where the state does not have it. */
    int word(Register register, int vcpuIndex) {
        return has(register) ? state().word(register, vcpuIndex, 0) : 0;
    }

    /** A 64-bit register; 0 where the state does not have it. */
    long wide(Register register, int vcpuIndex) {
        return has(register) ? state().wideValue(register, vcpuIndex, 0) : 0;
    }

    /** Whether the producer's name has a word. */
    boolean madeBy(String word) {
        return Arrays.asList(imported.snapshot().producer().split(" ", -1)).contains(word);
    }

    /** What the reader noted of a kind. */
    Stream<Note> notes(String id) {
        return imported.notes().stream().filter(note -> note.id().equals(id));
    }

    /** The INTIDs of shared interrupts. */
    IntStream sharedInterrupts() {
        return IntStream.range(Geometry.PRIVATE_INTERRUPTS, state().geometry().interrupts());
    }

    /** The INTIDs of interrupts that each vCPU has for itself. */
    static IntStream privateInterrupts() {
        return IntStream.range(0, Geometry.PRIVATE_INTERRUPTS);
    }

    /** Whether some shared interrupt is enabled. */
    boolean hasEnabledSharedInterrupt() {
        return sharedInterrupts().anyMatch(intid -> interrupts.is(InterruptProperty.ENABLED, intid, 0));
    }
}
