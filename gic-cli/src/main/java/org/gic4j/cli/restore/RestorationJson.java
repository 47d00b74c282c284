package org.gic4j.cli.restore;

import java.util.List;
import org.gic4j.api.registers.Register;
import org.gic4j.api.snapshot.ItsMappings;
import org.gic4j.cli.output.Differences;
import org.gic4j.cli.output.Notes;
import tools.jackson.core.JsonGenerator;

/** Writes a restoration as the members of a JSON object. */
final class RestorationJson {
    private final Restoration restoration;

    RestorationJson(Restoration restoration) {
        this.restoration = restoration;
    }

    void write(JsonGenerator json) {
        json.writeStringProperty("file", restoration.file().toString());
        json.writeStringProperty("format", restoration.imported().format());
        json.writeStringProperty("producer", restoration.imported().snapshot().producer());
        json.writeStringProperty("backend", restoration.backend());
        json.writeStringProperty("profile", restoration.profile().name());
        Notes.write(json, restoration.notes());
        json.writeArrayPropertyStart("mapped");
        restoration.mapped().forEach(its -> write(json, its));
        json.writeEndArray();
        write(json, "compared", restoration.compared());
        write(json, "notCompared", restoration.notCompared());
        Differences.write(json, "differences", restoration.differences());
        json.writeNumberProperty("differing", restoration.differences().size());
    }

    private static void write(JsonGenerator json, ItsMappings mapped) {
        json.writeStartObject();
        json.writeNumberProperty("devices", mapped.devices());
        json.writeNumberProperty("events", mapped.events());
        json.writeNumberProperty("lpis", mapped.lpis());
        json.writeNumberProperty("collections", mapped.collections());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String name, List<Register> registers) {
        json.writeArrayPropertyStart(name);
        registers.forEach(register -> json.writeString(register.name()));
        json.writeEndArray();
    }
}
