package org.gic4j.serialization.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gic4j.api.Errno;
import org.gic4j.api.GicVersion;
import org.gic4j.api.device.AttributeException;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.device.Device;
import org.gic4j.api.device.DeviceAttribute;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.RedistributorRegion;
import org.gic4j.api.snapshot.SnapshotException;

/** Where an interrupt controller's frames are: addresses, and a GICv3's regions of redistributors. */
final class Frames {
    /** What a frame without an address answers. */
    private static final long UNSET = -1;
    /** A region's index has eight bits. */
    private static final int MOST_REGIONS = 256;

    private Frames() {}

    /** The attributes of the frames that have one address each. */
    private static List<Long> attributes(GicVersion version) {
        return switch (version) {
            case GICV2 -> List.of(AttributeGroup.ADDRESS_V2_DISTRIBUTOR, AttributeGroup.ADDRESS_V2_CPU);
            case GICV3 -> List.of(AttributeGroup.ADDRESS_V3_DISTRIBUTOR);
        };
    }

    /**
     * Saves those that are set.
     *
     * @param device where from
     * @param state where to
     */
    static void save(Device device, GicState.Builder state) {
        for (long attribute : attributes(state.version())) {
            long address = device.get(AttributeGroup.ADDRESS, attribute);
            if (address != UNSET) {
                state.address(attribute, address);
            }
        }
        if (state.version() == GicVersion.GICV3) {
            regions(device).forEach(state::redistributorRegion);
        }
    }

    /**
     * Checks that a state has frames of its own version only.
     *
     * @throws SnapshotException naming the first other one
     */
    static void check(GicState state) {
        for (long attribute : state.addresses().keySet()) {
            if (!attributes(state.version()).contains(attribute)) {
                throw new SnapshotException("the snapshot has an " + describe(state, attribute) + ", which a "
                        + state.version().display() + " does not have");
            }
        }
        if (state.redistributorRegions().size() > MOST_REGIONS) {
            throw new SnapshotException("the snapshot has " + state.redistributorRegions().size()
                    + " redistributor regions, and there can be " + MOST_REGIONS);
        }
    }

    /**
     * Sets those that a state has. Redistributors come first: a distributor that is set later may overlap them, as it may
     * in the state, while a region is refused where a distributor is.
     *
     * @param device where none is set
     * @param state what to set
     */
    static void set(Device device, GicState state) {
        int index = 0;
        for (RedistributorRegion region : state.redistributorRegions()) {
            if (region.isLegacy()) {
                device.set(AttributeGroup.ADDRESS, AttributeGroup.ADDRESS_V3_REDISTRIBUTOR, region.base());
            } else {
                device.set(
                        AttributeGroup.ADDRESS,
                        AttributeGroup.ADDRESS_V3_REDISTRIBUTOR_REGION,
                        region.attributeValue(index));
            }
            index++;
        }
        for (Map.Entry<Long, Long> frame : state.addresses().entrySet()) {
            device.set(AttributeGroup.ADDRESS, frame.getKey(), frame.getValue());
        }
    }

    /**
     * Checks that a device has its frames where a state has them, as far as both say it: the guest knows them there,
     * and they cannot be moved once they are set.
     *
     * @param device with whatever frames
     * @param state what should be there
     * @throws SnapshotException naming the first frame that is elsewhere
     */
    static void requireSame(Device device, GicState state) {
        for (Map.Entry<Long, Long> frame : state.addresses().entrySet()) {
            long present = device.get(AttributeGroup.ADDRESS, frame.getKey());
            if (present != UNSET && present != frame.getValue()) {
                throw new SnapshotException("the " + describe(state, frame.getKey()) + " is 0x"
                        + Long.toHexString(frame.getValue()) + " in the snapshot and 0x" + Long.toHexString(present)
                        + " in the virtual machine");
            }
        }
        if (!state.redistributorRegions().isEmpty()) {
            List<RedistributorRegion> present = regions(device);
            if (!present.isEmpty() && !present.equals(state.redistributorRegions())) {
                throw new SnapshotException("the snapshot has its redistributors in " + state.redistributorRegions()
                        + ", the virtual machine in " + present);
            }
        }
    }

    private static List<RedistributorRegion> regions(Device device) {
        List<RedistributorRegion> regions = new ArrayList<>();
        long[] value = new long[1];
        while (regions.size() < MOST_REGIONS) {
            value[0] = regions.size();
            int errno = device.tryGet(
                    AttributeGroup.ADDRESS, AttributeGroup.ADDRESS_V3_REDISTRIBUTOR_REGION, value, 0);
            if (errno == Errno.ENOENT) {
                break;
            }
            if (errno != Errno.OK) {
                throw AttributeException.ofGet(
                        errno,
                        device.type(),
                        AttributeGroup.ADDRESS,
                        AttributeGroup.ADDRESS_V3_REDISTRIBUTOR_REGION);
            }
            regions.add(RedistributorRegion.ofAttributeValue(value[0]));
        }
        return regions;
    }

    private static String describe(GicState state, long attribute) {
        return DeviceAttribute.decode(state.version().device(), AttributeGroup.ADDRESS, attribute)
                .describe();
    }
}
