package org.gic4j.cli.inspect;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gic4j.api.registers.BitField;
import org.gic4j.api.registers.Gicv2CpuInterface;
import org.gic4j.api.registers.InterruptProperty;
import org.gic4j.api.registers.Register;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.VcpuDescription;
import org.gic4j.cli.output.Notes;
import org.gic4j.cli.output.Table;
import org.gic4j.cli.output.Words;
import org.gic4j.cli.view.BestPending;
import org.gic4j.cli.view.CpuInterface;
import org.gic4j.cli.view.InterruptKind;
import org.gic4j.cli.view.InterruptView;

/** Prints an inspection for people. */
final class InspectionText {
    private static final String UNKNOWN = "?";
    private static final String NO = "-";

    private final Inspection inspection;
    private final GicState state;

    InspectionText(Inspection inspection) {
        this.inspection = inspection;
        this.state = inspection.state();
    }

    void print(PrintWriter out) {
        printHeading(out);
        out.println();
        printCpuInterfaces(out);
        out.println();
        printInterrupts(out);
        printRemarks(out);
    }

    private void printHeading(PrintWriter out) {
        out.println(inspection.file() + ": " + inspection.imported().format() + ", made by "
                + inspection.imported().snapshot().producer());
        out.println(state + ", " + state.priorityBits() + " priority bits");
        state.addresses().forEach((attribute, address) ->
                out.println(inspection.address(attribute).describe() + ": 0x" + Long.toHexString(address)));
        for (Register register : inspection.sharedRegisters()) {
            for (int word = 0; word < register.words(state.geometry()); word++) {
                int value = state.word(register, 0, word);
                out.println(register.wordName(state.geometry(), word) + ": " + Words.hex(value)
                        + fields(register, value));
            }
        }
    }

    private static String fields(Register register, int value) {
        return register.row().fields().isEmpty()
                ? ""
                : register.row().fields().stream()
                        .map(field -> field.name() + " " + Words.hex((int) field.of(value & 0xFFFF_FFFFL)))
                        .collect(Collectors.joining(", ", " (", ")"));
    }

    private void printCpuInterfaces(PrintWriter out) {
        Table table = new Table(
                "CPU", "CTLR", "SET IN IT", "PMR", "BPR", "ABPR", "RUNNING", "ACTIVE PRIORITIES", "BEST PENDING");
        for (Inspection.Cpu cpu : inspection.vcpus()) {
            CpuInterface face = cpu.face();
            table.row(
                    cpuName(face.vcpu()),
                    Words.hex(face.control()),
                    controlBits(face.control()),
                    Words.hex(face.priorityMask()),
                    number(face.binaryPoint()),
                    number(face.aliasedBinaryPoint()),
                    running(face.runningPriority()),
                    face.activePriorities().isEmpty()
                            ? NO
                            : face.activePriorities().stream().map(Words::hex).collect(Collectors.joining(" ")),
                    best(cpu));
        }
        table.print(out);
    }

    private static String controlBits(OptionalInt control) {
        if (control.isEmpty()) {
            return UNKNOWN;
        }
        String set = Gicv2CpuInterface.GICC_CTLR.row().fields().stream()
                .filter(field -> field.of(control.getAsInt()) != 0)
                .map(BitField::name)
                .collect(Collectors.joining(" "));
        return set.isEmpty() ? NO : set;
    }

    private static String running(OptionalInt priority) {
        return priority.isPresent() && priority.getAsInt() == CpuInterface.IDLE ? "idle" : Words.hex(priority);
    }

    private String best(Inspection.Cpu cpu) {
        return inspection.rules().isEmpty()
                ? UNKNOWN
                : cpu.best().map(this::describe).orElse("none");
    }

    private String describe(BestPending best) {
        return what(best.intid()) + ", priority " + Words.hex(best.priority()) + ", group " + best.group()
                + (best.source().isPresent() ? ", from CPU " + best.source().getAsInt() : "");
    }

