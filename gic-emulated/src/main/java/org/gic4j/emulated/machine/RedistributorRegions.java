package org.gic4j.emulated.machine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.gic4j.api.Errno;
import org.gic4j.emulated.gicv3.FramePlacement;
import org.jspecify.annotations.Nullable;

/**
 * The redistributor regions of a VGICv3, and which vCPU has which redistributor in them (CONTRACT 2.2 and 3, with its
 * DEV-10, 11 and 23). A region of count 0 is the one of the legacy attribute: it grows with the vCPUs. To be used under
 * the life-cycle lock.
 */
final class RedistributorRegions {
    private static final long SIZE = FramePlacement.REDISTRIBUTOR_SIZE;
    private static final int ALIGNMENT = 0x1_0000;

    private final int addressBits;
    private final FrameAddress distributor;
    private final List<Region> regions = new ArrayList<>();
    /** The place of each vCPU by creation index; null for one without. */
    private final List<@Nullable Place> places = new ArrayList<>();

    private @Nullable Place reserved;

    /**
     * No regions.
     *
     * @param addressBits the size of guest physical addresses
     * @param distributor where the distributor is, which nothing may overlap
     */
    RedistributorRegions(int addressBits, FrameAddress distributor) {
        this.addressBits = addressBits;
        this.distributor = distributor;
    }

    /**
     * Adds a region, and gives redistributors to the vCPUs that have none.
     *
     * @param index its index: one more than the last one's
     * @param base its first address
     * @param count how many redistributors it has; 0 for the legacy region
     * @param vcpus the number of vCPUs
     * @return 0; EEXIST, EINVAL or E2BIG, in the kernel's order of checks
     */
    int add(int index, long base, int count, int vcpus) {
        long size = (count != 0 ? count : vcpus) * SIZE;
        if (Long.compareUnsigned(base + size, base) < 0) {
            return Errno.EINVAL;
        }
        int errno = follows(index, count);
        if (errno != Errno.OK) {
            return errno;
        }
        if (count == 0 && distributor.overlaps(base, size) || overlapsAny(base, size, vcpus)) {
            return Errno.EINVAL;
        }
        errno = FrameAddress.check(base, size, ALIGNMENT, addressBits);
        if (errno != Errno.OK) {
            return errno;
        }
        regions.add(new Region(index, base, count));
        errno = placeAll(vcpus);
        if (errno != Errno.OK) {
            regions.removeLast();
        }
        return errno;
    }

    private int follows(int index, int count) {
        if (regions.isEmpty()) {
            return index == 0 ? Errno.OK : Errno.EINVAL;
        }
        Region last = regions.getLast();
        if (count == 0) {
            return last.count == 0 ? Errno.EEXIST : Errno.EINVAL;
        }
        return index == last.index + 1 ? Errno.OK : Errno.EINVAL;
    }

    private int placeAll(int vcpus) {
        for (int vcpu = 0; vcpu < vcpus; vcpu++) {
            if (placeOf(vcpu) == null) {
                int errno = reserve(vcpus);
                if (errno != Errno.OK) {
                    return errno;
                }
                give(vcpu);
            }
        }
        return Errno.OK;
    }

    /**
     * Takes the next free redistributor, where there is one, for a vCPU that is about to be created. It is taken for
     * good, even where the vCPU is then refused (DEV-23).
     *
     * @param vcpus the number of vCPUs without the new one
     * @return 0, or EINVAL where regions overlap the distributor or do not fit
     */
    int reserve(int vcpus) {
        reserved = null;
        for (Region region : regions) {
            if (!region.isFull()) {
                if (!isValid(vcpus)) {
                    return Errno.EINVAL;
                }
                reserved = new Place(region, region.owners.size());
                region.owners.add(FramePlacement.NOBODY);
                break;
            }
        }
        return Errno.OK;
    }

    /**
     * Gives what was reserved to a vCPU.
     *
     * @param vcpu the vCPU's creation index
     */
    void give(int vcpu) {
        while (places.size() <= vcpu) {
            places.add(null);
        }
        places.set(vcpu, reserved);
        if (reserved != null) {
            reserved.region.owners.set(reserved.slot, vcpu);
        }
        reserved = null;
    }

    /**
     * Whether every vCPU has a redistributor.
     *
     * @param vcpus the number of vCPUs
     */
    boolean areComplete(int vcpus) {
        return places.size() >= vcpus && !places.contains(null);
    }

    private @Nullable Place placeOf(int vcpu) {
        return vcpu < places.size() ? places.get(vcpu) : null;
    }

    /**
     * Whether all regions fit, and none overlaps the distributor.
     *
     * @param vcpus the number of vCPUs
     */
    boolean isValid(int vcpus) {
        for (Region region : regions) {
            long size = region.size(vcpus);
            if (FrameAddress.check(region.base, size, ALIGNMENT, addressBits) != Errno.OK
                    || distributor.overlaps(region.base, size)) {
                return false;
            }
        }
        return true;
    }

    /** The base of the first region, or all ones. */
    long firstBase() {
        return regions.isEmpty() ? FrameAddress.UNSET : regions.getFirst().base;
    }

    /**
     * A region as its attribute has it.
     *
     * @param index its index
     * @return base, count in bits 63 to 52, index in bits 11 to 0; all ones where there is none
     */
    long describe(int index) {
        for (Region region : regions) {
            if (region.index == index) {
                return region.base | (long) region.count << 52 | index;
            }
        }
        return FrameAddress.UNSET;
    }

    /** The places as accesses need them. */
    FramePlacement placement() {
        List<Region> sorted = regions.stream()
                .sorted(Comparator.comparingLong(region -> region.base))
                .toList();
        boolean[] last = new boolean[places.size()];
        for (int vcpu = 0; vcpu < last.length; vcpu++) {
            Place place = places.get(vcpu);
            last[vcpu] = place != null && isLast(place);
        }
        return new FramePlacement(
                distributor.address(),
                sorted.stream().mapToLong(region -> region.base).toArray(),
                sorted.stream().map(Region::owners).toArray(int[][]::new),
                last);
    }

    /** GICR_TYPER.Last as the kernel has it: the highest used of its region, unless a full region goes on elsewhere. */
    private boolean isLast(Place place) {
        Region region = place.region;
        if (place.slot < region.owners.size() - 1) {
            return false;
        }
        return !region.isFull()
                || regions.stream().noneMatch(other -> other.base == region.end() && !other.owners.isEmpty());
    }

    private boolean overlapsAny(long base, long size, int vcpus) {
        return regions.stream()
                .anyMatch(region -> base < region.base + region.size(vcpus) && region.base < base + size);
    }

    /** One redistributor of a region. */
    private record Place(Region region, int slot) {}

    /** A region and what is used of it. */
    private static final class Region {
        private final int index;
        private final long base;
        private final int count;
        private final List<Integer> owners = new ArrayList<>();

        Region(int index, long base, int count) {
            this.index = index;
            this.base = base;
            this.count = count;
        }

        boolean isFull() {
            return count != 0 && owners.size() >= count;
        }

        long size(int vcpus) {
            return (count != 0 ? count : vcpus) * SIZE;
        }

        long end() {
            return base + count * SIZE;
        }

        int[] owners() {
            int[] indexes = new int[owners.size()];
            Arrays.setAll(indexes, owners::get);
            return indexes;
        }
    }
}
