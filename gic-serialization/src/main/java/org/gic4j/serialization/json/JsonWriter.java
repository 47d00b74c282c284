package org.gic4j.serialization.json;

import java.io.OutputStream;
import java.util.HexFormat;
import java.util.Map;
import org.gic4j.api.registers.Register;
import org.gic4j.api.snapshot.AncillaryPart;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.MemoryBlock;
import org.gic4j.api.snapshot.RedistributorRegion;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.VcpuDescription;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;

/** Writes a snapshot as indented JSON, words by lines of eight. */
final class JsonWriter {
    /** The version that is written, and the newest that is read. */
    static final int VERSION = 1;
    /** What a reader must know at least. */
    static final int LEAST_READER = 1;

    private static final int WORDS_A_LINE = 8;
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .build();

    private final Snapshot snapshot;
    private final GicState state;

    JsonWriter(Snapshot snapshot) {
        this.snapshot = snapshot;
        state = snapshot.state();
    }

    /** One member and one line of words a line; the same on every system. */
    private static final class Indented extends ObjectWriteContext.Base {
        private static final DefaultIndenter LINES = new DefaultIndenter("  ", "\n");

        @Override
        public PrettyPrinter getPrettyPrinter() {
            return new DefaultPrettyPrinter().withObjectIndenter(LINES).withArrayIndenter(LINES);
        }

        @Override
        public boolean hasPrettyPrinter() {
            return true;
        }
    }

    /**
     * Writes.
     *
     * @param out not closed
     */
    void write(OutputStream out) {
        try (JsonGenerator json = JSON.createGenerator(new Indented(), out)) {
            json.writeStartObject();
            facts(json);
            addresses(json);
            regions(json);
            vcpus(json);
            registers(json);
            services(json);
            memory(json);
            parts(json);
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }

    private void facts(JsonGenerator json) {
        json.writeStringProperty(Names.FORMAT, Names.THIS_FORMAT);
        json.writeNumberProperty(Names.VERSION, VERSION);
        json.writeNumberProperty(Names.LEAST_READER, LEAST_READER);
        json.writeStringProperty(Names.PRODUCER, snapshot.producer());
        json.writeStringProperty(Names.ARCHITECTURE, state.version().display());
        json.writeNumberProperty(Names.INTERRUPTS, state.geometry().interrupts());
        json.writeNumberProperty(Names.PRIORITY_BITS, state.priorityBits());
    }

    private void addresses(JsonGenerator json) {
        json.writeObjectPropertyStart(Names.ADDRESSES);
        for (Map.Entry<Long, Long> address : state.addresses().entrySet()) {
            json.writeStringProperty(Names.frame(state.version(), address.getKey()), hex(address.getValue()));
        }
        json.writeEndObject();
    }

    private void regions(JsonGenerator json) {
        if (state.redistributorRegions().isEmpty()) {
            return;
        }
        json.writeArrayPropertyStart(Names.REGIONS);
        for (RedistributorRegion region : state.redistributorRegions()) {
            json.writeStartObject();
            json.writeStringProperty(Names.BASE, hex(region.base()));
            json.writeNumberProperty(Names.REDISTRIBUTORS, region.count());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void vcpus(JsonGenerator json) {
        json.writeArrayPropertyStart(Names.VCPUS);
        for (VcpuDescription vcpu : state.vcpus()) {
            json.writeStartObject();
            json.writeNumberProperty(Names.ID, vcpu.id().value());
            json.writeNumberProperty(Names.INDEX, vcpu.index().value());
            json.writeStringProperty(Names.AFFINITY, vcpu.affinity().toString());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void registers(JsonGenerator json) {
        json.writeObjectPropertyStart(Names.REGISTERS);
        for (Register register : state.registers()) {
            json.writeObjectPropertyStart(register.name());
            int[] words = state.words(register);
            int banked = register.bankedWords(state.geometry());
            int at = 0;
            for (VcpuDescription vcpu : state.vcpus()) {
                lines(json, Names.owner(state.version(), vcpu), words, at, at + banked);
                at += banked;
            }
            lines(json, Names.SHARED, words, at, words.length);
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void lines(JsonGenerator json, String owner, int[] words, int from, int to) {
        if (from == to) {
            return;
        }
        json.writeArrayPropertyStart(owner);
        StringBuilder line = new StringBuilder();
        for (int i = from; i < to; i++) {
            line.append(line.isEmpty() ? "" : " ").append(HexFormat.of().toHexDigits(words[i]));
            if (i + 1 == to || (i + 1 - from) % WORDS_A_LINE == 0) {
                json.writeString(line.toString());
                line.setLength(0);
            }
        }
        json.writeEndArray();
    }

    private void services(JsonGenerator json) {
        if (!state.translationServices().isEmpty()) {
            json.writeArrayPropertyStart(Names.SERVICES);
            state.translationServices().forEach(its -> Services.write(its, json));
            json.writeEndArray();
        }
    }

    private void memory(JsonGenerator json) {
        if (snapshot.memory().isEmpty()) {
            return;
        }
        json.writeArrayPropertyStart(Names.MEMORY);
        for (MemoryBlock block : snapshot.memory()) {
            json.writeStartObject();
            json.writeStringProperty(Names.ADDRESS, hex(block.address()));
            json.writeBinaryProperty(Names.CONTENT, block.content());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void parts(JsonGenerator json) {
        if (snapshot.parts().isEmpty()) {
            return;
        }
        json.writeArrayPropertyStart(Names.PARTS);
        for (AncillaryPart part : snapshot.parts()) {
            json.writeStartObject();
            json.writeStringProperty(Names.NAME, part.name());
            json.writeBinaryProperty(Names.CONTENT, part.content());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static String hex(long address) {
        return "0x" + Long.toHexString(address);
    }
}
