package org.gic4j.cli.inspect;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.gic4j.api.GicVersion;
import org.gic4j.api.registers.BitField;
import org.gic4j.api.registers.InterruptProperty;
import org.gic4j.api.registers.Its;
import org.gic4j.api.registers.Register;
import org.gic4j.api.snapshot.AncillaryPart;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.ItsState;
import org.gic4j.api.snapshot.MemoryBlock;
import org.gic4j.api.snapshot.VcpuDescription;
import org.gic4j.cli.output.Notes;
import org.gic4j.cli.output.Words;
import org.gic4j.cli.view.BestPending;
import org.gic4j.cli.view.CpuInterface;
import org.gic4j.cli.view.Delivery;
import org.gic4j.cli.view.InterruptView;
import org.gic4j.cli.view.PendingCause;
import tools.jackson.core.JsonGenerator;

/** Writes an inspection as the members of a JSON object. A member that the state does not tell is left out. */
final class InspectionJson {
    private final Inspection inspection;
    private final GicState state;

    InspectionJson(Inspection inspection) {
        this.inspection = inspection;
        this.state = inspection.state();
    }

    void write(JsonGenerator json) {
        json.writeStringProperty("file", inspection.file().toString());
        json.writeStringProperty("format", inspection.imported().format());
        json.writeStringProperty("producer", inspection.imported().snapshot().producer());
        json.writeStringProperty("model", state.version().display());
        json.writeNumberProperty("interruptCount", state.geometry().interrupts());
        json.writeNumberProperty("priorityBits", state.priorityBits());
        json.writeArrayPropertyStart("addresses");
        state.addresses().forEach((attribute, address) -> {
            json.writeStartObject();
            json.writeNumberProperty("attribute", attribute);
            json.writeStringProperty("what", inspection.address(attribute).describe());
            json.writeNumberProperty("address", address);
            json.writeEndObject();
        });
        json.writeEndArray();
        json.writeObjectPropertyStart("distributor");
        inspection.sharedRegisters().forEach(register -> writeRegister(json, register, 0));
        json.writeEndObject();
        json.writeBooleanProperty("linesKnown", inspection.tellsLines());
        write(json, inspection.totals());
        inspection.rules().ifPresent(rules -> json.writeStringProperty("rules", rules.name()));
        json.writeArrayPropertyStart("cpus");
        inspection.vcpus().forEach(cpu -> write(json, cpu));
        json.writeEndArray();
        json.writeArrayPropertyStart("interrupts");
        inspection.interrupts().forEach(interrupt -> write(json, interrupt));
        json.writeEndArray();
        json.writeArrayPropertyStart("translationServices");
        state.translationServices().forEach(its -> write(json, its));
        json.writeEndArray();
        LpisJson.write(json, inspection);
        json.writeArrayPropertyStart("memory");
        inspection.imported().snapshot().memory().forEach(block -> write(json, block));
        json.writeEndArray();
        Notes.write(json, inspection.notes());
        json.writeArrayPropertyStart("unknownParts");
        inspection.imported().snapshot().parts().forEach(part -> write(json, part));
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, ItsState its) {
        json.writeStartObject();
        its.address().ifPresent(address -> Words.unsigned(json, "address", address));
        json.writeObjectPropertyStart("registers");
        for (Its register : its.registers()) {
            for (int number = 0; number < ItsState.count(register); number++) {
                Words.unsigned(json, name(register, number), its.value(register, number));
            }
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    /** A register of an ITS by its name, with its number where there are several. */
    static String name(Its register, int number) {
        return register.name() + (ItsState.count(register) == 1 ? "" : number);
    }

    private static void write(JsonGenerator json, MemoryBlock block) {
        json.writeStartObject();
        Words.unsigned(json, "address", block.address());
        json.writeNumberProperty("bytes", block.size());
        json.writeEndObject();
    }

    private void write(JsonGenerator json, Totals totals) {
        json.writeObjectPropertyStart("totals");
        json.writeNumberProperty("enabled", totals.enabled());
        json.writeNumberProperty("pending", totals.pending());
        json.writeNumberProperty("active", totals.active());
        if (inspection.tellsLines()) {
            json.writeNumberProperty("highLines", totals.highLines());
        }
        json.writeEndObject();
    }

    private void write(JsonGenerator json, Inspection.Cpu cpu) {
        CpuInterface face = cpu.face();
        json.writeStartObject();
        writeIdentity(json, face.vcpu());
        json.writeObjectPropertyStart("registers");
        inspection.vcpuRegisters().forEach(register ->
                writeRegister(json, register, face.vcpu().index().value()));
        json.writeEndObject();
        face.control().ifPresent(control -> {
            json.writeObjectPropertyStart("control");
            for (BitField field : CpuInterface.controlRegister(state.version()).row().fields()) {
                json.writeNumberProperty(field.name(), field.of(control));
            }
            json.writeEndObject();
        });
        face.enabledGroups().ifPresent(groups -> writeNumbers(json, "enabledGroups", Words.bits(groups)));
        writeIfKnown(json, "priorityMask", face.priorityMask());
        boolean gicv2 = state.version() == GicVersion.GICV2;
        writeIfKnown(json, gicv2 ? "binaryPoint" : "binaryPoint0", face.binaryPoint());
        writeIfKnown(json, gicv2 ? "aliasedBinaryPoint" : "binaryPoint1", face.aliasedBinaryPoint());
        json.writeArrayPropertyStart("activePriorities");
        face.activePriorities().forEach(json::writeNumber);
        json.writeEndArray();
        writeIfKnown(json, "runningPriority", face.runningPriority());
        cpu.best().ifPresent(best -> write(json, best));
        json.writeEndObject();
    }

    private static void writeIdentity(JsonGenerator json, VcpuDescription vcpu) {
        json.writeNumberProperty("cpu", vcpu.id().value());
        json.writeNumberProperty("index", vcpu.index().value());
        json.writeStringProperty("affinity", vcpu.affinity().toString());
    }

    /** A register as user space reads it: a number, or an array where the family has several words. */
    private void writeRegister(JsonGenerator json, Register register, int vcpuIndex) {
        int words = register.words(state.geometry());
        if (words == 1) {
            json.writeNumberProperty(register.name(), unsigned(state.word(register, vcpuIndex, 0)));
            return;
        }
        json.writeArrayPropertyStart(register.name());
        for (int word = 0; word < words; word++) {
            json.writeNumber(unsigned(state.word(register, vcpuIndex, word)));
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, BestPending best) {
        json.writeObjectPropertyStart("bestPending");
        json.writeNumberProperty("intid", best.intid());
        json.writeNumberProperty("priority", best.priority());
        json.writeNumberProperty("group", best.group());
        writeIfKnown(json, "source", best.source());
        json.writeEndObject();
    }

    private void write(JsonGenerator json, InterruptView interrupt) {
        json.writeStartObject();
        json.writeNumberProperty("intid", interrupt.intid());
        json.writeStringProperty("kind", interrupt.kind().name());
        json.writeNumberProperty("number", interrupt.kind().number(interrupt.intid()));
        inspection.names().of(interrupt.intid()).ifPresent(name -> json.writeStringProperty("name", name));
        if (interrupt.vcpu() != null) {
            json.writeNumberProperty("cpu", interrupt.vcpu().id().value());
        }
        for (InterruptProperty property : InterruptProperty.values()) {
            interrupt.value(property).ifPresent(value -> write(json, interrupt, property, value));
        }
        interrupt.trigger().ifPresent(trigger ->
                json.writeStringProperty("trigger", trigger.name().toLowerCase(Locale.ROOT)));
        PendingCause cause = interrupt.cause();
        if (cause != PendingCause.NONE) {
            json.writeStringProperty("cause", cause.words());
        }
        writeDeliveries(json, interrupt.is(InterruptProperty.PENDING), inspection.deliveries(interrupt));
        json.writeEndObject();
    }

    /** What becomes of an interrupt that is pending, or of one that is supposed to be. */
    static void writeDeliveries(JsonGenerator json, boolean pending, List<Delivery> deliveries) {
        if (!deliveries.isEmpty()) {
            json.writeArrayPropertyStart(pending ? "delivery" : "ifPending");
            deliveries.forEach(delivery -> write(json, delivery));
            json.writeEndArray();
        }
    }

    private static void write(JsonGenerator json, Delivery delivery) {
        json.writeStartObject();
        if (delivery.vcpu() != null) {
            json.writeNumberProperty("cpu", delivery.vcpu().id().value());
        }
        json.writeStringProperty("outcome", delivery.outcome().id());
        json.writeStringProperty("words", delivery.words());
        json.writeEndObject();
    }

    private void write(JsonGenerator json, InterruptView interrupt, InterruptProperty property, int value) {
        switch (property) {
            case ENABLED, PENDING, ACTIVE, LATCH ->
                json.writeBooleanProperty(property.name().toLowerCase(Locale.ROOT), value != 0);
            case LINE -> json.writeStringProperty("line", value != 0 ? "high" : "low");
            case GROUP -> json.writeNumberProperty("group", value);
            case PRIORITY -> json.writeNumberProperty("priority", value);
            case TARGETS -> writeNumbers(json, "targets", inspection.targets(interrupt));
            case ROUTE ->
                interrupt.route().ifPresent(route ->
                        json.writeStringProperty("route", route.any() ? "any" : route.affinity().toString()));
            case SGI_SOURCES -> writeNumbers(json, "sources", Words.bits(value));
            case CONFIGURATION -> json.writeNumberProperty("configuration", value);
        }
    }

    private static void writeNumbers(JsonGenerator json, String name, List<Integer> numbers) {
        json.writeArrayPropertyStart(name);
        numbers.forEach(json::writeNumber);
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, AncillaryPart part) {
        json.writeStartObject();
        json.writeStringProperty("name", part.name());
        json.writeNumberProperty("bytes", part.content().length);
        json.writeEndObject();
    }

    private static void writeIfKnown(JsonGenerator json, String name, OptionalInt value) {
        if (value.isPresent()) {
            json.writeNumberProperty(name, value.getAsInt());
        }
    }

    private static long unsigned(int word) {
        return Integer.toUnsignedLong(word);
    }
}
