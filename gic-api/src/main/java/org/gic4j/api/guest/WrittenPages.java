package org.gic4j.api.guest;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongConsumer;

/** Which pages of a region were written: a bit each. Any thread may call. */
final class WrittenPages {
    static final int PAGE_BITS = 12;

    private final long address;
    private final long size;
    private final AtomicLongArray bits;

    /**
     * No page.
     *
     * @param address guest physical address of the region
     * @param size in bytes
     */
    WrittenPages(long address, long size) {
        this.address = address;
        this.size = size;
        bits = new AtomicLongArray(Math.toIntExact((size >>> PAGE_BITS) + Long.SIZE - 1 >>> 6));
    }

    /** Notes the pages of a stretch, as far as it lies in the region. */
    void noteWithin(long begin, long length) {
        long from = Math.max(begin, address);
        long to = Math.min(begin + length, address + size);
        if (from < to) {
            note(from - address, to - from);
        }
    }

    private void note(long offset, long length) {
        long last = offset + length - 1 >>> PAGE_BITS;
        for (long page = offset >>> PAGE_BITS; page <= last; page++) {
            int word = (int) (page >>> 6);
            long bit = 1L << page;
            if ((bits.get(word) & bit) == 0) {
                bits.getAndUpdate(word, before -> before | bit);
            }
        }
    }

    /** Hands the pages over, by address, and forgets them. */
    void take(LongConsumer to) {
        for (int word = 0; word < bits.length(); word++) {
            for (long left = bits.get(word) == 0 ? 0 : bits.getAndSet(word, 0); left != 0; left &= left - 1) {
                to.accept(address + ((long) word * Long.SIZE + Long.numberOfTrailingZeros(left) << PAGE_BITS));
            }
        }
    }
}
