package org.gic4j.bench.encoding;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

/** Kryo, with registered classes and without references between objects. */
final class KryoCodec implements Codec {
    private final Kryo kryo = new Kryo();
    private final StateImage image;
    private final Output output = new Output(1 << 16);
    private final Input input = new Input();

    KryoCodec(StateImage image) {
        for (Class<?> type : new Class<?>[] {
            StateImage.class, int[].class, long[].class, String[].class, int[][].class
        }) {
            kryo.register(type);
        }
        this.image = image;
    }

    @Override
    public int encode() {
        output.reset();
        kryo.writeObject(output, image);
        return output.position();
    }

    @Override
    public Object decode() {
        input.setBuffer(output.getBuffer(), 0, output.position());
        return kryo.readObject(input, StateImage.class);
    }
}
