package org.gic4j.bench.encoding;

import org.apache.fory.Fory;
import org.apache.fory.memory.MemoryBuffer;

/** Fory, for Java alone, with registered classes. */
final class ForyCodec implements Codec {
    private final Fory fory =
            Fory.builder().withXlang(false).requireClassRegistration(true).build();
    private final StateImage image;
    private final MemoryBuffer buffer = MemoryBuffer.newHeapBuffer(1 << 16);

    ForyCodec(StateImage image) {
        fory.register(StateImage.class);
        this.image = image;
    }

    @Override
    public int encode() {
        buffer.writerIndex(0);
        fory.serialize(buffer, image);
        return buffer.writerIndex();
    }

    @Override
    public Object decode() {
        buffer.readerIndex(0);
        return fory.deserialize(buffer);
    }
}
