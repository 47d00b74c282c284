package org.gic4j.testkit.replay.trace;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gic4j.api.guest.GuestAccess;
import org.gic4j.testkit.replay.ReplayException;
import org.gic4j.testkit.replay.source.LogLines;
import org.gic4j.testkit.replay.source.LogText;

/** Reads the events of a GICv2 trace. An unknown event and a line of another form are errors. */
final class TraceParser {
    private static final int ALL_CPUS = 0xFF;

    private static final Set<String> IGNORED =
            Set.of("gic_enable_irq", "gic_disable_irq", "gic_acknowledge_irq", "gic_update_bestirq");

    private static final Set<String> GICV3_EVENTS = Set.of(
            "gicv3_cpuif_set_irqs",
            "gicv3_cpuif_update",
            "gicv3_dist_badread",
            "gicv3_dist_badwrite",
            "gicv3_dist_read",
            "gicv3_dist_set_irq",
            "gicv3_dist_write",
            "gicv3_icc_ap_read",
            "gicv3_icc_ap_write",
            "gicv3_icc_bpr_read",
            "gicv3_icc_bpr_write",
            "gicv3_icc_ctlr_read",
            "gicv3_icc_ctlr_write",
            "gicv3_icc_dir_write",
            "gicv3_icc_eoir_write",
            "gicv3_icc_generate_sgi",
            "gicv3_icc_hppir0_read",
            "gicv3_icc_hppir1_read",
            "gicv3_icc_iar0_read",
            "gicv3_icc_iar1_read",
            "gicv3_icc_igrpen_read",
            "gicv3_icc_igrpen_write",
            "gicv3_icc_pmr_read",
            "gicv3_icc_pmr_write",
            "gicv3_icc_rpr_read",
            "gicv3_redist_badread",
            "gicv3_redist_badwrite",
            "gicv3_redist_read",
            "gicv3_redist_send_sgi",
            "gicv3_redist_set_irq",
            "gicv3_redist_write");

    private static final String HEX = "(0x[0-9a-f]{1,8})";

    private static final List<Form> FORMS = List.of(
            new Form(
                    "gic_set_irq irq (\\d{1,4}) level ([01]) cpumask " + HEX + " target " + HEX,
                    (line, found) -> inputLevel(line, found)),
            new Form(
                    "gic_dist_read dist read at " + HEX + " size ([124]): " + HEX,
                    (line, found) -> new TraceEvent.DistributorRead(
                            line, hex(found, 1), decimal(found, 2), hex(found, 3) & 0xFFFF_FFFFL)),
            new Form(
                    "gic_dist_write dist write at " + HEX + " size ([124]): " + HEX,
                    (line, found) -> new TraceEvent.DistributorWrite(
                            line, hex(found, 1), decimal(found, 2), hex(found, 3) & 0xFFFF_FFFFL)),
            new Form(
                    "gic_cpu_read cpu ([0-7]) iface read at " + HEX + ": " + HEX,
                    (line, found) -> new TraceEvent.CpuRead(
                            line, decimal(found, 1), hex(found, 2), hex(found, 3) & 0xFFFF_FFFFL)),
            new Form(
                    "gic_cpu_write cpu ([0-7]) iface write at " + HEX + " " + HEX,
                    (line, found) -> new TraceEvent.CpuWrite(
                            line, decimal(found, 1), hex(found, 2), hex(found, 3) & 0xFFFF_FFFFL)),
            new Form(
                    "gic_update_set_irq cpu\\[([0-7])\\]: (irq|fiq) = 1",
                    (line, found) -> new TraceEvent.OutputHigh(
                            line,
                            decimal(found, 1),
                            found.group(2).equals("irq") ? GuestAccess.OUTPUT_IRQ : GuestAccess.OUTPUT_FIQ)));

    private TraceParser() {}

    private interface Maker {
        TraceEvent make(int line, MatchResult found);
    }

    private record Form(String name, Pattern pattern, Maker maker) {
        Form(String regex, Maker maker) {
            this(regex.substring(0, regex.indexOf(' ')), Pattern.compile(regex), maker);
        }

        Optional<TraceEvent> parse(int line, String text) {
            Matcher matcher = pattern.matcher(text);
            return matcher.matches() ? Optional.of(maker.make(line, matcher.toMatchResult())) : Optional.empty();
        }
    }

    /**
     * Reads a whole trace.
     *
     * @throws ReplayException naming the line that does not parse
     */
    static List<TraceEvent> parse(LogText log) throws IOException {
        List<TraceEvent> events = new ArrayList<>();
        try (LogLines lines = log.open()) {
            for (String text = lines.next(); text != null; text = lines.next()) {
                parse(lines.number(), text.strip()).ifPresent(events::add);
            }
        }
        return events;
    }

    /**
     * Reads a line.
     *
     * @return empty for an event that repeats what others say
     */
    static Optional<TraceEvent> parse(int line, String text) {
        String name = text.split(" ", 2)[0];
        if (IGNORED.contains(name)) {
            return Optional.empty();
        }
        if (GICV3_EVENTS.contains(name)) {
            throw new ReplayException(line, "event " + name + ": GICv3 traces need a GICv3 backend, which is not here yet");
        }
        Form form = FORMS.stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ReplayException(
                        line, "no event of a GIC trace is named '" + LogText.abbreviated(name) + "'"));
        return Optional.of(form.parse(line, text)
                .orElseThrow(() -> new ReplayException(
                        line, "not the form of event " + name + ": " + LogText.abbreviated(text))));
    }

    private static TraceEvent inputLevel(int line, MatchResult found) {
        int mask = hex(found, 3);
        if (mask != ALL_CPUS && Integer.bitCount(mask & ALL_CPUS) != 1) {
            throw new ReplayException(line, "a cpumask names one CPU or is 0xff, not " + found.group(3));
        }
        int cpu = mask == ALL_CPUS ? -1 : Integer.numberOfTrailingZeros(mask);
        return new TraceEvent.InputLevel(line, decimal(found, 1), found.group(2).equals("1"), cpu);
    }

    private static int decimal(MatchResult found, int group) {
        return Integer.parseInt(found.group(group));
    }

    private static int hex(MatchResult found, int group) {
        return Integer.parseUnsignedInt(found.group(group).substring(2), 16);
    }
}
