/**
 * The GICv2: its frames, from a guest's and from user space's side, and its CPU interfaces.
 *
 * <p>A guest's write goes {@code Gicv2} → frame → catalogue row → interrupt state → arbiter → CPU interface → outputs.
 */
@NullMarked
package org.gic4j.emulated.gicv2;

import org.jspecify.annotations.NullMarked;
