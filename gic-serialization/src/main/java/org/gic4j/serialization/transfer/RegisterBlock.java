package org.gic4j.serialization.transfer;

import java.util.Arrays;
import java.util.List;
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
    private static final long[] NONE = {};

    private final Register register;
    private final int words;
    private final int group;
    private final long[] attributes;
    /** Where the value of each attribute stands in the state. */
    private final int[] positions;

    private final long[] clearing;

    /**
     * Works out the attributes.
     *
     * @param register a family that attributes reach
     * @param geometry the extent of the interrupt controller
     * @param vcpus its vCPUs, at least one: shared words are accessed through the first
     * @param priorityBits by creation index, which decide how many active priorities of a vCPU are accessible
     */
    RegisterBlock(Register register, Geometry geometry, List<VcpuDescription> vcpus, int[] priorityBits) {
        this.register = register;
        words = register.stateWords(geometry);
        group = register.frame().attributeGroup();
        positions = positions(register, geometry, priorityBits);
        attributes = attributes(register, geometry, vcpus, priorityBits, positions.length);
        clearing = Registers.clearingTwin(register)
                .map(twin -> attributes(twin, geometry, vcpus, priorityBits, positions.length))
                .orElse(NONE);
    }

    Register register() {
        return register;
    }

    /** The number of words that attributes reach, which may be fewer than the state has. */
    int size() {
        return attributes.length;
    }

    /** Whether user space's writes only set, so that the twin must clear first. */
    boolean isCleared() {
        return clearing.length != 0;
    }

    /** The number of words in the state. */
    int words() {
        return words;
    }

    /**
     * Reads all words; those that no attribute reaches are 0.
     *
     * @param device where from
     * @param scratch room for {@link #size} values
     * @param values where to, by state index; at least {@link #words} long
     * @throws AttributeException with the errno of the register that refused
     */
    void read(Device device, long[] scratch, int[] values) {
        int done = 0;
        while ((done = device.tryGetRange(group, attributes, scratch, done, attributes.length)) < attributes.length) {
            int errno = device.tryGet(group, attributes[done], scratch, done);
            if (errno != Errno.OK) {
                throw AttributeException.ofGet(errno, device.type(), group, attributes[done]);
            }
            done++;
        }
        if (positions.length < words) {
            Arrays.fill(values, 0, words, 0);
        }
        for (int i = 0; i < positions.length; i++) {
            values[positions[i]] = (int) scratch[i];
        }
    }

    /**
     * Reads all words into an array of their own.
     *
     * @param device where from
     * @param scratch room for {@link #size} values
     * @throws AttributeException with the errno of the register that refused
     */
    int[] read(Device device, long[] scratch) {
        int[] values = new int[words];
        read(device, scratch, values);
        return values;
    }

    /**
     * Reads one word.
     *
     * @param device where from
     * @param index the attribute; where attributes reach all words, the word's {@link Register#stateIndex}
     * @throws AttributeException with the errno of the register that refused
     */
    int read(Device device, int index) {
        return (int) device.get(group, attributes[index]);
    }

    /**
     * Writes all words; those of a register that only sets were cleared before.
     *
     * @param device where to
     * @param values by state index; at least {@link #words} long
     * @param scratch room for {@link #size} values
     * @throws AttributeException with the errno of the register that refused
     */
    void write(Device device, int[] values, long[] scratch) {
        if (isCleared()) {
            setBits(device, values, scratch);
            return;
        }
        for (int i = 0; i < positions.length; i++) {
            scratch[i] = values[positions[i]] & 0xFFFF_FFFFL;
        }
        set(device, attributes, scratch, attributes.length);
    }

    /** Sets the bits of a register that was cleared: words without any need no access. */
    private void setBits(Device device, int[] values, long[] scratch) {
        long[] needed = new long[attributes.length];
        int count = 0;
        for (int i = 0; i < positions.length; i++) {
            int value = values[positions[i]];
            if (value != 0) {
                needed[count] = attributes[i];
                scratch[count++] = value & 0xFFFF_FFFFL;
            }
        }
        set(device, needed, scratch, count);
    }

    /**
     * Writes one word.
     *
     * @param device where to
     * @param index the attribute; where attributes reach all words, the word's {@link Register#stateIndex}
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
     * @param index the attribute; where attributes reach all words, the word's {@link Register#stateIndex}
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
     * @param scratch room for {@link #size} values
     * @throws AttributeException with the errno of the register that refused
     */
    void clear(Device device, long[] scratch) {
        Arrays.fill(scratch, 0, clearing.length, 0xFFFF_FFFFL);
        set(device, clearing, scratch, clearing.length);
    }

    private void set(Device device, long[] targets, long[] values, int count) {
        int done = 0;
        while ((done = device.trySetRange(group, targets, values, done, count)) < count) {
            int errno = device.trySet(group, targets[done], values[done]);
            if (errno != Errno.OK) {
                throw AttributeException.ofSet(errno, device.type(), group, targets[done], values[done]);
            }
            done++;
        }
    }

    /** How many of its banked words a vCPU gives access to. */
    private static int accessible(Register register, Geometry geometry, int priorityBits) {
        return Math.min(register.bankedWords(geometry), register.row().accessibleWords(geometry, priorityBits));
    }

    private static int[] positions(Register register, Geometry geometry, int[] priorityBits) {
        int[] positions = new int[register.stateWords(geometry)];
        int count = 0;
        for (int vcpu = 0; vcpu < geometry.vcpus(); vcpu++) {
            int accessible = accessible(register, geometry, priorityBits[vcpu]);
            for (int word = 0; word < accessible; word++) {
                positions[count++] = register.stateIndex(geometry, vcpu, word);
            }
        }
        for (int word = firstShared(register, geometry); word < register.words(geometry); word++) {
            positions[count++] = register.stateIndex(geometry, 0, word);
        }
        return Arrays.copyOf(positions, count);
    }

    private static long[] attributes(
            Register register, Geometry geometry, List<VcpuDescription> vcpus, int[] priorityBits, int count) {
        long[] attributes = new long[count];
        int at = 0;
        for (VcpuDescription vcpu : vcpus) {
            int accessible = accessible(register, geometry, priorityBits[vcpu.index().value()]);
            for (int word = 0; word < accessible; word++) {
                attributes[at++] = attribute(register, vcpu, word);
            }
        }
        for (int word = firstShared(register, geometry); word < register.words(geometry); word++) {
            attributes[at++] = attribute(register, vcpus.getFirst(), word);
        }
        return attributes;
    }

    private static int firstShared(Register register, Geometry geometry) {
        return Math.max(register.bankedWords(geometry), register.firstWord());
    }

    private static long attribute(Register register, VcpuDescription through, int word) {
        return register.attribute(register.frame().vcpuKey(through.id(), through.affinity()), word);
    }
}
