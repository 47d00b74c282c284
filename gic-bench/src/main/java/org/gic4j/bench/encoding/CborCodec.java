package org.gic4j.bench.encoding;

import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.dataformat.cbor.CBORMapper;

/** Jackson's CBOR, by data binding. */
final class CborCodec implements Codec {
    private final ObjectWriter writer;
    private final ObjectReader reader;
    private final StateImage image;
    private final ReusedOutput out = new ReusedOutput();

    CborCodec(StateImage image) {
        CBORMapper mapper = new CBORMapper();
        writer = mapper.writerFor(StateImage.class);
        reader = mapper.readerFor(StateImage.class);
        this.image = image;
    }

    @Override
    public int encode() {
        out.reset();
        writer.writeValue(out, image);
        return out.size();
    }

    @Override
    public Object decode() {
        return reader.readValue(out.bytes(), 0, out.size());
    }
}
