package org.gic4j.serialization.its;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.gic4j.api.guest.GuestMemory;
import org.gic4j.api.snapshot.MemoryBlock;

/** Pages of guest memory, to be carried by a snapshot. */
final class PageSet {
    private static final int PAGE_BITS = 12;
    private static final int PAGE = 1 << PAGE_BITS;

    private final TreeSet<Long> pages = new TreeSet<>();
    /** The page that was added last: entries of a table follow one another. */
    private long last = -1;

    /** Adds the pages of a stretch. */
    void add(long address, long length) {
        for (long page = address >>> PAGE_BITS; page <= address + length - 1 >>> PAGE_BITS; page++) {
            if (page != last) {
                pages.add(page);
                last = page;
            }
        }
    }

    /** Notes in guest memory that they may have been written. */
    void noteWritten(GuestMemory memory) {
        pages.forEach(page -> memory.noteWritten(page << PAGE_BITS, PAGE));
    }

    /** Their content, pages that follow each other as one block. */
    List<MemoryBlock> read(GuestMemory memory) {
        List<MemoryBlock> blocks = new ArrayList<>();
        Long begin = null;
        long end = 0;
        for (long page : pages) {
            if (begin != null && page != end) {
                blocks.add(block(memory, begin, end));
                begin = null;
            }
            begin = begin == null ? page : begin;
            end = page + 1;
        }
        if (begin != null) {
            blocks.add(block(memory, begin, end));
        }
        return blocks;
    }

    private static MemoryBlock block(GuestMemory memory, long begin, long end) {
        byte[] content = new byte[Math.toIntExact(end - begin << PAGE_BITS)];
        ByteBuffer out = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        for (long at = begin << PAGE_BITS; out.hasRemaining(); at += Long.BYTES) {
            out.putLong(memory.readLong(at));
        }
        return new MemoryBlock(begin << PAGE_BITS, content);
    }

    /** The size of a page. */
    static int pageSize() {
        return PAGE;
    }
}
