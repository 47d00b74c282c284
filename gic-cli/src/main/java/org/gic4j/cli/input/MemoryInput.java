package org.gic4j.cli.input;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import org.gic4j.api.GicException;
import org.gic4j.api.guest.GuestMemory;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.MemoryBlock;
import org.gic4j.api.snapshot.Note;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.cli.CommandFailure;
import org.gic4j.cli.ExitCode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Guest memory for a restore or a check: an image of it, or an extract with a map of what is where. Neither file is
 * changed.
 */
public final class MemoryInput {
    private static final long PAGE = 0x1000;
    private static final long PAGE_OF_TABLES = 0x1_0000;

    @Option(
            names = "--memory",
            paramLabel = "FILE[@ADDRESS]",
            description = "guest memory with the tables of ITSs: an image and the guest address that it begins at, or an"
                    + " extract with --memory-map")
    private @Nullable String memory;

    @Option(
            names = "--memory-map",
            paramLabel = "MAP",
            description = "what is where in the extract: lines of file offset, guest address and length, hexadecimal;"
                    + " other pages of tables are zero")
    private @Nullable Path map;

    /** For the command line. */
    public MemoryInput() {}

    /** Whether the options name some. */
    public boolean isGiven() {
        return memory != null || map != null;
    }

    /**
     * Gives a virtual machine the memory that the options name, and where a snapshot carries tables, memory for those.
     *
     * @param target the virtual machine's
     * @param addressBits the size of its guest physical addresses
     * @param snapshot what is to be restored
     * @param arena how long the memory lives
     * @return tables that an extract says nothing of, so that they are zero
     * @throws CommandFailure for files that cannot be read, or that the options do not fit
     */
    public List<Note> map(GuestMemory target, int addressBits, Snapshot snapshot, Arena arena) {
        if (memory == null && map != null) {
            throw new CommandFailure(ExitCode.USAGE, "--memory-map says where the bytes of --memory FILE are; give both");
        }
        try {
            if (memory == null) {
                carried(target, addressBits, snapshot, arena);
            } else if (map == null) {
                image(target, memory, arena);
            } else {
                return extract(target, addressBits, Path.of(memory), map, snapshot.state(), arena);
            }
            return List.of();
        } catch (IOException unreadable) {
            throw memory == null
                    ? new CommandFailure(
                            ExitCode.USAGE, "no memory for tables: " + InputFailure.reason(unreadable), unreadable)
                    : InputFailure.of(Path.of(memory), unreadable);
        } catch (GicException unfit) {
            throw new CommandFailure(
                    ExitCode.USAGE, (memory == null ? "memory for tables" : "--memory " + memory) + ": " + unfit.getMessage(), unfit);
        }
    }

    /** Only what the snapshot carries: a table that it lacks is to be missed. */
    private static void carried(GuestMemory target, int addressBits, Snapshot snapshot, Arena arena) throws IOException {
        Stretches stretches = new Stretches(PAGE, addressBits);
        for (MemoryBlock block : snapshot.memory()) {
            stretches.add(block.address(), block.size());
        }
        stretches.map(target, arena);
    }

    private static void image(GuestMemory target, String option, Arena arena) throws IOException {
        int at = option.lastIndexOf('@');
        if (at <= 0) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "--memory " + option + " does not say where the image begins; write FILE@ADDRESS, or add --memory-map");
        }
        Path file = Path.of(option.substring(0, at));
        long address = address(option, option.substring(at + 1));
        MemorySegment content = open(file, arena);
        if (content.byteSize() == 0 || content.byteSize() % PAGE != 0) {
            throw new CommandFailure(
                    ExitCode.INPUT,
                    file + ": an image of memory has whole pages of " + PAGE + " bytes, and this has " + content.byteSize()
                            + " bytes; see whether it was cut off");
        }
        target.map(address, content);
    }

    private static long address(String option, String text) {
        try {
            return Hexadecimal.parse(text);
        } catch (NumberFormatException notNumber) {
            throw new CommandFailure(
                    ExitCode.USAGE, "the address in --memory " + option + " should be hexadecimal, not '" + text + "'", notNumber);
        }
    }

    private static MemorySegment open(Path file, Arena arena) {
        try {
            return MemoryFile.open(file, arena);
        } catch (IOException unreadable) {
            throw InputFailure.of(file, unreadable);
        }
    }

    private static List<Note> extract(
            GuestMemory target, int addressBits, Path file, Path map, GicState state, Arena arena) throws IOException {
        MemorySegment content = open(file, arena);
        List<MemoryMap.Line> lines = MemoryMap.read(map, file, content, addressBits);
        Stretches stretches = new Stretches(PAGE_OF_TABLES, addressBits);
        lines.forEach(line -> stretches.add(line.address(), line.length()));
        List<UsedTable> tables = UsedTable.of(state);
        tables.forEach(table -> stretches.add(table.address(), table.size()));
        List<GuestMemory.Region> regions = stretches.map(target, arena);
        int at = 0;
        for (MemoryMap.Line line : lines) {
            if (line.length() > 0) {
                while (!regions.get(at).contains(line.address(), line.length())) {
                    at++;
                }
                GuestMemory.Region region = regions.get(at);
                MemorySegment.copy(
                        content, line.offset(), region.segment(), line.address() - region.address(), line.length());
            }
        }
        return tables.stream()
                .filter(table -> !table.mayBeZero() && lines.stream().noneMatch(table::overlaps))
                .map(UsedTable::note)
                .toList();
    }
}
