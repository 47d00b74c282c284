package org.gic4j.testkit.differential.generator;

import org.gic4j.api.InterruptLine;
import org.gic4j.api.VcpuId;
import org.gic4j.testkit.differential.request.Request;

/** Interrupt lines and messages. */
final class LineRequests {
    private LineRequests() {}

    /** The line of an SPI. */
    static Request shared(Draw draw, Sketch sketch) {
        int intid = sketch.intid(draw);
        int spi = intid >= 32 ? intid : draw.between(32, sketch.interrupts() - 1);
        return new Request.InterruptLine(InterruptLine.spi(spi) | vcpuBits(draw, 5), level(draw));
    }

    /** The line of a PPI. */
    static Request ofVcpu(Draw draw, Sketch sketch) {
        int intid = sketch.intid(draw);
        int ppi = intid >= 16 && intid < 32 ? intid : draw.between(16, 31);
        return new Request.InterruptLine(InterruptLine.ppi(new VcpuId(sketch.vcpu(draw)), ppi), level(draw));
    }

    /** A line of any type, vCPU and number. */
    static Request any(Draw draw, Sketch sketch) {
        int type = draw.percent(80) ? draw.below(4) : draw.below(16);
        int last = sketch.interrupts();
        int number = draw.oneOf(
                0, 1, 2, 15, 16, 27, 31, 32, 33, last - 1, last, last + 1, 991, 992, 1019, 1020, 1023, 1024, 8192,
                0xFFFF, draw.below(0x1_0000));
        int vcpu = draw.percent(60) ? sketch.vcpu(draw) << 16 : vcpuBits(draw, 100);
        return new Request.InterruptLine(type << 24 | vcpu | number, level(draw));
    }

    /** A message, where there is nothing that takes one. */
    static Request message(Draw draw, Sketch sketch) {
        int flags = draw.oneOf(0, 1, 1, 2, 3, 0x8000_0000, draw.word());
        return new Request.SignalMsi(
                draw.oneOf(0L, 0x0808_0040L, draw.bits()), sketch.intid(draw), flags, draw.below(4));
    }

    private static int level(Draw draw) {
        return draw.percent(90) ? draw.below(2) : draw.oneOf(2, -1, 0x8000_0000, 0x100, draw.word());
    }

    /** The vCPU fields, which an SPI ignores. */
    private static int vcpuBits(Draw draw, int percentage) {
        return draw.percent(percentage) ? draw.word() & 0xF0FF_0000 : 0;
    }
}
