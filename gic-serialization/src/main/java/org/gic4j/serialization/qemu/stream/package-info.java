/**
 * The framing of a QEMU migration stream: sections, guest memory, commands, and the description of the devices that
 * stands at the end and by which devices are read and passed over. Nothing here knows an interrupt controller.
 *
 * <p>Everything is big-endian. Whatever is wrong is a {@link org.gic4j.api.snapshot.SnapshotException} with its byte
 * offset; a length is compared with the bytes that are left before it is used.
 */
@NullMarked
package org.gic4j.serialization.qemu.stream;

import org.jspecify.annotations.NullMarked;
