package org.gic4j.serialization.cloudhypervisor;

/**
 * The interrupt controller's own JSON text, taken out of its wrapping.
 *
 * @param text the bytes of the text
 * @param offset where its wrapping stands in the file
 * @param era the releases that wrap it so
 */
record Payload(byte[] text, long offset, String era) {}
