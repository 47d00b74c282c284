package org.gic4j.testkit.replay.trace;

import static org.gic4j.testkit.replay.trace.TraceParser.HEX;
import static org.gic4j.testkit.replay.trace.TraceParser.INTID;
import static org.gic4j.testkit.replay.trace.TraceParser.LONG_HEX;
import static org.gic4j.testkit.replay.trace.TraceParser.decimal;
import static org.gic4j.testkit.replay.trace.TraceParser.hex;
import static org.gic4j.testkit.replay.trace.TraceParser.isOne;
import static org.gic4j.testkit.replay.trace.TraceParser.longHex;

import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.stream.Stream;
import org.gic4j.api.guest.GuestAccess;
import org.gic4j.api.registers.Gicv3CpuInterface;
import org.gic4j.testkit.replay.ReplayException;
import org.gic4j.testkit.replay.trace.TraceParser.Form;

/** The forms of a GICv3 trace's events. */
final class Gicv3Forms {
    private static final String SIZE = " size ([1248]) secure [01]";
    private static final String ACCESS = ": offset " + HEX + " data " + LONG_HEX + SIZE;
    private static final String BAD_READ = ": offset " + HEX + SIZE + ": error";
    private static final String BAD_WRITE = ACCESS + ": error";
    private static final String REDISTRIBUTOR = " GICv3 redistributor " + HEX;
    private static final SystemRegister SGI1R = new SystemRegister(Gicv3CpuInterface.ICC_SGI1R_EL1, 0);

    /** Reads GICv3 traces. */
    static final TraceParser<Gicv3Event> PARSER = new TraceParser<>(
            "GICv3",
            Set.of("gicv3_cpuif_update"),
            Stream.of(distributor(), redistributors(), cpuInterfaces(), systemRegisters())
                    .flatMap(List::stream)
                    .toList());

    private Gicv3Forms() {}

    private static List<Form<Gicv3Event>> distributor() {
        return List.of(
                new Form<>(
                        "gicv3_dist_set_irq GICv3 distributor interrupt " + INTID + " level changed to ([01])",
                        (line, found) -> new Gicv3Event.SharedLevel(line, decimal(found, 1), isOne(found, 2))),
                new Form<>(
                        "gicv3_dist_read GICv3 distributor read" + ACCESS,
                        (line, found) -> new Gicv3Event.DistributorRead(
                                line, hex(found, 1), decimal(found, 3), longHex(found, 2), false)),
                new Form<>(
                        "gicv3_dist_badread GICv3 distributor read" + BAD_READ,
                        (line, found) -> new Gicv3Event.DistributorRead(
                                line, hex(found, 1), decimal(found, 2), 0, true)),
                new Form<>(
                        "gicv3_dist_write GICv3 distributor write" + ACCESS,
                        (line, found) -> new Gicv3Event.DistributorWrite(
                                line, hex(found, 1), decimal(found, 3), longHex(found, 2))),
                new Form<>(
                        "gicv3_dist_badwrite GICv3 distributor write" + BAD_WRITE,
                        (line, found) -> new Gicv3Event.BadWrite(line)));
    }

