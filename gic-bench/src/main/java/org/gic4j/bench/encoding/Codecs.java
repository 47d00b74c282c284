package org.gic4j.bench.encoding;

import java.io.IOException;
import org.gic4j.api.snapshot.Snapshot;

/** Makes codecs by name. */
public final class Codecs {
    private Codecs() {}

    /**
     * Makes a codec for a snapshot, and checks that what it encodes says the same when it is decoded.
     *
     * @param name memcpy, native, protobuf, kryo, fory or cbor
     * @param snapshot the snapshot
     * @throws IOException when it cannot decode what it encoded
     */
    public static Codec of(String name, Snapshot snapshot) throws IOException {
        NativeCodec own = new NativeCodec(snapshot);
        StateImage image = StateImage.of(snapshot);
        return switch (name) {
            case "native" -> own;
            case "memcpy" -> new CopyCodec(own.encoded());
            case "protobuf" -> checked(new ProtobufCodec(image), image);
            case "kryo" -> checked(new KryoCodec(image), image);
            case "fory" -> checked(new ForyCodec(image), image);
            case "cbor" -> checked(new CborCodec(image), image);
            default -> throw new IllegalArgumentException("no codec is named '" + name + "'");
        };
    }

    private static Codec checked(Codec codec, StateImage image) throws IOException {
        codec.encode();
        if (!(codec.decode() instanceof StateImage decoded) || !image.says(decoded)) {
            throw new IllegalStateException(codec.getClass().getSimpleName() + " does not give back what it was given");
        }
        return codec;
    }
}
