package org.gic4j.testkit.replay.trace;

import static org.gic4j.testkit.replay.trace.TraceParser.HEX;
import static org.gic4j.testkit.replay.trace.TraceParser.INTID;
import static org.gic4j.testkit.replay.trace.TraceParser.decimal;
import static org.gic4j.testkit.replay.trace.TraceParser.hex;
import static org.gic4j.testkit.replay.trace.TraceParser.isOne;
import static org.gic4j.testkit.replay.trace.TraceParser.longHex;

import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import org.gic4j.api.guest.GuestAccess;
import org.gic4j.testkit.replay.ReplayException;
import org.gic4j.testkit.replay.trace.TraceParser.Form;

/** The forms of a GICv2 trace's events. */
final class Gicv2Forms {
    private static final int ALL_CPUS = 0xFF;

    /** Reads GICv2 traces. */
    static final TraceParser<Gicv2Event> PARSER = new TraceParser<>(
            "GICv2",
            Set.of("gic_enable_irq", "gic_disable_irq", "gic_acknowledge_irq", "gic_update_bestirq"),
            List.of(
                    new Form<>(
                            "gic_set_irq irq " + INTID + " level ([01]) cpumask " + HEX + " target " + HEX,
                            Gicv2Forms::inputLevel),
                    new Form<>(
                            "gic_dist_read dist read at " + HEX + " size ([124]): " + HEX,
                            (line, found) -> new Gicv2Event.DistributorRead(
                                    line, hex(found, 1), decimal(found, 2), longHex(found, 3))),
                    new Form<>(
                            "gic_dist_write dist write at " + HEX + " size ([124]): " + HEX,
                            (line, found) -> new Gicv2Event.DistributorWrite(
                                    line, hex(found, 1), decimal(found, 2), longHex(found, 3))),
                    new Form<>(
                            "gic_cpu_read cpu ([0-7]) iface read at " + HEX + ": " + HEX,
                            (line, found) -> new Gicv2Event.CpuRead(
                                    line, decimal(found, 1), hex(found, 2), longHex(found, 3))),
                    new Form<>(
                            "gic_cpu_write cpu ([0-7]) iface write at " + HEX + " " + HEX,
                            (line, found) -> new Gicv2Event.CpuWrite(
                                    line, decimal(found, 1), hex(found, 2), longHex(found, 3))),
                    new Form<>(
                            "gic_update_set_irq cpu\\[([0-7])\\]: (irq|fiq) = 1",
                            (line, found) -> new Gicv2Event.OutputHigh(
                                    line,
                                    decimal(found, 1),
                                    found.group(2).equals("irq") ? GuestAccess.OUTPUT_IRQ : GuestAccess.OUTPUT_FIQ))));

    private Gicv2Forms() {}

    private static Gicv2Event inputLevel(int line, MatchResult found) {
        int mask = hex(found, 3);
        if (mask != ALL_CPUS && Integer.bitCount(mask & ALL_CPUS) != 1) {
            throw new ReplayException(line, "a cpumask names one CPU or is 0xff, not " + found.group(3));
        }
        int cpu = mask == ALL_CPUS ? -1 : Integer.numberOfTrailingZeros(mask);
        return new Gicv2Event.InputLevel(line, decimal(found, 1), isOne(found, 2), cpu);
    }
}
