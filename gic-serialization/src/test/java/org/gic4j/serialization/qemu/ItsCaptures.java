package org.gic4j.serialization.qemu;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.gic4j.api.guest.GuestMemory;
import org.gic4j.api.guest.MappedMemory;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.testkit.captures.Captures;

/** Captures with an ITS, for tests of other packages. */
public final class ItsCaptures {
    private static final long WINDOW = 0x4000_0000L;
    private static final long WINDOW_SIZE = 0x800_0000L;

    private ItsCaptures() {}

    /** The state in a capture's stream. */
    public static GicState state(String capture) {
        return QemuCaptures.read(capture).snapshot().state();
    }

    /**
     * Guest memory with a capture's tables; the rest of it is zero.
     *
     * @param capture its name
     * @param arena how long the memory lives
     */
    public static GuestMemory memory(String capture, Arena arena) {
        String extract = capture.startsWith("k") ? "itspages" : "itsram";
        MemorySegment window = arena.allocate(WINDOW_SIZE, 4096);
        MemorySegment content = MemorySegment.ofArray(Captures.bytes(capture + "." + extract + ".bin.gz"));
        for (String line : Captures.lines(capture, extract)) {
            if (!line.startsWith("#")) {
                String[] fields = line.split(" ", 3);
                long length = Long.decode(fields[2]);
                MemorySegment.copy(
                        content, Long.decode(fields[0]), window, Long.decode(fields[1]) - WINDOW, length);
            }
        }
        MappedMemory memory = new MappedMemory(40);
        memory.map(WINDOW, window);
        return memory;
    }
}
