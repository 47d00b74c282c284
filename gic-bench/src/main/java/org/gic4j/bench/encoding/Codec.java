package org.gic4j.bench.encoding;

import java.io.IOException;

/** One way to turn a state into bytes and back. Keeps its buffers: an operation allocates only what the library must. */
public interface Codec {
    /**
     * Encodes the state.
     *
     * @return the number of bytes
     * @throws IOException never, in memory
     */
    int encode() throws IOException;

    /**
     * Decodes what was encoded last.
     *
     * @return the state, as the library gives it
     * @throws IOException for bytes that were damaged
     */
    Object decode() throws IOException;
}
