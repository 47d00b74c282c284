package org.gic4j.testkit.differential.generator;

import java.util.List;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.testkit.differential.request.Request;

/**
 * Frame addresses and the number of interrupts.
 *
 * @param places the frames that have an address
 */
record AddressRequests(List<Place> places) {
    /**
     * A frame that has an address.
     *
     * @param attribute its attribute
     * @param alignment what its address is a multiple of
     * @param usual where machines have it that are to work
     */
    record Place(long attribute, long alignment, long usual) {}

    /** Copies the list. */
    AddressRequests {
        places = List.copyOf(places);
    }

    /** Sets an address to any value. */
    Request set(Draw draw, Sketch sketch) {
        return new Request.Set(sketch.device(draw), AttributeGroup.ADDRESS, attribute(draw), value(draw, sketch));
    }

    /** Gets an address. */
    Request get(Draw draw, Sketch sketch) {
        return new Request.Get(
                sketch.device(draw), AttributeGroup.ADDRESS, attribute(draw), RegisterRequests.PRESET);
    }

    /** Asks for an address. */
    Request has(Draw draw, Sketch sketch) {
        return new Request.Has(sketch.device(draw), AttributeGroup.ADDRESS, attribute(draw));
    }

    /** The legacy call. */
    Request legacy(Draw draw, Sketch sketch) {
        long id = draw.percent(70)
                ? draw.below(2)
                : draw.oneOf(2L, 3L, 0xFFFFL, 0x1_0000L, 0x1_0001L, 0x1_0000_0000L, -1L, draw.bits());
        return new Request.SetDeviceAddress(id, value(draw, sketch));
    }

    /** Sets the number of interrupts. */
    static Request setInterrupts(Draw draw, Sketch sketch) {
        long value = draw.percent(50)
                ? 32L * draw.below(34)
                : draw.oneOf(0L, 32L, 63L, 65L, 992L, 1019L, 1020L, 1023L, 1024L, 0xFFFF_FFE0L, draw.bits());
        return new Request.Set(sketch.device(draw), AttributeGroup.NUMBER_OF_INTERRUPTS, anything(draw), value);
    }

    /** Gets the number of interrupts. */
    static Request getInterrupts(Draw draw, Sketch sketch) {
        return new Request.Get(
                sketch.device(draw), AttributeGroup.NUMBER_OF_INTERRUPTS, anything(draw), RegisterRequests.PRESET);
    }

    private static long anything(Draw draw) {
        return draw.percent(70) ? 0 : draw.bits();
    }

    private long attribute(Draw draw) {
        return draw.percent(80)
                ? draw.oneOf(places).attribute()
                : draw.oneOf(0L, 1L, 2L, 3L, 4L, 5L, 6L, -1L, 0x1_0000_0000L, draw.bits());
    }

    private long value(Draw draw, Sketch sketch) {
        Place place = draw.oneOf(places);
        long end = 1L << sketch.addressBits();
        return switch (draw.below(8)) {
            case 0, 1 -> place.usual() + place.alignment() * draw.between(-2, 2);
            case 2, 3 -> end + place.alignment() * draw.below(1 << draw.below(16));
            case 4 -> end - place.alignment() * draw.below(4);
            case 5 -> place.usual() + draw.oneOf(1L, 0x800L, 0xFFFL, 0x1000L, 0x8000L);
            case 6 -> draw.oneOf(0L, -1L, -0x1000L, -0x1_0000L, end - 1, end << 1, 1L << 52, Long.MIN_VALUE);
            default -> draw.bits() & (draw.percent(50) ? end - 1 & -place.alignment() : -1);
        };
    }
}
