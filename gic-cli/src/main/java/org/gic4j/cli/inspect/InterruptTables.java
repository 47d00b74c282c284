package org.gic4j.cli.inspect;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.gic4j.api.registers.InterruptProperty;
import org.gic4j.api.snapshot.LpiState;
import org.gic4j.api.snapshot.VcpuDescription;
import org.gic4j.cli.output.Table;
import org.gic4j.cli.output.Words;
import org.gic4j.cli.view.Delivery;
import org.gic4j.cli.view.InterruptKind;
import org.gic4j.cli.view.InterruptView;
import org.gic4j.cli.view.Lpi;
import org.gic4j.cli.view.Route;

/** Prints the interrupts of an inspection: what is going on first, then what is only enabled, then the rest. */
final class InterruptTables {
    private static final String UNKNOWN = "?";
    private static final String NO = "-";
    private static final String IF_PENDING = "if it were pending: ";

    private final Inspection inspection;

    InterruptTables(Inspection inspection) {
        this.inspection = inspection;
    }

    void print(PrintWriter out) {
        List<InterruptView> busy = new ArrayList<>();
        List<InterruptView> enabled = new ArrayList<>();
        List<InterruptView> others = new ArrayList<>();
        for (InterruptView interrupt : inspection.interrupts()) {
            (interrupt.isBusy() ? busy : interrupt.is(InterruptProperty.ENABLED) ? enabled : others).add(interrupt);
        }
        printBusy(out, busy);
        printLpis(out);
        printIdle(out, "Enabled and idle", enabled);
        printIdle(out, "Not enabled and idle", others);
    }

    private void printBusy(PrintWriter out, List<InterruptView> interrupts) {
        out.println();
        if (interrupts.isEmpty()) {
            out.println("No interrupt is pending or active, and no line is high"
                    + (inspection.selection().isEverything() ? "" : ", among those asked for")
                    + (inspection.lpis().takers().isEmpty() ? "" : ", LPIs apart"));
            return;
        }
        out.println("Pending, active, or line high");
        Table table = new Table(
                "INTID", "WHAT", "CPU", "ENABLED", "PENDING", "ACTIVE", "LINE", "LATCH", "GROUP", "PRIORITY",
                "TRIGGER", "TARGETS", "WHY PENDING", "DELIVERY");
        for (InterruptRow row : InterruptRow.of(interrupts, this::delivery)) {
            InterruptView interrupt = row.view();
            table.row(
                    row.intids(),
                    row.what(inspection.names()),
                    row.cpus(),
                    flag(interrupt, InterruptProperty.ENABLED, "yes", "no"),
                    flag(interrupt, InterruptProperty.PENDING, "yes", NO),
                    flag(interrupt, InterruptProperty.ACTIVE, "yes", NO),
                    input(interrupt, InterruptProperty.LINE, "high", "low"),
                    input(interrupt, InterruptProperty.LATCH, "set", NO),
                    number(interrupt.value(InterruptProperty.GROUP)),
                    Words.hex(interrupt.value(InterruptProperty.PRIORITY)),
                    trigger(interrupt),
                    targets(interrupt),
                    why(interrupt),
                    row.delivery());
        }
        table.print(out);
    }

    private void printLpis(PrintWriter out) {
        List<Lpi> lpis = inspection.selectedLpis();
        if (lpis.isEmpty()) {
            return;
        }
        out.println();
        out.println("LPIs");
        Table table = new Table("INTID", "CPU", "ENABLED", "PENDING", "PRIORITY", "MAPPED TO", "DELIVERY");
        for (Lpi lpi : lpis) {
            VcpuDescription vcpu = lpi.state().vcpu();
            String delivery = words(lpi.interrupt(), inspection.deliveries(lpi));
            table.row(
                    Integer.toUnsignedString(lpi.state().intid()),
                    vcpu == null ? NO : Integer.toString(vcpu.id().value()),
                    flag(lpi.interrupt(), InterruptProperty.ENABLED, "yes", "no"),
                    lpi.state().pending() ? "yes" : NO,
                    Words.hex(lpi.state().priority()),
                    events(lpi.state().events()),
                    (inspection.supposes(lpi.interrupt()) ? IF_PENDING : "") + delivery);
        }
        table.print(out);
    }

