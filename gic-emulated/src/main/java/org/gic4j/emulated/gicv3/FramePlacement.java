package org.gic4j.emulated.gicv3;

import java.util.Arrays;
import org.gic4j.api.registers.Frame;

/**
 * Where the frames of a GICv3 are among guest physical addresses, and whose each redistributor is. Immutable; found by
 * an address at a cost that does not grow with the number of vCPUs.
 */
public final class FramePlacement {
    /** The size of one redistributor: its two frames. */
    public static final long REDISTRIBUTOR_SIZE =
            (long) Frame.GICV3_REDISTRIBUTOR.size() + Frame.GICV3_REDISTRIBUTOR_SGI.size();
    /** Stands for "no redistributor here". */
    public static final int NOBODY = -1;
    /** No frame has an address. */
    public static final FramePlacement NONE = new FramePlacement(-1, new long[0], new int[0][], new boolean[0]);

    private static final int REDISTRIBUTOR_BITS = Long.numberOfTrailingZeros(REDISTRIBUTOR_SIZE);
    private static final int OFFSET = (1 << REDISTRIBUTOR_BITS) - 1;
    private static final long DISTRIBUTOR_SIZE = Frame.GICV3_DISTRIBUTOR.size();

    private final long distributor;
    private final long[] starts;
    private final int[][] owners;
    private final boolean[] last;

    /**
     * Takes the places down.
     *
     * @param distributor address of the distributor; all ones where it has none
     * @param starts the first address of each redistributor region, ascending
     * @param owners of each region, the creation index of the vCPU whose each redistributor is, or {@link #NOBODY}
     * @param last by creation index, whether a vCPU's redistributor is the last of a contiguous run
     */
    public FramePlacement(long distributor, long[] starts, int[][] owners, boolean[] last) {
        this.distributor = distributor;
        this.starts = starts;
        this.owners = owners;
        this.last = last;
    }

    /**
     * Where an address lies within the distributor's frame, where it lies there at all.
     *
     * @param address guest physical address
     * @return an offset, which as an unsigned number is below the frame's size exactly where the address lies there
     */
    long distributorOffset(long address) {
        return address - distributor;
    }

    /**
     * The redistributor that an address lies in.
     *
     * @param address guest physical address
     * @return {@link #NOBODY}, or whose it is and where the address lies in it, for {@link #owner} and {@link #offset}
     */
    int redistributorAt(long address) {
        if (starts.length == 0 || address < starts[0]) {
            return NOBODY;
        }
        int region = starts.length == 1 ? 0 : regionAt(address);
        long within = address - starts[region];
        int[] slots = owners[region];
        long slot = within >>> REDISTRIBUTOR_BITS;
        if (slot >= slots.length || slots[(int) slot] == NOBODY) {
            return NOBODY;
        }
        return slots[(int) slot] << REDISTRIBUTOR_BITS | (int) within & OFFSET;
    }

    /** The creation index of the vCPU of what {@link #redistributorAt} found. */
    static int owner(int found) {
        return found >>> REDISTRIBUTOR_BITS;
    }

    /** The offset within the redistributor of what {@link #redistributorAt} found. */
    static int offset(int found) {
        return found & OFFSET;
    }

    /**
     * Whether an address lies in a frame.
     *
     * @param address guest physical address
     */
    public boolean claims(long address) {
        return Long.compareUnsigned(distributorOffset(address), DISTRIBUTOR_SIZE) < 0 && distributor != -1
                || redistributorAt(address) != NOBODY;
    }

    /**
     * Whether a vCPU's redistributor is the last of a contiguous run.
     *
     * @param vcpuIndex the vCPU's creation index
     */
    boolean isLast(int vcpuIndex) {
        return vcpuIndex < last.length && last[vcpuIndex];
    }

    private int regionAt(long address) {
        int found = Arrays.binarySearch(starts, address);
        return found >= 0 ? found : -found - 2;
    }
}
