package org.gic4j.cli.output;

import java.io.PrintWriter;
import java.util.List;
import org.gic4j.api.snapshot.Note;
import tools.jackson.core.JsonGenerator;

/** How notes are written: what is lost, and what only explains. */
public final class Notes {
    private Notes() {}

    /**
     * Prints losses first, then the others, one a line.
     *
     * @param out where to
     * @param notes in any order
     */
    public static void print(PrintWriter out, List<Note> notes) {
        notes.stream().filter(Note::loss).forEach(note -> out.println("lost: " + note));
        notes.stream().filter(note -> !note.loss()).forEach(note -> out.println("note: " + note));
    }

    /**
     * Writes the members {@code lost} and {@code notes}: two arrays.
     *
     * @param json inside an object
     * @param notes in any order
     */
    public static void write(JsonGenerator json, List<Note> notes) {
        json.writeArrayPropertyStart("lost");
        notes.stream().filter(Note::loss).forEach(note -> write(json, note));
        json.writeEndArray();
        json.writeArrayPropertyStart("notes");
        notes.stream().filter(note -> !note.loss()).forEach(note -> write(json, note));
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, Note note) {
        json.writeStartObject();
        json.writeStringProperty("id", note.id());
        json.writeStringProperty("register", note.register());
        if (note.vcpu() != null) {
            json.writeNumberProperty("vcpu", note.vcpu().value());
        }
        if (note.intid().isPresent()) {
            json.writeNumberProperty("intid", note.intid().getAsInt());
        }
        Words.unsigned(json, "source", note.sourceValue());
        if (note.loss()) {
            Words.unsigned(json, "kept", note.keptValue());
        }
        json.writeStringProperty("reason", note.reason());
        json.writeEndObject();
    }
}
