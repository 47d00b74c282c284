package org.gic4j.serialization.qemu;

import java.util.function.IntUnaryOperator;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.Register;

/** Packs one field for each INTID into the words of a register family. */
final class IntidFields {
    private IntidFields() {}

    /**
     * Packs one word.
     *
     * @param register a family with a field for each INTID
     * @param word which word of the family
     * @param source the values; bits that do not fit the field are dropped
     */
    static int word(Register register, int word, IntUnaryOperator source) {
        int bits = register.row().bitsPerIntid();
        int mask = (1 << bits) - 1;
        int inOneWord = Integer.SIZE / bits;
        int packed = 0;
        for (int field = 0; field < inOneWord; field++) {
            packed |= (source.applyAsInt(word * inOneWord + field) & mask) << field * bits;
        }
        return packed;
    }

    /** The value of an interrupt's field. */
    interface Source {
        /**
         * The value.
         *
         * @param intid the interrupt
         * @param cpu whose, for a private interrupt; 0 for a shared one
         */
        int of(int intid, int cpu);
    }

    /**
     * Packs.
     *
     * @param register a family with a field for each INTID
     * @param geometry the extent of the interrupt controller
     * @param source the values; bits that do not fit the field are dropped
     * @return in the order of {@link Register#stateIndex}
     */
    static int[] pack(Register register, Geometry geometry, Source source) {
        int[] words = new int[register.stateWords(geometry)];
        int count = register.words(geometry);
        int privateWords = Geometry.PRIVATE_INTERRUPTS * register.row().bitsPerIntid() / Integer.SIZE;
        for (int word = 0; word < count; word++) {
            for (int owner = 0; owner < (word < privateWords ? geometry.vcpus() : 1); owner++) {
                int cpu = owner;
                words[register.stateIndex(geometry, cpu, word)] =
                        word(register, word, intid -> source.of(intid, cpu));
            }
        }
        return words;
    }
}
