package org.gic4j.cli.input;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.gic4j.api.guest.GuestMemory;

/** Stretches of guest memory that are to be, as few regions: those that touch are one. */
final class Stretches {
    private final long page;
    private final long limit;
    private final List<Stretch> stretches = new ArrayList<>();

    private record Stretch(long begin, long end) {}

    /**
     * None yet.
     *
     * @param page what regions are made of, in bytes
     * @param addressBits the size of guest physical addresses
     */
    Stretches(long page, int addressBits) {
        this.page = page;
        limit = 1L << addressBits;
    }

    /** Adds the pages of a stretch, as far as the guest's addresses reach. */
    void add(long address, long length) {
        if (address >= 0 && address < limit && length > 0) {
            long end = Math.min(limit, address + Math.min(length, limit) + page - 1 & -page);
            stretches.add(new Stretch(address & -page, end));
        }
    }

    /**
     * Maps them, zero.
     *
     * @param target a virtual machine's memory
     * @param arena how long the memory lives
     * @return by address
     */
    List<GuestMemory.Region> map(GuestMemory target, Arena arena) throws IOException {
        List<Stretch> joined = joined();
        long size = joined.stream().mapToLong(stretch -> stretch.end() - stretch.begin()).sum();
        if (size == 0) {
            return List.of();
        }
        MemorySegment zeros = MemoryFile.zeros(size, arena);
        List<GuestMemory.Region> regions = new ArrayList<>();
        long at = 0;
        for (Stretch stretch : joined) {
            long length = stretch.end() - stretch.begin();
            regions.add(new GuestMemory.Region(stretch.begin(), zeros.asSlice(at, length)));
            at += length;
        }
        regions.forEach(region -> target.map(region.address(), region.segment()));
        return regions;
    }

    private List<Stretch> joined() {
        stretches.sort(Comparator.comparingLong(Stretch::begin));
        List<Stretch> joined = new ArrayList<>();
        for (Stretch stretch : stretches) {
            if (!joined.isEmpty() && stretch.begin() <= joined.getLast().end()) {
                Stretch before = joined.removeLast();
                joined.add(new Stretch(before.begin(), Math.max(before.end(), stretch.end())));
            } else {
                joined.add(stretch);
            }
        }
        return joined;
    }
}
