package org.gic4j.cli.inspect;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.gic4j.api.GicProfile;
import org.gic4j.api.GicVersion;
import org.gic4j.api.registers.BitField;
import org.gic4j.api.registers.Gicv3Redistributor;
import org.gic4j.api.registers.Its;
import org.gic4j.api.registers.Register;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.ItsState;
import org.gic4j.api.snapshot.LpiRegisters;
import org.gic4j.api.snapshot.VcpuDescription;
import org.gic4j.cli.output.Notes;
import org.gic4j.cli.output.Table;
import org.gic4j.cli.output.Words;
import org.gic4j.cli.view.BestPending;
import org.gic4j.cli.view.CpuInterface;
import org.gic4j.cli.view.Deliveries;

/** Prints an inspection for people. */
final class InspectionText {
    private static final String UNKNOWN = "?";
    private static final String NO = "-";
    private static final int GROUPS_COLUMN = 3;

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
        new InterruptTables(inspection).print(out);
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
        state.translationServices().forEach(its -> out.println(its + registers(its)));
        inspection.imported().snapshot().memory().forEach(block -> out.println("guest memory: " + block));
        out.println(inspection.totals().words(inspection.tellsLines()));
        if (!inspection.lpis().words().isEmpty()) {
            out.println(inspection.lpis().words());
        }
    }

    /** Those of an ITS that are not 0. */
    private static String registers(ItsState its) {
        StringBuilder words = new StringBuilder();
        for (Its register : its.registers()) {
            for (int number = 0; number < ItsState.count(register); number++) {
                if (its.value(register, number) != 0) {
                    words.append(words.isEmpty() ? ": " : ", ")
                            .append(InspectionJson.name(register, number))
                            .append(" 0x")
                            .append(Long.toHexString(its.value(register, number)));
                }
            }
        }
        return words.toString();
    }

    private static String fields(Register register, int value) {
        return register.row().fields().isEmpty()
                ? ""
                : register.row().fields().stream()
                        .map(field -> field.name() + " " + Words.hex((int) field.of(value & 0xFFFF_FFFFL)))
                        .collect(Collectors.joining(", ", " (", ")"));
    }

    private void printCpuInterfaces(PrintWriter out) {
        out.println("CPU interfaces");
        boolean gicv2 = state.version() == GicVersion.GICV2;
        List<String> titles = new ArrayList<>(List.of(
                "CPU",
                "CTLR",
                "SET IN IT",
                "PMR",
                gicv2 ? "BPR" : "BPR0",
                gicv2 ? "ABPR" : "BPR1",
                "RUNNING",
                "ACTIVE PRIORITIES",
                "BEST PENDING"));
        if (!gicv2) {
            titles.add(GROUPS_COLUMN, "GROUPS");
        }
        if (tellsLpis()) {
            titles.add(GROUPS_COLUMN + 1, "LPIS");
        }
        Table table = new Table(titles.toArray(String[]::new));
        for (Inspection.Cpu cpu : inspection.vcpus()) {
            CpuInterface face = cpu.face();
            List<String> cells = new ArrayList<>(List.of(
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
                    best(cpu)));
            if (state.version() == GicVersion.GICV3) {
                // A GICv2 has them in its control register.
                cells.add(GROUPS_COLUMN, groups(face.enabledGroups()));
            }
            if (tellsLpis()) {
                cells.add(GROUPS_COLUMN + 1, LpiRegisters.areEnabled(state, face.vcpu().index().value()) ? "on" : "off");
            }
            table.row(cells.toArray(String[]::new));
        }
        table.print(out);
    }

    /** Whether there are LPIs, and the state says who takes them. */
    private boolean tellsLpis() {
        return state.has(Gicv3Redistributor.GICR_CTLR)
                && !(state.translationServices().isEmpty() && inspection.lpis().takers().isEmpty());
    }

    private static String groups(OptionalInt enabled) {
        return enabled.isEmpty() ? UNKNOWN : Words.ranges(Words.bits(enabled.getAsInt()));
    }

    private String controlBits(OptionalInt control) {
        if (control.isEmpty()) {
            return UNKNOWN;
        }
        // Fields of several bits are numbers: what the implementation has.
        String set = CpuInterface.controlRegister(state.version()).row().fields().stream()
                .filter(field -> field.high() == field.low() && field.of(control.getAsInt()) != 0)
                .map(BitField::name)
                .collect(Collectors.joining(" "));
        return set.isEmpty() ? NO : set;
    }

    private static String running(OptionalInt priority) {
        return priority.isPresent() && priority.getAsInt() == CpuInterface.IDLE ? "idle" : Words.hex(priority);
    }

    private String best(Inspection.Cpu cpu) {
        return inspection.deliveries().filter(Deliveries::tellBest).isEmpty()
                ? UNKNOWN
                : cpu.best().map(this::describe).orElse("none");
    }

    private String describe(BestPending best) {
        return inspection.names().describe(best.intid()) + ", priority " + Words.hex(best.priority()) + ", group "
                + best.group()
                + (best.source().isPresent() ? ", from CPU " + best.source().getAsInt() : "");
    }

    private void printRemarks(PrintWriter out) {
        List<String> remarks = new ArrayList<>();
        remarks.add(inspection
                .rules()
                .map(rules -> "best pending and delivery: by the rules of profile " + rules.name()
                        + (inspection.lpis().mayHideSome() ? ", LPIs apart" : ""))
                .orElseGet(() -> "best pending and delivery: not known whose rules hold; say --profile "
                        + GicProfile.presets().stream().map(GicProfile::name).collect(Collectors.joining(" or "))));
        inspection.imported().snapshot().parts().forEach(part -> remarks.add(
                "unknown part: " + part + "; a restore refuses it unless told to ignore unknown parts"));
        out.println();
        remarks.forEach(out::println);
        Notes.print(out, inspection.notes());
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
