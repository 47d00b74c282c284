package org.gic4j.testkit.replay.oplog;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.gic4j.api.Vcpu;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.device.Device;
import org.gic4j.api.registers.Frame;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.Policy;
import org.gic4j.api.registers.Register;
import org.gic4j.api.registers.Registers;

/**
 * The value of every register that user space can read, by the catalogue: the banked words of each vCPU, the shared
 * ones through the first.
 *
 * @param device whose registers
 * @param geometry the extent of the interrupt controller
 * @param firstVcpu the id of the first vCPU; -1 without vCPUs, and then nothing can be read
 * @param values the value of each place; negative where the read failed
 */
record RegisterImage(Device device, Geometry geometry, int firstVcpu, Map<Place, Long> values) {
    /** Where a register word is: an attribute, with the first vCPU's id for a shared word. */
    record Place(int group, long attribute) {}

    /** Whether the catalogue has the registers of a device. */
    static boolean covers(Device device) {
        return rows(device).findAny().isPresent();
    }

    /** Reads everything. On a GICv2 that initialises the device, as it did where the log was recorded. */
    static RegisterImage read(VirtualMachine vm, Device device) {
        List<Integer> vcpus =
                vm.vcpus().stream().map(Vcpu::id).map(id -> id.value()).toList();
        if (vcpus.isEmpty()) {
            return new RegisterImage(device, new Geometry(Geometry.PRIVATE_INTERRUPTS, 0), -1, Map.of());
        }
        int first = vcpus.getFirst();
        long[] word = new long[1];
        // Only an initialised GICv2 says how many interrupts it has, and the first register access initialises it.
        device.tryGet(AttributeGroup.DISTRIBUTOR_REGISTERS, AttributeGroup.banked(first, 0), word, 0);
        word[0] = Geometry.PRIVATE_INTERRUPTS;
        device.tryGet(AttributeGroup.NUMBER_OF_INTERRUPTS, 0, word, 0);
        Geometry geometry = new Geometry((int) word[0], vcpus.size());
        Map<Place, Long> values = new LinkedHashMap<>();
        rows(device).forEach(register -> {
            int banked = register.bankedWords(geometry);
            for (int index = 0; index < register.words(geometry); index++) {
                for (int vcpu : index < banked ? vcpus : List.of(first)) {
                    Place place = new Place(register.frame().attributeGroup(), register.attribute(vcpu, index));
                    int errno = device.tryGet(place.group, place.attribute, word, 0);
                    values.put(place, errno == 0 ? word[0] : -errno);
                }
            }
        });
        return new RegisterImage(device, geometry, first, values);
    }

    /** What is different in a later image of the same device. */
    Map<Place, Operation.Change> changesTo(RegisterImage later) {
        Map<Place, Operation.Change> changes = new LinkedHashMap<>();
        later.values.forEach((place, after) -> {
            long before = values.getOrDefault(place, 0L);
            if (before != after) {
                changes.put(place, new Operation.Change(place.group, place.attribute, before, after));
            }
        });
        return changes;
    }

    /** The place of an attribute: a shared word may be named through any vCPU. */
    Place placeOf(int group, long attribute) {
        long offset = attribute & 0xFFFF_FFFFL;
        Optional<Register> register = rows(device)
                .filter(candidate -> candidate.frame().attributeGroup() == group)
                .filter(candidate -> offset >= candidate.row().offset()
                        && offset < candidate.row().offset() + 4L * candidate.words(geometry))
                .findFirst();
        boolean shared = register.filter(found ->
                        (offset - found.row().offset()) / 4 >= found.bankedWords(geometry))
                .isPresent();
        return new Place(group, shared ? AttributeGroup.banked(firstVcpu, (int) offset) : attribute);
    }

    private static Stream<Register> rows(Device device) {
        return Stream.of(Frame.values())
                .filter(frame -> frame.version().device() == device.type())
                .filter(frame -> frame.attributeGroup() != Frame.NO_ATTRIBUTES)
                .flatMap(frame -> Registers.of(frame).stream())
                .filter(register -> register.row().user() != Policy.ABSENT);
    }
}
