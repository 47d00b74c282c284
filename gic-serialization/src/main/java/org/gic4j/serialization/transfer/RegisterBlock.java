package org.gic4j.serialization.transfer;

import java.util.List;
import java.util.Optional;
import org.gic4j.api.Errno;
import org.gic4j.api.device.AttributeException;
import org.gic4j.api.device.Device;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.Register;
import org.gic4j.api.registers.Registers;
import org.gic4j.api.snapshot.VcpuDescription;

/**
 * A register family with the attribute of each of its words, in the order of {@link Register#stateIndex}, and those of
 * the register that clears it.
 */
final class RegisterBlock {
    private final Register register;
    private final int group;
    private final long[] attributes;
    private final long[] clearing;

    /**
     * Works out the attributes.
     *
     * @param register a family that attributes reach
     * @param geometry the extent of the interrupt controller
     * @param vcpus its vCPUs, at least one: shared words are accessed through the first
     */
    RegisterBlock(Register register, Geometry geometry, List<VcpuDescription> vcpus) {
        this.register = register;
        group = register.frame().attributeGroup();
        attributes = attributes(register, geometry, vcpus);
        Optional<Register> twin = Registers.clearingTwin(register);
        clearing = twin.isPresent() ? attributes(twin.get(), geometry, vcpus) : new long[0];
    }

    Register register() {
        return register;
    }

    /** The number of words in the state. */
    int words() {
        return attributes.length;
    }

    /** Whether user space's writes only set, so that the twin must clear first. */
    boolean isCleared() {
        return clearing.length != 0;
    }

    /**
     * Reads all words.
     *
     * @param device where from
     * @param scratch room for {@link #words} values
     * @throws AttributeException with the errno of the register that refused
     */
    int[] read(Device device, long[] scratch) {
        int done = 0;
        while ((done = device.tryGetRange(group, attributes, scratch, done, attributes.length)) < attributes.length) {
            int errno = device.tryGet(group, attributes[done], scratch, done);
            if (errno != Errno.OK) {
                throw AttributeException.ofGet(errno, device.type(), group, attributes[done]);
            }
            done++;
        }
        int[] values = new int[attributes.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (int) scratch[i];
        }
        return values;
    }

    /**
     * Reads one word.
     *
     * @param device where from
     * @param index the word, by {@link Register#stateIndex}
     * @throws AttributeException with the errno of the register that refused
     */
    int read(Device device, int index) {
        return (int) device.get(group, attributes[index]);
    }

    /**
     * Writes all words.
     *
     * @param device where to
     * @param values of {@link #words} length
     * @param scratch room for as many values
     * @throws AttributeException with the errno of the register that refused
     */
    void write(Device device, int[] values, long[] scratch) {
        for (int i = 0; i < values.length; i++) {
            scratch[i] = values[i] & 0xFFFF_FFFFL;
        }
        set(device, attributes, scratch);
    }

    /**
     * Writes one word.
     *
     * @param device where to
     * @param index the word, by {@link Register#stateIndex}
     * @param value its value
     * @throws AttributeException with the errno of the register that refused
     */
    void write(Device device, int index, int value) {
        device.set(group, attributes[index], value & 0xFFFF_FFFFL);
    }

    /**
     * Writes one word, if the device takes it.
     *
     * @param device where to
     * @param index the word, by {@link Register#stateIndex}
     * @param value its value
     * @return 0, or the errno
     */
    int tryWrite(Device device, int index, int value) {
        return device.trySet(group, attributes[index], value & 0xFFFF_FFFFL);
    }

    /**
     * Clears all bits of all words through the twin.
     *
     * @param device where to
     * @param scratch room for {@link #words} values
     * @throws AttributeException with the errno of the register that refused
     */
    void clear(Device device, long[] scratch) {
        java.util.Arrays.fill(scratch, 0, clearing.length, 0xFFFF_FFFFL);
        set(device, clearing, scratch);
    }

    private void set(Device device, long[] targets, long[] values) {
        int done = 0;
        while ((done = device.trySetRange(group, targets, values, done, targets.length)) < targets.length) {
            int errno = device.trySet(group, targets[done], values[done]);
            if (errno != Errno.OK) {
                throw AttributeException.ofSet(errno, device.type(), group, targets[done], values[done]);
            }
            done++;
        }
    }

    private static long[] attributes(Register register, Geometry geometry, List<VcpuDescription> vcpus) {
        long[] attributes = new long[register.stateWords(geometry)];
        int banked = register.bankedWords(geometry);
        for (int word = register.firstWord(); word < register.words(geometry); word++) {
            for (int vcpu = 0; vcpu < (word < banked ? vcpus.size() : 1); vcpu++) {
                VcpuDescription through = vcpus.get(vcpu);
                attributes[register.stateIndex(geometry, vcpu, word)] =
                        register.attribute(register.frame().vcpuKey(through.id(), through.affinity()), word);
            }
        }
        return attributes;
    }
}
