package org.gic4j.cli.inspect;

import java.util.OptionalInt;
import org.gic4j.api.snapshot.LpiState;
import org.gic4j.cli.view.Lpi;
import tools.jackson.core.JsonGenerator;

/** Writes the member {@code lpis} of an inspection, where a vCPU takes LPIs or their tables were read. */
final class LpisJson {
    private LpisJson() {}

    static void write(JsonGenerator json, Inspection inspection) {
        Lpis lpis = inspection.lpis();
        if (lpis.takers().isEmpty() && !lpis.read()) {
            return;
        }
        json.writeObjectPropertyStart("lpis");
        json.writeArrayPropertyStart("takers");
        lpis.takers().forEach(vcpu -> json.writeNumber(vcpu.id().value()));
        json.writeEndArray();
        json.writeBooleanProperty("read", lpis.read());
        if (!lpis.fault().isEmpty()) {
            json.writeStringProperty("fault", lpis.fault());
        }
        if (lpis.read()) {
            json.writeArrayPropertyStart("interrupts");
            inspection.selectedLpis().forEach(lpi -> write(json, inspection, lpi));
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Inspection inspection, Lpi lpi) {
        LpiState state = lpi.state();
        json.writeStartObject();
        json.writeNumberProperty("intid", Integer.toUnsignedLong(state.intid()));
        if (state.vcpu() != null) {
            json.writeNumberProperty("cpu", state.vcpu().id().value());
        }
        json.writeBooleanProperty("pending", state.pending());
        OptionalInt enabled = state.enabled();
        if (enabled.isPresent()) {
            json.writeBooleanProperty("enabled", enabled.getAsInt() != 0);
        }
        OptionalInt priority = state.priority();
        if (priority.isPresent()) {
            json.writeNumberProperty("priority", priority.getAsInt());
        }
        json.writeArrayPropertyStart("events");
        for (LpiState.Event event : state.events()) {
            json.writeStartObject();
            json.writeNumberProperty("service", event.service());
            json.writeNumberProperty("device", event.device());
            json.writeNumberProperty("event", event.id());
            json.writeNumberProperty("collection", event.collection());
            json.writeEndObject();
        }
        json.writeEndArray();
        InspectionJson.writeDeliveries(json, state.pending(), inspection.deliveries(lpi));
        json.writeEndObject();
    }
}
