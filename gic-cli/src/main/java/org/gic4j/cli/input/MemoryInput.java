package org.gic4j.cli.input;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.gic4j.api.GicException;
import org.gic4j.api.guest.GuestMemory;
import org.gic4j.api.its.TableRegister;
import org.gic4j.api.registers.Gicv3Redistributor;
import org.gic4j.api.registers.Its;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.ItsState;
import org.gic4j.api.snapshot.MemoryBlock;
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
    private static final long PAGE = 0x1_0000;
    private static final long CONFIGURATION_TABLE = 0xE000;
    private static final long PENDING_TABLE = 0x2000;

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
     * @param snapshot what is to be restored
     * @param arena how long the memory lives
     * @throws CommandFailure for files that cannot be read, or that the options do not fit
     */
    public void map(GuestMemory target, Snapshot snapshot, Arena arena) {
        if (memory == null) {
            if (map != null) {
                throw new CommandFailure(ExitCode.USAGE, "--memory-map says where the bytes of --memory FILE are; give both");
            }
            PagedMemory pages = new PagedMemory();
            for (MemoryBlock block : snapshot.memory()) {
                pages.put(block.address(), block.content(), 0, block.size());
            }
            pages.map(target, arena);
            return;
        }
        try {
            if (map == null) {
                image(target, memory, arena);
            } else {
                extract(target, Path.of(memory), map, snapshot.state(), arena);
            }
        } catch (IOException unreadable) {
            throw InputFailure.of(Path.of(memory), unreadable);
        } catch (GicException unfit) {
            throw new CommandFailure(ExitCode.USAGE, "--memory " + memory + ": " + unfit.getMessage(), unfit);
        }
    }

    private static void image(GuestMemory target, String option, Arena arena) throws IOException {
        int at = option.lastIndexOf('@');
        if (at <= 0) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "--memory " + option + " does not say where the image begins; write FILE@ADDRESS, or add --memory-map");
        }
        Path file = Path.of(option.substring(0, at));
        long address = number(ExitCode.USAGE, option.substring(at + 1), "the address in --memory " + option);
        // A private mapping, which the file never sees, needs a file that can be written all the same.
        if (isPacked(file) || !Files.isWritable(file)) {
            byte[] content = read(file);
            MemorySegment bytes = arena.allocate(content.length, Long.BYTES);
            MemorySegment.copy(MemorySegment.ofArray(content), 0, bytes, 0, content.length);
            target.map(address, bytes);
            return;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MemorySegment bytes = channel.map(FileChannel.MapMode.PRIVATE, 0, channel.size(), arena);
            target.map(address, bytes);
        }
    }

    private static void extract(GuestMemory target, Path file, Path map, GicState state, Arena arena)
            throws IOException {
        byte[] content = read(file);
        PagedMemory pages = new PagedMemory();
        int number = 0;
        for (String line : lines(map)) {
            number++;
            String text = line.strip();
            String where = map + ": line " + number;
            if (text.isEmpty() || text.startsWith("#")) {
                continue;
            }
            String[] fields = text.split("\\s+", -1);
            if (fields.length != 3) {
                throw new CommandFailure(
                        ExitCode.INPUT, where + ": '" + text + "' should be a file offset, a guest address and a length");
            }
            long offset = number(ExitCode.INPUT, fields[0], where + ": the offset");
            long length = number(ExitCode.INPUT, fields[2], where + ": the length");
            if (offset < 0 || offset > content.length || length < 0 || length > content.length - offset) {
                throw new CommandFailure(
                        ExitCode.INPUT,
                        where + ": '" + text + "' is beyond the end of " + file + ", which has " + content.length + " bytes");
            }
            pages.put(number(ExitCode.INPUT, fields[1], where + ": the address"), content, (int) offset, (int) length);
        }
        tables(state, pages);
        pages.map(target, arena);
    }

    /** The tables themselves, whose other pages are zero. */
    private static void tables(GicState state, PagedMemory pages) {
        for (ItsState its : state.translationServices()) {
            for (int number = 0; its.has(Its.GITS_BASER) && number < 2; number++) {
                long base = its.value(Its.GITS_BASER, number);
                if (TableRegister.isValid(base)) {
                    pages.add(
                            TableRegister.TRANSLATION.address(base), TableRegister.size(TableRegister.TRANSLATION, base));
                }
            }
        }
        for (int vcpu = 0; vcpu < state.geometry().vcpus(); vcpu++) {
            if (state.has(Gicv3Redistributor.GICR_PROPBASER) && state.has(Gicv3Redistributor.GICR_PENDBASER)) {
                pages.add(
                        TableRegister.CONFIGURATION.address(state.wideValue(Gicv3Redistributor.GICR_PROPBASER, vcpu, 0)),
                        CONFIGURATION_TABLE);
                pages.add(
                        TableRegister.PENDING.address(state.wideValue(Gicv3Redistributor.GICR_PENDBASER, vcpu, 0)),
                        PENDING_TABLE);
            }
        }
    }

    private static List<String> lines(Path map) {
        try {
            return new String(read(map), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException unreadable) {
            throw InputFailure.of(map, unreadable);
        }
    }

    private static byte[] read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                InputStream bytes = isPacked(file) ? new GZIPInputStream(in) : in) {
            return bytes.readAllBytes();
        }
    }

    private static boolean isPacked(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.read() == 0x1F && in.read() == 0x8B;
        }
    }

    private static long number(int exitCode, String text, String what) {
        try {
            return Long.parseUnsignedLong(text.startsWith("0x") ? text.substring(2) : text, 16);
        } catch (NumberFormatException notNumber) {
            throw new CommandFailure(exitCode, what + " should be hexadecimal, not '" + text + "'", notNumber);
        }
    }

    /** Memory by pages of 64 KiB, zero where nothing was put. */
    private static final class PagedMemory {
        private final Map<Long, byte[]> pages = new TreeMap<>(Long::compareUnsigned);

        void add(long address, long length) {
            for (long at = address & -PAGE; at < address + length; at += PAGE) {
                page(at);
            }
        }

        void put(long address, byte[] content, int offset, int length) {
            for (int done = 0; done < length; ) {
                long at = address + done;
                int within = (int) (at & PAGE - 1);
                int count = (int) Math.min(length - done, PAGE - within);
                System.arraycopy(content, offset + done, page(at & -PAGE), within, count);
                done += count;
            }
        }

        private byte[] page(long begin) {
            return pages.computeIfAbsent(begin, key -> new byte[(int) PAGE]);
        }

        void map(GuestMemory target, Arena arena) {
            pages.forEach((begin, content) -> {
                MemorySegment bytes = arena.allocate(PAGE, 8);
                MemorySegment.copy(MemorySegment.ofArray(content), 0, bytes, 0, PAGE);
                target.map(begin, bytes);
            });
        }
    }
}