    private String events(List<LpiState.Event> events) {
        boolean several = inspection.state().translationServices().size() > 1;
        return events.isEmpty()
                ? NO
                : events.stream()
                        .map(event -> (several ? "ITS " + event.service() + " " : "") + "device 0x"
                                + Integer.toHexString(event.device()) + " event " + event.id() + " collection "
                                + event.collection())
                        .collect(Collectors.joining("; "));
    }

    private void printIdle(PrintWriter out, String title, List<InterruptView> interrupts) {
        if (interrupts.isEmpty()) {
            return;
        }
        out.println();
        out.println(title);
        boolean supposed = interrupts.stream().anyMatch(inspection::supposes);
        List<String> titles = List.of(
                "INTID", "WHAT", "CPU", "GROUP", "PRIORITY", "TRIGGER", "TARGETS", "DELIVERY IF IT WERE PENDING");
        int columns = supposed ? titles.size() : titles.size() - 1;
        Table table = new Table(titles.subList(0, columns).toArray(String[]::new));
        for (InterruptRow row : InterruptRow.joined(InterruptRow.of(interrupts, this::delivery), inspection.names())) {
            InterruptView interrupt = row.view();
            List<String> cells = List.of(
                    row.intids(),
                    row.what(inspection.names()),
                    row.cpus(),
                    number(interrupt.value(InterruptProperty.GROUP)),
                    Words.hex(interrupt.value(InterruptProperty.PRIORITY)),
                    trigger(interrupt),
                    targets(interrupt),
                    row.delivery());
            table.row(cells.subList(0, columns).toArray(String[]::new));
        }
        table.print(out);
    }

    private static String flag(InterruptView interrupt, InterruptProperty property, String set, String clear) {
        OptionalInt value = interrupt.value(property);
        return value.isEmpty() ? UNKNOWN : value.getAsInt() != 0 ? set : clear;
    }

    /** A software generated interrupt has no input. */
    private static String input(InterruptView interrupt, InterruptProperty property, String set, String clear) {
        return interrupt.kind() == InterruptKind.SGI ? NO : flag(interrupt, property, set, clear);
    }

    private static String trigger(InterruptView interrupt) {
        return interrupt.trigger().map(trigger -> trigger.name().toLowerCase(Locale.ROOT)).orElse(UNKNOWN);
    }

    private String targets(InterruptView interrupt) {
        if (interrupt.vcpu() != null) {
            return NO;
        }
        Optional<Route> route = interrupt.route();
        if (route.isPresent()) {
            return inspection.routeName(route.get());
        }
        return interrupt.value(InterruptProperty.TARGETS).isEmpty()
                ? UNKNOWN
                : Words.ranges(inspection.targets(interrupt));
    }

    private static String why(InterruptView interrupt) {
        int sources = interrupt.value(InterruptProperty.SGI_SOURCES).orElse(0);
        return sources == 0 ? interrupt.cause().words() : "from CPU " + Words.ranges(Words.bits(sources));
    }

    /** What becomes of it, or would become of it. */
    private String delivery(InterruptView interrupt) {
        return (interrupt.isBusy() && inspection.supposes(interrupt) ? IF_PENDING : "")
                + words(interrupt, inspection.deliveries(interrupt));
    }

    /** Deliveries in words; of a shared interrupt with the vCPUs. */
    private String words(InterruptView interrupt, List<Delivery> deliveries) {
        if (inspection.deliveries().isEmpty()) {
            return interrupt.is(InterruptProperty.PENDING) || inspection.supposes(interrupt) ? UNKNOWN : NO;
        }
        Map<String, List<Integer>> vcpus = new LinkedHashMap<>();
        for (Delivery delivery : deliveries) {
            List<Integer> ids = vcpus.computeIfAbsent(delivery.words(), words -> new ArrayList<>());
            if (interrupt.vcpu() == null && delivery.vcpu() != null) {
                ids.add(delivery.vcpu().id().value());
            }
        }
        return vcpus.isEmpty()
                ? NO
                : vcpus.entrySet().stream()
                        .map(entry -> entry.getValue().isEmpty()
                                ? entry.getKey()
                                : "CPU " + Words.ranges(entry.getValue().stream().sorted().toList()) + ": "
                                        + entry.getKey())
                        .collect(Collectors.joining("; "));
    }

    private static String number(OptionalInt value) {
        return value.isPresent() ? Integer.toString(value.getAsInt()) : UNKNOWN;
    }
}
