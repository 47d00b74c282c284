/**
 * The reader of QEMU migration streams: what {@code migrate} writes to a file.
 *
 * <p>{@link org.gic4j.serialization.qemu.QemuFormat} walks the stream, package {@code stream}, and hands the section of
 * the interrupt controller to the reader of that device. A state comes out in the form of the source: the software GIC
 * has eight priority bits and active priorities per group, KVM five and one word. Nothing is converted here, and what
 * the stream does not have stays absent.
 *
 * <p>What the section does not say is asked of the rest of the stream, {@code SourceMachine}: whose interrupt controller it is,
 * which CPUs there are, how many interrupts. What has to be assumed is a note, and what is left out a loss.
 *
 * <p>To read another interrupt controller, add a {@code ControllerReader}.
 */
@NullMarked
package org.gic4j.serialization.qemu;

import org.jspecify.annotations.NullMarked;
