package org.gic4j.testkit.guest;

/**
 * An access of a guest that user space has to serve.
 *
 * @param address guest physical address
 * @param bytes 1, 2, 4 or 8
 * @param write whether it is a write
 * @param data what is written, zero-extended
 */
public record GuestExit(long address, int bytes, boolean write, long data) {}