    private void printInterrupts(PrintWriter out) {
        if (inspection.interrupts().isEmpty()) {
            out.println("no interrupt is enabled, pending or active");
            return;
        }
        Table table = new Table(
                "INTID", "WHAT", "CPU", "ENABLED", "PENDING", "ACTIVE", "LINE", "LATCH", "GROUP", "PRIORITY",
                "TRIGGER", "TARGETS", "WHY");
        List<InterruptView> alike = new ArrayList<>();
        for (InterruptView interrupt : inspection.interrupts()) {
            if (!alike.isEmpty() && !alike.getFirst().isLike(interrupt)) {
                addRow(table, alike);
                alike.clear();
            }
            alike.add(interrupt);
        }
        addRow(table, alike);
        table.print(out);
    }

    /** Adds one row for an interrupt, or for the same private interrupt of vCPUs that do not differ in it. */
    private void addRow(Table table, List<InterruptView> alike) {
        InterruptView interrupt = alike.getFirst();
        table.row(
                Integer.toString(interrupt.intid()),
                what(interrupt.intid()),
                interrupt.vcpu() == null ? NO : cpus(alike),
                flag(interrupt, InterruptProperty.ENABLED, "yes", NO),
                flag(interrupt, InterruptProperty.PENDING, "yes", NO),
                flag(interrupt, InterruptProperty.ACTIVE, "yes", NO),
                interrupt.kind() == InterruptKind.SGI ? NO : flag(interrupt, InterruptProperty.LINE, "high", "low"),
                interrupt.kind() == InterruptKind.SGI ? NO : flag(interrupt, InterruptProperty.LATCH, "set", NO),
                number(interrupt.value(InterruptProperty.GROUP)),
                Words.hex(interrupt.value(InterruptProperty.PRIORITY)),
                interrupt.trigger().map(trigger -> trigger.name().toLowerCase(Locale.ROOT)).orElse(UNKNOWN),
                interrupt.vcpu() == null ? targets(interrupt) : NO,
                why(interrupt));
    }

    private String what(int intid) {
        InterruptKind kind = InterruptKind.of(intid);
        return kind + " " + kind.number(intid)
                + inspection.names().of(intid).map(name -> " " + name).orElse("");
    }

    private static String cpus(List<InterruptView> alike) {
        return Words.ranges(alike.stream()
                .map(InterruptView::vcpu)
                .flatMap(Stream::ofNullable)
                .map(vcpu -> vcpu.id().value())
                .sorted()
                .toList());
    }

    private static String flag(InterruptView interrupt, InterruptProperty property, String set, String clear) {
        OptionalInt value = interrupt.value(property);
        return value.isEmpty() ? UNKNOWN : value.getAsInt() != 0 ? set : clear;
    }

    private String targets(InterruptView interrupt) {
        return interrupt.value(InterruptProperty.TARGETS).isEmpty()
                ? UNKNOWN
                : Words.ranges(inspection.targets(interrupt));
    }

    private static String why(InterruptView interrupt) {
        int sources = interrupt.value(InterruptProperty.SGI_SOURCES).orElse(0);
        return sources == 0 ? interrupt.cause().words() : "from CPU " + Words.ranges(Words.bits(sources));
    }

    private void printRemarks(PrintWriter out) {
        List<String> remarks = new ArrayList<>();
        inspection.rules().ifPresent(rules -> remarks.add("best pending: by the rules of profile " + rules.name()));
        inspection.imported().snapshot().parts().forEach(part -> remarks.add(
                "unknown part: " + part + "; a restore refuses it unless told to ignore unknown parts"));
        if (!remarks.isEmpty() || !inspection.imported().notes().isEmpty()) {
            out.println();
        }
        remarks.forEach(out::println);
        Notes.print(out, inspection.imported().notes());
    }

    private static String cpuName(VcpuDescription vcpu) {
        return vcpu.id().value() == vcpu.index().value()
                ? Integer.toString(vcpu.id().value())
                : vcpu.id().value() + " (index " + vcpu.index().value() + ")";
    }

    private static String number(OptionalInt value) {
        return value.isPresent() ? Integer.toString(value.getAsInt()) : UNKNOWN;
    }
}
