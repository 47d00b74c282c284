package org.gic4j.api.guest;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.LongStream;
import org.gic4j.api.Errno;
import org.gic4j.api.GicException;

/** Guest memory as a table of regions, for backends; a backend that must tell the kernel overrides {@link #mapped}. */
public class MappedMemory implements GuestMemory {
    private static final long PAGE = 4096;
    private static final ValueLayout.OfLong LITTLE_ENDIAN =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** Any thread but the one that maps. */
    private static final Thread ANOTHER = Thread.ofPlatform().unstarted(() -> {});

    private final int addressBits;
    private volatile RegionTable table = RegionTable.EMPTY;

    /**
     * Makes an empty table.
     *
     * @param addressBits the size of guest physical addresses, up to 52
     */
    public MappedMemory(int addressBits) {
        this.addressBits = addressBits;
    }

    @Override
    public final synchronized void map(long address, MemorySegment segment) {
        if (address % PAGE != 0 || segment.byteSize() % PAGE != 0 || segment.byteSize() == 0) {
            throw refused(Errno.EINVAL, address, segment, "address and length must be multiples of " + PAGE);
        }
        if (segment.isReadOnly() || !segment.scope().isAlive() || !segment.isAccessibleBy(ANOTHER)) {
            throw refused(
                    Errno.EINVAL,
                    address,
                    segment,
                    "the segment must be open, writable and usable from every thread");
        }
        if (address >>> addressBits != 0 || (address + segment.byteSize() - 1) >>> addressBits != 0) {
            throw refused(Errno.E2BIG, address, segment, "guest addresses have " + addressBits + " bits");
        }
        Region other = table.overlapping(address, segment.byteSize());
        if (other != null) {
            throw refused(
                    Errno.EEXIST, address, segment, "it overlaps what is mapped at 0x" + Long.toHexString(other.address()));
        }
        Region added = new Region(address, segment);
        mapped(added);
        table = table.with(added);
    }

    /**
     * Called for each region before it becomes visible.
     *
     * @param region what is mapped
     */
    protected void mapped(Region region) {}

    @Override
    public final List<Region> regions() {
        return table.regions();
    }

    @Override
    public final boolean isMapped(long address, long length) {
        return table.find(address, length) != null;
    }

    @Override
    public final int readByte(long address) {
        Region region = containing(address, Byte.BYTES);
        return Byte.toUnsignedInt(region.segment().get(ValueLayout.JAVA_BYTE, address - region.address()));
    }

    @Override
    public final void writeByte(long address, int value) {
        Region region = containing(address, Byte.BYTES);
        region.segment().set(ValueLayout.JAVA_BYTE, address - region.address(), (byte) value);
        noteWritten(address, Byte.BYTES);
    }

    @Override
    public final long readLong(long address) {
        Region region = containing(address, Long.BYTES);
        return region.segment().get(LITTLE_ENDIAN, address - region.address());
    }

    @Override
    public final void writeLong(long address, long value) {
        Region region = containing(address, Long.BYTES);
        region.segment().set(LITTLE_ENDIAN, address - region.address(), value);
        noteWritten(address, Long.BYTES);
    }

    @Override
    public final void noteWritten(long address, long length) {
        table.noteWritten(address, length);
    }

    @Override
    public final synchronized long[] takeWrittenPages() {
        LongStream.Builder taken = LongStream.builder();
        table.takeWritten(taken::add);
        return taken.build().toArray();
    }

    private Region containing(long address, int length) {
        Region region = table.find(address, length);
        if (region == null) {
            throw new GicException(
                    Errno.EFAULT,
                    "no guest memory is mapped at 0x" + Long.toHexString(address) + " for " + length
                            + (length == 1 ? " byte" : " bytes"));
        }
        return region;
    }

    private static GicException refused(int errno, long address, MemorySegment segment, String why) {
        return new GicException(
                errno,
                "cannot map 0x" + Long.toHexString(segment.byteSize()) + " bytes at 0x" + Long.toHexString(address) + ": "
                        + why);
    }
}
