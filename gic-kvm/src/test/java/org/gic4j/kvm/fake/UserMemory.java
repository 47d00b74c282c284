package org.gic4j.kvm.fake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.gic4j.kvm.call.KvmStructs;

/** What user pointers point to. A pointer to where this process has no memory is refused, as the kernel does. */
final class UserMemory {
    private static final Path MAPPINGS = Path.of("/proc/self/maps");
    private static final long PAGE = 4096;

    /** Pages that were found mapped. Tests pass few different pointers, and reading the mappings is slow. */
    private final Map<Long, Boolean> known = new ConcurrentHashMap<>();

    /**
     * The memory at a pointer.
     *
     * @param address the pointer
     * @param length in bytes, at most a page
     * @return empty where the kernel answers EFAULT
     */
    Optional<MemorySegment> at(long address, int length) {
        boolean mapped = isMapped(address) && isMapped(address + length - 1);
        return mapped ? Optional.of(KvmStructs.at(address, length, Arena.global())) : Optional.empty();
    }

    private boolean isMapped(long address) {
        long page = address / PAGE;
        if (page <= 0) {
            return false;
        }
        if (known.containsKey(page)) {
            return true;
        }
        boolean found = mappingsContain(address);
        if (found) {
            known.put(page, true);
        }
        return found;
    }

    private static boolean mappingsContain(long address) {
        if (!Files.isReadable(MAPPINGS)) {
            return true;
        }
        try {
            for (String line : Files.readAllLines(MAPPINGS)) {
                String[] range = line.substring(0, line.indexOf(' ')).split("-", 2);
                if (Long.compareUnsigned(Long.parseUnsignedLong(range[0], 16), address) <= 0
                        && Long.compareUnsigned(address, Long.parseUnsignedLong(range[1], 16)) < 0) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
