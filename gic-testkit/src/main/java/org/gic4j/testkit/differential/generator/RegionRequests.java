package org.gic4j.testkit.differential.generator;

import org.gic4j.api.device.AttributeGroup;
import org.gic4j.testkit.differential.request.Request;

/** Redistributor regions of a GICv3: words of count, base, flags and index. */
final class RegionRequests {
    /** The size of one redistributor. */
    static final long REDISTRIBUTOR = 0x2_0000L;

    private static final long ALIGNMENT = 0x1_0000L;

    private RegionRequests() {}

    /** The word of a region without flags. */
    static long word(int index, long base, int count) {
        return (long) count << 52 | base | index;
    }

    /** Adds a region, be it one that fits or not. */
    static Request set(Draw draw, Sketch sketch) {
        int index = draw.percent(85) ? draw.below(4) : draw.below(0x1000);
        int count = draw.percent(80) ? draw.below(5) : draw.percent(50) ? draw.below(64) : draw.below(0x1000);
        long flags = draw.percent(90) ? 0 : draw.below(16);
        long word = draw.percent(5) ? draw.bits() : word(index, base(draw, sketch), count) | flags << 12;
        return new Request.Set(
                sketch.device(draw), AttributeGroup.ADDRESS, AttributeGroup.ADDRESS_V3_REDISTRIBUTOR_REGION, word);
    }

    /** Gets a region: the word says which. */
    static Request get(Draw draw, Sketch sketch) {
        long word = draw.percent(80) ? draw.below(4) : draw.bits();
        return new Request.Get(
                sketch.device(draw), AttributeGroup.ADDRESS, AttributeGroup.ADDRESS_V3_REDISTRIBUTOR_REGION, word);
    }

    private static long base(Draw draw, Sketch sketch) {
        long end = 1L << sketch.addressBits();
        long address =
                switch (draw.below(6)) {
                    case 0, 1, 2 -> Gicv3Births.REDISTRIBUTORS + REDISTRIBUTOR * draw.between(-6, 12);
                    case 3 -> Gicv3Births.DISTRIBUTOR + ALIGNMENT * draw.between(-4, 4);
                    case 4 -> end - ALIGNMENT * draw.between(-2, 8);
                    default -> draw.bits();
                };
        return address & 0x000F_FFFF_FFFF_0000L;
    }
}
