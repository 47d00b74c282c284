package org.gic4j.api.guest;

import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import org.gic4j.api.guest.GuestMemory.Region;
import org.jspecify.annotations.Nullable;

/**
 * Regions by address, with a record of the written pages of each. Immutable to its readers: a table that a region was
 * added to at the end shares its arrays with the one before, which sees no more of them than it did.
 */
final class RegionTable {
    static final RegionTable EMPTY = new RegionTable(new Region[0], new WrittenPages[0], 0);

    private static final int LEAST = 4;

    private final Region[] regions;
    private final WrittenPages[] written;
    private final int count;

    private RegionTable(Region[] regions, WrittenPages[] written, int count) {
        this.regions = regions;
        this.written = written;
        this.count = count;
    }

    /**
     * A table with one more region. Only the newest table may be added to, and by one thread at a time.
     *
     * @param added overlaps none that is here
     */
    RegionTable with(Region added) {
        int at = last(added.address()) + 1;
        boolean inPlace = at == count && count < regions.length;
        int room = inPlace ? regions.length : Math.max(LEAST, count + 1 + (at == count ? count : 0));
        Region[] all = inPlace ? regions : Arrays.copyOf(regions, room);
        WrittenPages[] records = inPlace ? written : Arrays.copyOf(written, room);
        System.arraycopy(regions, at, all, at + 1, count - at);
        System.arraycopy(written, at, records, at + 1, count - at);
        all[at] = added;
        records[at] = new WrittenPages(added.address(), added.size());
        return new RegionTable(all, records, count + 1);
    }

    /** The region that a stretch lies in as a whole. */
    @Nullable Region find(long address, long length) {
        int at = last(address);
        return at >= 0 && regions[at].contains(address, length) ? regions[at] : null;
    }

    /** The first region that a stretch has something in common with. */
    @Nullable Region overlapping(long address, long length) {
        int before = last(address);
        if (before >= 0 && address < regions[before].address() + regions[before].size()) {
            return regions[before];
        }
        int after = before + 1;
        return after < count && regions[after].address() < address + length ? regions[after] : null;
    }

    /** Notes the pages of a stretch, as far as they are mapped. */
    void noteWritten(long address, long length) {
        for (int at = Math.max(last(address), 0); at < count && regions[at].address() < address + length; at++) {
            written[at].noteWithin(address, length);
        }
    }

    /** Hands written pages over, by address, and forgets them. */
    void takeWritten(LongConsumer to) {
        for (int at = 0; at < count; at++) {
            written[at].take(to);
        }
    }

    /** All regions, by address. */
    List<Region> regions() {
        return List.of(Arrays.copyOf(regions, count));
    }

    /** The last region that begins at an address or before; -1 where there is none. Addresses have up to 52 bits. */
    private int last(long address) {
        int from = 0;
        int to = count - 1;
        while (from <= to) {
            int middle = from + to >>> 1;
            if (regions[middle].address() <= address) {
                from = middle + 1;
            } else {
                to = middle - 1;
            }
        }
        return to;
    }
}
