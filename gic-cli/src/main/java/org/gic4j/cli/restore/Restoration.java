package org.gic4j.cli.restore;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.gic4j.api.GicException;
import org.gic4j.api.GicProfile;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.registers.Register;
import org.gic4j.api.snapshot.Difference;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.ItsMappings;
import org.gic4j.api.snapshot.Note;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.SnapshotException;
import org.gic4j.api.snapshot.SnapshotFormat.Imported;
import org.gic4j.api.snapshot.Snapshots;
import org.gic4j.api.snapshot.StateTransfer.Conformed;
import org.gic4j.cli.CommandFailure;
import org.gic4j.cli.ExitCode;
import org.gic4j.cli.backends.BackendChoice;
import org.gic4j.cli.input.InputFailure;
import org.gic4j.cli.input.MemoryInput;

/**
 * A snapshot that was restored onto a fresh virtual machine and saved again.
 *
 * @param file where it came from
 * @param imported what was read
 * @param backend the backend's name
 * @param profile the implementation that the virtual machine is like
 * @param notes what the file does not say, and what the virtual machine cannot hold
 * @param mapped what each ITS has mapped afterwards
 * @param compared registers that were compared
 * @param notCompared registers of the snapshot that the second save does not have
 * @param differences the words that differ between what the virtual machine should hold and what it gave back
 */
record Restoration(
        Path file,
        Imported imported,
        String backend,
        GicProfile profile,
        List<Note> notes,
        List<ItsMappings> mapped,
        List<Register> compared,
        List<Register> notCompared,
        List<Difference> differences) {
    Restoration {
        notes = List.copyOf(notes);
        mapped = List.copyOf(mapped);
        compared = List.copyOf(compared);
        notCompared = List.copyOf(notCompared);
        differences = List.copyOf(differences);
    }

    /**
     * Restores and saves again.
     *
     * @throws CommandFailure when no backend can make such a virtual machine, or it refuses the state
     */
    static Restoration of(
            Path file, Imported imported, BackendChoice choice, MemoryInput memory, boolean ignoreUnknownParts) {
        Snapshot snapshot = imported.snapshot();
        BackendChoice.Chosen chosen = choice.createVirtualMachine(Snapshots.configurationFor(snapshot));
        try (Arena arena = Arena.ofShared();
                VirtualMachine vm = chosen.vm()) {
            List<Note> notes = new ArrayList<>(
                    memory.map(vm.memory(), vm.configuration().addressBits(), snapshot, arena));
            Snapshots.prepare(vm, snapshot);
            notes.addAll(
                    ignoreUnknownParts
                            ? Snapshots.restoreIgnoringUnknownParts(vm, snapshot)
                            : Snapshots.restore(vm, snapshot));
            GicState saved = Snapshots.save(vm).state();
            GicProfile profile = vm.configuration().profile();
            Conformed expected = Snapshots.conform(snapshot.state(), vm);
            List<ItsMappings> mapped = Snapshots.mappings(saved, vm.memory());
            return compare(file, imported, chosen.backend().name(), profile, notes, expected, saved, mapped);
        } catch (SnapshotException unfit) {
            throw new CommandFailure(ExitCode.INPUT, InputFailure.message(file, unfit), unfit);
        } catch (GicException refused) {
            throw new CommandFailure(
                    ExitCode.DIFFERENCES,
                    file + ": backend '" + chosen.backend().name() + "' refused it: " + refused.getMessage(),
                    refused);
        }
    }

    private static Restoration compare(
            Path file,
            Imported imported,
            String backend,
            GicProfile profile,
            List<Note> restoring,
            Conformed expected,
            GicState saved,
            List<ItsMappings> mapped) {
        Set<Note> notes = new LinkedHashSet<>(imported.notes());
        notes.addAll(expected.notes());
        notes.addAll(restoring);
        List<Register> compared = new ArrayList<>();
        List<Register> notCompared = new ArrayList<>();
        for (Register register : expected.state().registers()) {
            if (!GicState.identifies(register)) {
                (saved.has(register) ? compared : notCompared).add(register);
            }
        }
        expected.state().translationServices().stream()
                .flatMap(its -> its.registers().stream())
                .distinct()
                .forEach(compared::add);
        return new Restoration(
                file,
                imported,
                backend,
                profile,
                List.copyOf(notes),
                mapped,
                compared,
                notCompared,
                Difference.between(expected.state(), saved).stream()
                        .filter(difference -> !GicState.identifies(difference.register()))
                        .toList());
    }
}
