package org.gic4j.bench.encoding;

/** No format at all: as many bytes as the native format has, copied. The measure of the others. */
final class CopyCodec implements Codec {
    private final byte[] source;
    private final byte[] target;

    CopyCodec(byte[] bytes) {
        source = bytes.clone();
        target = new byte[bytes.length];
    }

    @Override
    public int encode() {
        System.arraycopy(source, 0, target, 0, source.length);
        return target.length;
    }

    @Override
    public Object decode() {
        System.arraycopy(target, 0, source, 0, target.length);
        return source;
    }
}
