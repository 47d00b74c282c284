package org.gic4j.testkit.differential.generator;

import java.util.Map;
import java.util.function.ToLongFunction;
import org.gic4j.api.registers.Register;

/**
 * What is written to registers: bits of the interrupts on which a sequence's requests meet, few bits, all, none, any;
 * and for some registers values of their own, without which they would refuse or ignore nearly everything.
 */
final class RegisterValues {
    private final Map<Register, ToLongFunction<Draw>> own;

    /**
     * Values.
     *
     * @param own what some registers need
     */
    RegisterValues(Map<Register, ToLongFunction<Draw>> own) {
        this.own = Map.copyOf(own);
    }

    /** A value for a word. */
    long of(Register register, int word, Draw draw, Sketch sketch) {
        ToLongFunction<Draw> special = own.get(register);
        if (special != null && !draw.percent(15)) {
            return special.applyAsLong(draw);
        }
        int bits = register.row().bitsPerIntid();
        return switch (draw.below(10)) {
            case 0 -> 0;
            case 1 -> -1;
            case 2, 3 -> draw.bits();
            case 4, 5 -> bits == 0 ? draw.below(0x400) : draw.sparse();
            default -> bits == 0 ? 1L << draw.below(Integer.SIZE) | draw.below(8) : hot(bits, word, draw, sketch);
        };
    }

    /** Fields of the interrupts on which requests meet, as far as they are in the word. */
    private static long hot(int bits, int word, Draw draw, Sketch sketch) {
        int perWord = Integer.SIZE / bits;
        long value = 0;
        for (int intid : sketch.hotIntids()) {
            if (intid / perWord == word && draw.percent(60)) {
                value |= (draw.bits() & (1L << bits) - 1 | (bits == 1 ? 1 : 0)) << intid % perWord * bits;
            }
        }
        return value;
    }
}
