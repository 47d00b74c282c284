package org.gic4j.cli.input;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.ItsState;
import org.gic4j.api.snapshot.Note;
import org.gic4j.api.snapshot.RedistributorRegion;
import org.gic4j.api.snapshot.SnapshotFormat.Imported;

/**
 * Where an ITS is, for a restore onto a fresh virtual machine. Its registers only answer once it has an address, and some
 * hypervisors' files do not say it; no guest runs on that machine, so that any free place will do.
 */
public final class ItsPlace {
    /** Where QEMU's machine {@code virt} has it. */
    private static final long USUAL = 0x0808_0000;

    private static final long ITS_SIZE = 0x2_0000;
    private static final long DISTRIBUTOR_SIZE = 0x1_0000;
    private static final long REDISTRIBUTOR_SIZE = 0x2_0000;

    private ItsPlace() {}

    private record Frames(long begin, long size) {
        boolean overlaps(long other) {
            return other < begin + size && begin < other + ITS_SIZE;
        }
    }

    /**
     * Gives each ITS that has registers and no address a free one.
     *
     * @param imported what was read
     * @return the same where nothing was missing; else with a note for each ITS
     */
    public static Imported assumed(Imported imported) {
        GicState state = imported.snapshot().state();
        if (state.translationServices().stream().noneMatch(ItsPlace::isMissing)) {
            return imported;
        }
        List<Frames> taken = taken(state);
        List<Note> notes = new ArrayList<>(imported.notes());
        GicState.Builder placed = state.toBuilder().withoutTranslationServices();
        for (ItsState its : state.translationServices()) {
            if (isMissing(its)) {
                long address = USUAL;
                while (isTaken(taken, address)) {
                    address += ITS_SIZE;
                }
                taken.add(new Frames(address, ITS_SIZE));
                notes.add(new Note(
                        "assumed-address",
                        false,
                        "ITS",
                        null,
                        OptionalInt.empty(),
                        address,
                        address,
                        "the file does not say where it is; it is put here for this restore"));
                placed.translationService(its.toBuilder().address(address).build());
            } else {
                placed.translationService(its);
            }
        }
        return new Imported(imported.snapshot().withState(placed.build()), imported.format(), notes);
    }

    private static boolean isMissing(ItsState its) {
        return its.address().isEmpty() && !its.registers().isEmpty();
    }

    private static boolean isTaken(List<Frames> taken, long address) {
        return taken.stream().anyMatch(frames -> frames.overlaps(address));
    }

    private static List<Frames> taken(GicState state) {
        List<Frames> taken = new ArrayList<>();
        state.addresses().values().forEach(address -> taken.add(new Frames(address, DISTRIBUTOR_SIZE)));
        for (RedistributorRegion region : state.redistributorRegions()) {
            int count = region.isLegacy() ? state.geometry().vcpus() : region.count();
            taken.add(new Frames(region.base(), count * REDISTRIBUTOR_SIZE));
        }
        state.translationServices()
                .forEach(its -> its.address().ifPresent(address -> taken.add(new Frames(address, ITS_SIZE))));
        return taken;
    }
}
