package org.gic4j.testkit.replay.oplog;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.device.Device;
import org.gic4j.api.device.DeviceType;
import org.gic4j.api.registers.Frame;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.Policy;
import org.gic4j.api.registers.Register;
import org.gic4j.api.registers.Registers;

/**
 * The attributes of all registers that user space can read of a device, by the catalogue: the banked words of each
 * vCPU, the shared ones through the first. Immutable; made once for each extent, however many images are read of it.
 */
final class RegisterPlaces {
    /** Where a register word is: an attribute, with the first vCPU's key for a shared word. */
    record Place(int group, long attribute) {}

    /**
     * What the places depend on.
     *
     * @param device the type of the device
     * @param interrupts the number of INTIDs
     * @param vcpus what attributes name the vCPUs by, each once, in creation order
     */
    record Extent(DeviceType device, int interrupts, List<Integer> vcpus) {
        /** Asks a device. On a GICv2 that initialises it, as it did where the log was recorded. */
        static Extent of(VirtualMachine vm, Device device) {
            // A backend may have to ask the kernel for an affinity, so not where the id does.
            boolean byId = device.type() == DeviceType.VGIC_V2;
            List<Integer> vcpus = vm.vcpus().stream()
                    .map(vcpu -> byId ? vcpu.id().value() : vcpu.affinity().packed())
                    .distinct()
                    .toList();
            if (vcpus.isEmpty()) {
                return new Extent(device.type(), Geometry.PRIVATE_INTERRUPTS, vcpus);
            }
            long[] word = new long[1];
            // Only an initialised GICv2 says how many interrupts it has; the first register access initialises it.
            device.tryGet(
                    AttributeGroup.DISTRIBUTOR_REGISTERS, AttributeGroup.ofAffinity(vcpus.getFirst(), 0), word, 0);
            word[0] = Geometry.PRIVATE_INTERRUPTS;
            device.tryGet(AttributeGroup.NUMBER_OF_INTERRUPTS, 0, word, 0);
            return new Extent(device.type(), (int) word[0], vcpus);
        }
    }

    /** Places of one attribute group, from one index up to but not including another. */
    record Stretch(int group, int from, int to) {}

    private final Extent extent;
    private final Geometry geometry;
    private final List<Frame> frames;
    private final List<Stretch> stretches = new ArrayList<>();
    private final long[] attributes;

    RegisterPlaces(Extent extent) {
        this.extent = extent;
        geometry = new Geometry(extent.interrupts(), extent.vcpus().size());
        frames = framesOf(extent.device());
        LongStream.Builder all = LongStream.builder();
        int count = 0;
        // Without vCPUs nothing can be named.
        for (Frame frame : extent.vcpus().isEmpty() ? List.<Frame>of() : frames) {
            long[] ofFrame = attributesOf(frame);
            LongStream.of(ofFrame).forEach(all);
            stretches.add(new Stretch(frame.attributeGroup(), count, count + ofFrame.length));
            count += ofFrame.length;
        }
        attributes = all.build().toArray();
    }

    Extent extent() {
        return extent;
    }

    /** The attributes of all places; to be read only. */
    long[] attributes() {
        return attributes;
    }

    List<Stretch> stretches() {
        return stretches;
    }

    /** The place of an attribute: a shared word may be named through any vCPU. */
    Place placeOf(int group, long attribute) {
        for (Frame frame : frames) {
            long offset = (attribute & 0xFFFF_FFFFL) - frame.attributeBase();
            if (frame.attributeGroup() == group && offset >= 0 && offset < frame.size()) {
                Optional<Register> register = Registers.at(frame, offset, geometry);
                if (register.isPresent()) {
                    int word = (int) (offset - register.get().row().offset()) / frame.wordStride();
                    return word < register.get().bankedWords(geometry)
                            ? new Place(group, attribute)
                            : new Place(
                                    group,
                                    register.get().attribute(extent.vcpus().getFirst(), word));
                }
            }
        }
        return new Place(group, attribute);
    }

    /**
     * The register of an attribute.
     *
     * @return empty where the catalogue has none
     */
    static Optional<Register> registerAt(DeviceType device, int group, long attribute) {
        Geometry widest = new Geometry(Geometry.MAXIMUM_INTERRUPTS, 1);
        return framesOf(device).stream()
                .filter(frame -> frame.attributeGroup() == group)
                .flatMap(frame -> Registers.at(frame, (attribute & 0xFFFF_FFFFL) - frame.attributeBase(), widest).stream())
                .findFirst();
    }

    private static List<Frame> framesOf(DeviceType device) {
        return Arrays.stream(Frame.values())
                .filter(frame -> frame.device() == device && frame.attributeGroup() != Frame.NO_ATTRIBUTES)
                .toList();
    }

    private long[] attributesOf(Frame frame) {
        LongStream.Builder all = LongStream.builder();
        for (Register register : Registers.of(frame)) {
            if (register.row().user() != Policy.ABSENT) {
                int banked = register.bankedWords(geometry);
                for (int word = 0; word < register.words(geometry); word++) {
                    for (int vcpu : word < banked ? extent.vcpus() : extent.vcpus().subList(0, 1)) {
                        all.add(register.attribute(vcpu, word));
                    }
                }
            }
        }
        return all.build().toArray();
    }
}
