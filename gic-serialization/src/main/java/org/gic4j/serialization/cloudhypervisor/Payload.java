package org.gic4j.serialization.cloudhypervisor;

/** The interrupt controller's own JSON text, taken out of its wrapping. */
final class Payload {
    private final byte[] text;
    private final long offset;
    private final String era;

    /**
     * A text.
     *
     * @param text its bytes
     * @param offset where its wrapping stands in the file
     * @param era the releases that wrap it so
     */
    Payload(byte[] text, long offset, String era) {
        this.text = text;
        this.offset = offset;
        this.era = era;
    }

    byte[] text() {
        return text;
    }

    long offset() {
        return offset;
    }

    String era() {
        return era;
    }
}
