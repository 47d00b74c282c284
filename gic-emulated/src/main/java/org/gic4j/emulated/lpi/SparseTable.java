package org.gic4j.emulated.lpi;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A table of 16-bit numbers that takes memory in proportion to what is in it: pages of 256 entries, made when the first
 * entry comes and dropped when the last one goes; an empty table has none. Not synchronised.
 *
 * @param <T> what is found by number
 */
public final class SparseTable<T> {
    /** Numbers are below this. */
    public static final int SIZE = 1 << 16;

    private static final int PAGE_BITS = 8;
    private static final int PAGE = 1 << PAGE_BITS;

    /** The pages of empty tables; never written. */
    private static final @Nullable Object[] @Nullable [] NO_PAGES = new Object[SIZE >>> PAGE_BITS][];

    private static final short[] NONE_USED = {};

    private @Nullable Object[] @Nullable [] pages = NO_PAGES;
    private short[] used = NONE_USED;
    private int size;

    /** An empty table. */
    public SparseTable() {}

    /** The number of entries. */
    public int size() {
        return size;
    }

    /**
     * The entry of a number.
     *
     * @param number 0 to 65535
     */
    @SuppressWarnings("unchecked")
    public @Nullable T get(int number) {
        @Nullable Object[] page = pages[number >>> PAGE_BITS];
        return page == null ? null : (T) page[number & PAGE - 1];
    }

    /**
     * Adds an entry.
     *
     * @param number 0 to 65535, without an entry
     * @param entry the entry
     */
    public void put(int number, T entry) {
        if (size == 0) {
            pages = new Object[SIZE >>> PAGE_BITS][];
            used = new short[SIZE >>> PAGE_BITS];
        }
        int at = number >>> PAGE_BITS;
        @Nullable Object[] page = pages[at];
        if (page == null) {
            page = new Object[PAGE];
            pages[at] = page;
        }
        page[number & PAGE - 1] = entry;
        used[at]++;
        size++;
    }

    /**
     * Removes an entry.
     *
     * @param number 0 to 65535, with an entry
     */
    public void remove(int number) {
        int at = number >>> PAGE_BITS;
        @Nullable Object[] page = pages[at];
        if (page != null && page[number & PAGE - 1] != null) {
            page[number & PAGE - 1] = null;
            used[at]--;
            size--;
            if (size == 0) {
                clear();
            } else if (used[at] == 0) {
                pages[at] = null;
            }
        }
    }

    /** Removes all entries. */
    public void clear() {
        pages = NO_PAGES;
        used = NONE_USED;
        size = 0;
    }

    /**
     * Does something with each entry, by number.
     *
     * @param action may remove the entry that it is given
     */
    @SuppressWarnings("unchecked")
    public void forEach(Consumer<? super T> action) {
        for (int at = 0; at < pages.length; at++) {
            @Nullable Object[] page = pages[at];
            for (int i = 0; page != null && i < PAGE; i++) {
                Object entry = page[i];
                if (entry != null) {
                    action.accept((T) entry);
                }
            }
        }
    }

    /**
     * The first number with an entry, from one on.
     *
     * @param from the least number that counts
     * @return {@link #SIZE} where there is none
     */
    public int next(int from) {
        for (int number = from; number < SIZE; ) {
            @Nullable Object[] page = pages[number >>> PAGE_BITS];
            if (page == null) {
                number = (number | PAGE - 1) + 1;
            } else if (page[number & PAGE - 1] != null) {
                return number;
            } else {
                number++;
            }
        }
        return SIZE;
    }
}
