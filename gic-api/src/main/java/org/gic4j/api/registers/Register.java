package org.gic4j.api.registers;

import org.gic4j.api.GicVersion;
import org.gic4j.api.device.AttributeGroup;

/**
 * A register family of the catalogue: a constant of one of the frame enums, which is its name, and its row.
 *
 * <p>A family has one or more 32-bit words. The state of a family is one array, laid out as {@link #stateIndex} says.
 */
public interface Register {
    /** The specification's name, for example {@code GICD_ISENABLER}. */
    String name();

    /** Its position among the registers of its frame. */
    int ordinal();

    /** The frame that it is in. */
    Frame frame();

    /** Its facts. */
    RegisterRow row();

    /**
     * The number of 32-bit words that one vCPU sees.
     *
     * @param geometry the extent of the interrupt controller
     */
    default int words(Geometry geometry) {
        return row().words(geometry);
    }

    /**
     * How many of those words each vCPU has for itself.
     *
     * @param geometry the extent of the interrupt controller
     */
    default int bankedWords(Geometry geometry) {
        return switch (row().banking()) {
            case SHARED, SHARED_INTIDS -> 0;
            case PER_VCPU -> words(geometry);
            case PRIVATE_INTIDS -> Math.min(row().bitsPerIntid(), words(geometry));
        };
    }

    /**
     * The first word that holds state: the words before it read 0 and ignore writes.
     *
     * @return the words of INTIDs 0 to 31 for {@link Banking#SHARED_INTIDS}, else 0
     */
    default int firstWord() {
        return row().banking() == Banking.SHARED_INTIDS ? row().bitsPerIntid() : 0;
    }

    /**
     * The number of words in the state of the whole interrupt controller.
     *
     * @param geometry the extent of the interrupt controller
     */
    default int stateWords(Geometry geometry) {
        int banked = bankedWords(geometry);
        return banked * geometry.vcpus() + Math.max(0, words(geometry) - banked - firstWord());
    }

    /**
     * Where a word stands in the state: first the banked words of each vCPU in creation order, then the shared ones.
     *
     * @param geometry the extent of the interrupt controller
     * @param vcpuIndex the vCPU's creation index; ignored for a shared word
     * @param word the word, from {@link #firstWord}
     */
    default int stateIndex(Geometry geometry, int vcpuIndex, int word) {
        int banked = bankedWords(geometry);
        return word < banked
                ? vcpuIndex * banked + word
                : geometry.vcpus() * banked + word - banked - firstWord();
    }

    /**
     * The device attribute of a word.
     *
     * @param vcpuKey what the frame names the vCPU by through which it is accessed, see {@link Frame#vcpuKey}
     * @param word the word, from 0
     */
    default long attribute(int vcpuKey, int word) {
        int offset = frame().attributeBase() + row().offset() + word * frame().wordStride();
        return frame().version() == GicVersion.GICV2
                ? AttributeGroup.banked(vcpuKey, offset)
                : AttributeGroup.ofAffinity(vcpuKey, offset);
    }

    /**
     * The name of one word: the family's, with a number where the family has several, and with the bits where the word
     * is half of a 64-bit register.
     *
     * @param geometry the extent of the interrupt controller
     * @param word the word, from 0
     */
    default String wordName(Geometry geometry, int word) {
        if (row().wide()) {
            String number = row().bitsPerIntid() != 0 ? Integer.toString(word / 2) : "";
            return name() + number + (word % 2 == 0 ? "[31:0]" : "[63:32]");
        }
        return row().bitsPerIntid() != 0 || words(geometry) > 1 ? name() + word : name();
    }
}
