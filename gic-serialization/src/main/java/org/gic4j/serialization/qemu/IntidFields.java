package org.gic4j.serialization.qemu;

import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.Register;

/** Packs one field for each INTID into the words of a register family. */
final class IntidFields {
    private IntidFields() {}

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
        int bits = register.row().bitsPerIntid();
        int mask = (1 << bits) - 1;
        int inOneWord = Integer.SIZE / bits;
        int[] words = new int[register.stateWords(geometry)];
        int intids = register.words(geometry) * inOneWord;
        for (int intid = 0; intid < intids; intid++) {
            int owners = intid < Geometry.PRIVATE_INTERRUPTS ? geometry.vcpus() : 1;
            for (int cpu = 0; cpu < owners; cpu++) {
                words[register.stateIndex(geometry, cpu, intid / inOneWord)] |=
                        (source.of(intid, cpu) & mask) << intid % inOneWord * bits;
            }
        }
        return words;
    }
}
