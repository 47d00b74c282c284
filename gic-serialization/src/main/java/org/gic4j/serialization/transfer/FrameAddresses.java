package org.gic4j.serialization.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.gic4j.api.GicVersion;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.device.Device;
import org.gic4j.api.device.DeviceAttribute;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.Note;
import org.gic4j.api.snapshot.SnapshotException;

/** The guest physical addresses of an interrupt controller's frames. */
final class FrameAddresses {
    /** What a frame without an address answers. */
    private static final long UNSET = -1;

    private FrameAddresses() {}

    /** The attributes of the frames that a version has. */
    private static List<Long> attributes(GicVersion version) {
        return switch (version) {
            case GICV2 -> List.of(AttributeGroup.ADDRESS_V2_DISTRIBUTOR, AttributeGroup.ADDRESS_V2_CPU);
            case GICV3 -> List.of(AttributeGroup.ADDRESS_V3_DISTRIBUTOR, AttributeGroup.ADDRESS_V3_REDISTRIBUTOR);
        };
    }

    /**
     * Saves those that are set.
     *
     * @param device where from
     * @param state where to
     * @param version the device's version
     */
    static void save(Device device, GicState.Builder state, GicVersion version) {
        for (long attribute : attributes(version)) {
            long address = device.get(AttributeGroup.ADDRESS, attribute);
            if (address != UNSET) {
                state.address(attribute, address);
            }
        }
    }

    /**
     * Checks that a state has addresses of its own version's frames only.
     *
     * @throws SnapshotException naming the first other one
     */
    static void check(GicState state) {
        for (long attribute : state.addresses().keySet()) {
            if (!attributes(state.version()).contains(attribute)) {
                throw new SnapshotException("the snapshot has an " + describe(state.version(), attribute)
                        + ", which a " + state.version().display() + " does not have");
            }
        }
    }

    /**
     * Sets those that a state has.
     *
     * @param device where none is set
     * @param state what to set
     */
    static void set(Device device, GicState state) {
        for (Map.Entry<Long, Long> frame : state.addresses().entrySet()) {
            device.set(AttributeGroup.ADDRESS, frame.getKey(), frame.getValue());
        }
    }

    /**
     * Frames that a state has elsewhere than a device: addresses cannot be changed once they are set.
     *
     * @param device with whatever addresses
     * @param state what should be there
     */
    static List<Note> compare(Device device, GicState state) {
        List<Note> notes = new ArrayList<>();
        for (Map.Entry<Long, Long> frame : state.addresses().entrySet()) {
            long present = device.get(AttributeGroup.ADDRESS, frame.getKey());
            if (present != UNSET && present != frame.getValue()) {
                notes.add(new Note(
                        "address",
                        true,
                        describe(state.version(), frame.getKey()),
                        null,
                        OptionalInt.empty(),
                        frame.getValue(),
                        present,
                        "the virtual machine has that frame elsewhere than the guest knows it"));
            }
        }
        return notes;
    }

    private static String describe(GicVersion version, long attribute) {
        return DeviceAttribute.decode(version.device(), AttributeGroup.ADDRESS, attribute)
                .describe();
    }
}
