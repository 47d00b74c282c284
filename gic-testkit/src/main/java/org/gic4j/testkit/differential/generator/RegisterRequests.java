package org.gic4j.testkit.differential.generator;

import java.util.List;
import java.util.stream.Stream;
import org.gic4j.api.GicVersion;
import org.gic4j.api.registers.Frame;
import org.gic4j.api.registers.Policy;
import org.gic4j.api.registers.Register;
import org.gic4j.api.registers.Registers;
import org.gic4j.testkit.differential.request.Request;

/** Accesses to the registers of the catalogue and to what lies beside them. */
final class RegisterRequests {
    /** What a recorder's buffers hold before a get. */
    static final long PRESET = 0xDEDE_DEDE_DEDE_DEDEL;

    private final List<Register> visible;
    private final List<Register> hidden;
    private final RegisterValues values;

    /**
     * The registers of a version.
     *
     * @param version the architecture version
     * @param values what is written to them
     */
    RegisterRequests(GicVersion version, RegisterValues values) {
        visible = rows(version).filter(RegisterRequests::isVisible).toList();
        hidden = rows(version).filter(register -> !isVisible(register)).toList();
        this.values = values;
    }

    private static Stream<Register> rows(GicVersion version) {
        return Frame.of(version).stream()
                .filter(frame -> frame.attributeGroup() != Frame.NO_ATTRIBUTES)
                .flatMap(frame -> Registers.of(frame).stream());
    }

    private static boolean isVisible(Register register) {
        return register.row().user() != Policy.ABSENT;
    }

    /** Writes a register. */
    Request set(Draw draw, Sketch sketch) {
        Place place = place(draw, sketch);
        return new Request.Set(
                sketch.device(draw),
                place.group(),
                place.attribute(),
                values.of(place.register, place.word, draw, sketch));
    }

    /** Reads a register. */
    Request get(Draw draw, Sketch sketch) {
        Place place = place(draw, sketch);
        return new Request.Get(sketch.device(draw), place.group(), place.attribute(), PRESET);
    }

    /** Asks for a register. */
    Request has(Draw draw, Sketch sketch) {
        Place place = place(draw, sketch);
        return new Request.Has(sketch.device(draw), place.group(), place.attribute());
    }

    /** Any access at an offset where there may be no register: unaligned, beside one, beyond the frame. */
    Request beside(Draw draw, Sketch sketch) {
        Place place = place(draw, sketch);
        long low = place.attribute() & 0xFFFF_FFFFL;
        int size = place.register.frame().size();
        long offset =
                switch (draw.below(8)) {
                    case 0, 1 -> low + draw.between(1, 3);
                    case 2 -> place.lowOf(place.register.words(sketch.geometry()));
                    case 3 -> place.lowOf(-1);
                    case 4 -> low + (long) size * draw.between(1, 16);
                    case 5 -> place.register.frame().attributeBase() + size + draw.oneOf(-4L, -1L, 0L, 4L, 0x1000L, 0xF000L);
                    case 6 -> place.register.frame().attributeBase() + draw.below(size) & -place.register.frame().wordStride();
                    default -> draw.word();
                };
        return access(draw, sketch, place, place.attribute() & ~0xFFFF_FFFFL | offset & 0xFFFF_FFFFL);
    }

    /** Any access to a register that only a guest sees. */
    Request hidden(Draw draw, Sketch sketch) {
        return hidden.isEmpty() ? beside(draw, sketch) : access(draw, sketch, place(draw.oneOf(hidden), draw, sketch));
    }

    /** Any access through a vCPU that may not exist. */
    Request throughAnyVcpu(Draw draw, Sketch sketch) {
        Place place = place(draw, sketch);
        long vcpu = draw.percent(50) ? draw.below(16) : draw.word();
        return access(draw, sketch, place, vcpu << 32 | place.attribute() & 0xFFFF_FFFFL);
    }

    /** Any access with bits that its attribute has no meaning for, or that must be 0. */
    Request withReservedBits(Draw draw, Sketch sketch) {
        Place place = place(draw, sketch);
        return access(draw, sketch, place, place.attribute() | draw.bits() & reserved(place.register.frame()));
    }

    private static long reserved(Frame frame) {
        return switch (frame) {
            case GICV2_DISTRIBUTOR, GICV2_CPU_INTERFACE, GICV2_INPUTS -> -1L << 40;
            case GICV3_DISTRIBUTOR -> -1L << Integer.SIZE;
            case GICV3_REDISTRIBUTOR, GICV3_REDISTRIBUTOR_SGI -> 0xFFFE_0000L;
            case GICV3_CPU_INTERFACE -> 0xFFFF_0000L;
            case GICV3_INPUTS -> 0xFFFF_FC00L;
            case ITS -> 0;
        };
    }

    private Request access(Draw draw, Sketch sketch, Place place) {
        return access(draw, sketch, place, place.attribute());
    }

    private Request access(Draw draw, Sketch sketch, Place place, long attribute) {
        int device = sketch.device(draw);
        return switch (draw.below(3)) {
            case 0 -> new Request.Has(device, place.group(), attribute);
            case 1 -> new Request.Get(device, place.group(), attribute, PRESET);
            default ->
                new Request.Set(
                        device,
                        place.group(),
                        attribute,
                        values.of(place.register, place.word, draw, sketch));
        };
    }

    private Place place(Draw draw, Sketch sketch) {
        return place(draw.oneOf(visible), draw, sketch);
    }

    private static Place place(Register register, Draw draw, Sketch sketch) {
        int words = Math.max(1, register.words(sketch.geometry()));
        int word = draw.below(words);
        int bits = register.row().bitsPerIntid();
        if (bits != 0 && !draw.percent(5)) {
            word = Math.min(words - 1, sketch.intid(draw) * bits / Integer.SIZE);
        }
        return new Place(register, word, sketch.vcpuKey(register.frame(), draw));
    }

    /** A word of a register. */
    private record Place(Register register, int word, int vcpuKey) {
        int group() {
            return register.frame().attributeGroup();
        }

        long attribute() {
            return register.attribute(vcpuKey, word);
        }

        /** The lower half of the attribute of any word, be it there or not. */
        long lowOf(int anyWord) {
            return register.attribute(vcpuKey, anyWord) & 0xFFFF_FFFFL;
        }
    }
}
