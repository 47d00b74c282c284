package org.gic4j.testkit.differential.generator;

import java.util.Map;
import java.util.function.ToLongBiFunction;
import org.gic4j.api.GicProfile;
import org.gic4j.api.registers.Register;

/**
 * What is written to registers: bits of the interrupts on which a sequence's requests meet, few bits, all, none, any;
 * and for some registers values of their own, without which they would refuse or ignore nearly everything.
 */
final class RegisterValues {
    private static final int REVISION_SHIFT = 12;

    private final Map<Register, ToLongBiFunction<Draw, Sketch>> own;

    /**
     * Values.
     *
     * @param own what some registers need
     */
    RegisterValues(Map<Register, ToLongBiFunction<Draw, Sketch>> own) {
        this.own = Map.copyOf(own);
    }

    /** A value for a word. */
    long of(Register register, int word, Draw draw, Sketch sketch) {
        ToLongBiFunction<Draw, Sketch> special = own.get(register);
        if (special != null && !draw.percent(15)) {
            return special.applyAsLong(draw, sketch);
        }
        int bits = register.row().bitsPerIntid();
        boolean fields = bits != 0 && bits <= Integer.SIZE;
        return switch (draw.below(10)) {
            case 0 -> 0;
            case 1 -> -1;
            case 2, 3 -> draw.bits();
            case 4, 5 -> fields ? draw.sparse() : draw.below(0x400);
            default -> fields ? hot(bits, word, draw, sketch) : 1L << draw.below(Integer.SIZE) | draw.below(8);
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

    /** A GICD_IIDR that KVM accepts. */
    static long accepted(Draw draw) {
        return revised(draw.oneOf(GicProfile.KVM.acceptedRevisions()));
    }

    /** A GICD_IIDR that may be accepted. */
    static long identification(Draw draw, Sketch sketch) {
        return draw.percent(50)
                ? accepted(draw)
                : draw.percent(50)
                        ? revised(draw.below(16))
                        : revised(draw.below(16)) ^ 1L << draw.below(Integer.SIZE);
    }

    private static long revised(int revision) {
        return GicProfile.KVM.distributorIdentification() & ~(0xFL << REVISION_SHIFT)
                | (long) revision << REVISION_SHIFT;
    }
}
