package org.gic4j.bench;

import java.util.Arrays;
import java.util.List;
import org.gic4j.api.Errno;
import org.gic4j.api.GicVersion;
import org.gic4j.api.Vcpu;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.device.Device;
import org.gic4j.api.registers.Frame;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.Register;
import org.gic4j.api.registers.Registers;

/** The attribute of each word of a machine's state, to be read and written one after the other. */
final class StateAttributes {
    private final Device device;
    private final int[] groups;
    private final long[] attributes;
    private final long[] saved;
    private final long[] values;

    /**
     * Those of a machine; remembers their values.
     *
     * @param vm the machine
     * @param interrupts the number of its interrupts
     */
    StateAttributes(VirtualMachine vm, int interrupts) {
        device = vm.devices().getFirst();
        List<Attribute> all = of(vm, interrupts);
        groups = all.stream().mapToInt(Attribute::group).toArray();
        attributes = all.stream().mapToLong(Attribute::number).toArray();
        saved = new long[attributes.length];
        values = new long[attributes.length];
        getAll(saved);
    }

    /** How many there are. */
    int size() {
        return attributes.length;
    }

    /** Reads all. */
    int getAll() {
        return getAll(values);
    }

    /** Writes all, with the values that they had at first. */
    int setAll() {
        int failed = 0;
        for (int i = 0; i < attributes.length; i++) {
            failed |= device.trySet(groups[i], attributes[i], saved[i]);
        }
        return requireOk(failed);
    }

    private int getAll(long[] target) {
        int failed = 0;
        for (int i = 0; i < attributes.length; i++) {
            failed |= device.tryGet(groups[i], attributes[i], target, i);
        }
        return requireOk(failed);
    }

    private static int requireOk(int errno) {
        if (errno != Errno.OK) {
            throw new IllegalStateException("an attribute was refused");
        }
        return errno;
    }

    private static List<Attribute> of(VirtualMachine vm, int interrupts) {
        Geometry geometry = new Geometry(interrupts, vm.vcpus().size());
        int priorityBits = vm.configuration().profile().priorityBits();
        GicVersion version = Arrays.stream(GicVersion.values())
                .filter(candidate ->
                        candidate.device() == vm.devices().getFirst().type())
                .findFirst()
                .orElseThrow();
        return Registers.state(version).stream()
                .filter(register -> register.frame().attributeGroup() != Frame.NO_ATTRIBUTES)
                .<Attribute>mapMulti((register, sink) -> {
                    int banked = register.bankedWords(geometry);
                    int words = register.row().accessibleWords(geometry, priorityBits);
                    for (int word = Math.min(banked, register.firstWord()); word < words; word++) {
                        if (word < banked) {
                            for (Vcpu vcpu : vm.vcpus()) {
                                sink.accept(attribute(register, vcpu, word));
                            }
                        } else if (word >= register.firstWord()) {
                            sink.accept(attribute(register, vm.vcpus().getFirst(), word));
                        }
                    }
                })
                .toList();
    }

    private static Attribute attribute(Register register, Vcpu vcpu, int word) {
        Frame frame = register.frame();
        return new Attribute(
                frame.attributeGroup(), register.attribute(frame.vcpuKey(vcpu.id(), vcpu.affinity()), word));
    }

    private record Attribute(int group, long number) {}
}
