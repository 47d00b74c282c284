package org.gic4j.serialization.qemu.stream;

import java.util.HashSet;
import java.util.Set;
import org.gic4j.api.snapshot.SnapshotException;

/**
 * The section of guest memory: nothing describes it, so that it must be walked. Pages are passed over unread.
 *
 * <p>It is a series of words, an address with flags in the bits below the size of a page, each with what its flags ask
 * for.
 */
final class RamSection {
    /** The name of the section. */
    static final String NAME = "ram";
    /** The version that every producer of version 3 streams writes. */
    static final long VERSION = 4;

    private static final int ZERO = 0x02;
    private static final int MEMORY_SIZE = 0x04;
    private static final int PAGE = 0x08;
    private static final int END = 0x10;
    private static final int CONTINUE = 0x20;
    private static final int XBZRLE = 0x40;
    private static final int HOOK = 0x80;
    private static final int COMPRESSED = 0x100;
    private static final int MULTIFD_FLUSH = 0x200;

    private static final int LEAST_PAGE_BITS = 10;
    private static final int MOST_PAGE_BITS = 16;

    private final int pageBits;
    private final boolean blocksHaveAddress;
    private final Set<String> blocks = new HashSet<>();
    private boolean blockChosen;

    /**
     * Prepares to walk.
     *
     * @param pageBits the power of two of the size of a page
     * @param blocksHaveAddress whether each block is announced with its guest address
     */
    RamSection(int pageBits, boolean blocksHaveAddress) {
        this.pageBits = pageBits;
        this.blocksHaveAddress = blocksHaveAddress;
    }

    /** Checks a page size that a stream claims: the flags must fit below it. */
    static int checkedPageBits(long bits, long at) {
        if (bits < LEAST_PAGE_BITS || bits > MOST_PAGE_BITS) {
            throw new SnapshotException(at, "pages of guest memory cannot have 2^" + bits + " bytes");
        }
        return (int) bits;
    }

    /** Passes over the body of one section, up to the mark that ends it. */
    void skip(StreamCursor cursor) {
        while (true) {
            long at = cursor.position();
            long word = cursor.u64("a word of section ram");
            int flags = (int) word & (1 << pageBits) - 1;
            refuse(flags, at);
            switch (flags & ~CONTINUE) {
                case MEMORY_SIZE -> blocks(cursor, word - flags);
                case ZERO -> page(cursor, flags, 1);
                case PAGE -> page(cursor, flags, 1L << pageBits);
                case MULTIFD_FLUSH -> {}
                case END -> {
                    return;
                }
                default ->
                    throw new SnapshotException(
                            at, "section ram has flags 0x" + Integer.toHexString(flags) + " that have no meaning");
            }
        }
    }

    private static void refuse(int flags, long at) {
        String feature = (flags & XBZRLE) != 0
                ? "XBZRLE-encoded"
                : (flags & COMPRESSED) != 0 ? "compressed" : (flags & HOOK) != 0 ? "RDMA-hooked" : "";
        if (!feature.isEmpty()) {
            throw new SnapshotException(
                    at,
                    "section ram has " + feature + " pages (flags 0x" + Integer.toHexString(flags)
                            + "), which are not read: save it again with that capability off");
        }
    }

    private void blocks(StreamCursor cursor, long total) {
        long left = total;
        while (left != 0) {
            long at = cursor.position();
            String block = cursor.shortName("the name of a block of guest memory");
            long length = cursor.u64("the length of a block of guest memory");
            if (blocksHaveAddress) {
                cursor.skip(Long.BYTES, "the address of a block of guest memory");
            }
            if (Long.compareUnsigned(length, left) > 0) {
                throw new SnapshotException(
                        at,
                        "block '" + block + "' of guest memory has 0x" + Long.toHexString(length) + " bytes, but 0x"
                                + Long.toHexString(left) + " are left of all memory");
            }
            blocks.add(block);
            left -= length;
        }
    }

    private void page(StreamCursor cursor, int flags, long length) {
        long at = cursor.position();
        if ((flags & CONTINUE) == 0) {
            String block = cursor.shortName("the name of a block of guest memory");
            if (!blocks.contains(block)) {
                throw new SnapshotException(at, "a page belongs to block '" + block + "', which was not announced");
            }
            blockChosen = true;
        } else if (!blockChosen) {
            throw new SnapshotException(at, "a page belongs to the block of the page before, but there is none");
        }
        cursor.skip(length, "a page of guest memory");
    }
}
