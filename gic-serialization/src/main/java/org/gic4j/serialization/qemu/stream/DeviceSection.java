package org.gic4j.serialization.qemu.stream;

/**
 * The section of a device.
 *
 * @param name the device, for example {@code cpu}
 * @param instance which of several of that name
 * @param version the version of its fields
 * @param offset where the section begins in the stream
 * @param body its fields
 */
public record DeviceSection(String name, long instance, long version, long offset, VmState body) {}
