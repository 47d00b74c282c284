/**
 * The reader of QEMU migration streams: what {@code migrate} writes to a file.
 *
 * <p>{@link org.gic4j.serialization.qemu.QemuFormat} walks the stream, package {@code stream}, and hands the section of
 * the interrupt controller to the reader of that device. A state comes out in the form of the source: the software GIC
 * has eight priority bits and active priorities per group, KVM five and one word. Nothing is converted here, and what
 * the stream does not have stays absent.
 *
 * <p>To read another interrupt controller, add a {@code ControllerReader}.
 */
@NullMarked
package org.gic4j.serialization.qemu;

import org.jspecify.annotations.NullMarked;
