package org.gic4j.serialization.binary;

import java.util.ArrayList;
import java.util.List;
import org.gic4j.api.snapshot.MemoryBlock;
import org.gic4j.api.snapshot.SnapshotException;

/** Reads the part {@code memory}. */
final class MemoryReader {
    private static final String WHAT = "the memory";

    private final Bytes bytes;
    private final long begin;
    private final long end;

    MemoryReader(Bytes bytes, long begin, long end) {
        this.bytes = bytes;
        this.begin = begin;
        this.end = end;
    }

    List<MemoryBlock> read() {
        require(begin, Integer.BYTES);
        long count = bytes.u32(begin, WHAT);
        long at = begin + Integer.BYTES;
        List<MemoryBlock> blocks = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            require(at, Layout.BLOCK);
            long address = bytes.u64(at + Layout.BLOCK_ADDRESS, WHAT);
            long length = bytes.u64(at + Layout.BLOCK_LENGTH, WHAT);
            require(at + Layout.BLOCK, length);
            blocks.add(new MemoryBlock(address, bytes.copy(at + Layout.BLOCK, length, WHAT)));
            at += Layout.BLOCK + Layout.padded(length);
        }
        if (at != end) {
            throw new SnapshotException(at, "there is something behind the last block of memory");
        }
        return blocks;
    }

    private void require(long at, long length) {
        if (Long.compareUnsigned(length, end - at) > 0) {
            throw new SnapshotException(at, WHAT + " ends before what it announces");
        }
    }
}