    private static List<Form<Gicv3Event>> redistributors() {
        return List.of(
                new Form<>(
                        "gicv3_redist_set_irq" + REDISTRIBUTOR + " interrupt " + INTID + " level changed to ([01])",
                        (line, found) -> new Gicv3Event.PrivateLevel(
                                line, hex(found, 1), decimal(found, 2), isOne(found, 3))),
                new Form<>(
                        "gicv3_redist_read" + REDISTRIBUTOR + " read" + ACCESS,
                        (line, found) -> new Gicv3Event.RedistributorRead(
                                line, hex(found, 1), hex(found, 2), decimal(found, 4), longHex(found, 3), false)),
                new Form<>(
                        "gicv3_redist_badread" + REDISTRIBUTOR + " read" + BAD_READ,
                        (line, found) -> new Gicv3Event.RedistributorRead(
                                line, hex(found, 1), hex(found, 2), decimal(found, 3), 0, true)),
                new Form<>(
                        "gicv3_redist_write" + REDISTRIBUTOR + " write" + ACCESS,
                        (line, found) -> new Gicv3Event.RedistributorWrite(
                                line, hex(found, 1), hex(found, 2), decimal(found, 4), longHex(found, 3))),
                new Form<>(
                        "gicv3_redist_badwrite" + REDISTRIBUTOR + " write" + BAD_WRITE,
                        (line, found) -> new Gicv3Event.BadWrite(line)),
                new Form<>(
                        "gicv3_redist_send_sgi" + REDISTRIBUTOR + " pending SGI (\\d|1[0-5])",
                        (line, found) -> new Gicv3Event.SgiPending(line, hex(found, 1), decimal(found, 2))));
    }

    private static List<Form<Gicv3Event>> cpuInterfaces() {
        return List.of(
                new Form<>(
                        "gicv3_cpuif_set_irqs GICv3 CPU i/f " + HEX + " HPPI update: setting FIQ ([01]) IRQ ([01])",
                        (line, found) -> new Gicv3Event.Outputs(
                                line,
                                hex(found, 1),
                                (isOne(found, 2) ? GuestAccess.OUTPUT_FIQ : 0)
                                        | (isOne(found, 3) ? GuestAccess.OUTPUT_IRQ : 0))),
                new Form<>(
                        "gicv3_icc_generate_sgi GICv3 CPU i/f " + HEX + " generating SGI (\\d|1[0-5]) IRM ([01])"
                                + " target affinity " + HEX + "xx targetlist " + HEX,
                        (line, found) -> new Gicv3Event.SystemWrite(line, hex(found, 1), SGI1R, generatedSgi(found))));
    }

    private static List<Form<Gicv3Event>> systemRegisters() {
        Stream<Form<Gicv3Event>> reads = Stream.of(
                        "pmr", "bpr", "ap", "igrpen", "ctlr", "iar0", "iar1", "hppir0", "hppir1", "rpr")
                .map(name -> systemRegister(
                        name + "_read",
                        (line, found) -> new Gicv3Event.SystemRead(
                                line, hex(found, 2), register(line, found), longHex(found, 3))));
        Stream<Form<Gicv3Event>> writes = Stream.of("pmr", "bpr", "ap", "igrpen", "ctlr", "eoir", "dir")
                .map(name -> systemRegister(
                        name + "_write",
                        (line, found) -> new Gicv3Event.SystemWrite(
                                line, hex(found, 2), register(line, found), longHex(found, 3))));
        return Stream.concat(reads, writes).toList();
    }

    private static Form<Gicv3Event> systemRegister(String access, TraceParser.Maker<Gicv3Event> maker) {
        String verb = access.substring(access.indexOf('_') + 1);
        return new Form<>("gicv3_icc_" + access + " GICv3 (ICC_[A-Z0-9]+) " + verb + " cpu " + HEX + " value " + LONG_HEX, maker);
    }

    private static SystemRegister register(int line, MatchResult found) {
        return SystemRegister.named(found.group(1))
                .orElseThrow(() -> new ReplayException(line, "no system register is named " + found.group(1)));
    }

    /** ICC_SGI1R_EL1 as it was written; the trace has Aff3, Aff2 and Aff1 in one number. */
    private static long generatedSgi(MatchResult found) {
        long affinity = hex(found, 4) & 0xFF_FFFFL;
        return (affinity >>> 16) << 48
                | (isOne(found, 3) ? 1L : 0L) << 40
                | (affinity >>> 8 & 0xFF) << 32
                | (long) decimal(found, 2) << 24
                | (affinity & 0xFF) << 16
                | hex(found, 5) & 0xFFFF;
    }
}
