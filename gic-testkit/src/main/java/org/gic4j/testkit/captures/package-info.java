/**
 * Captured states of real interrupt controllers, and what was read beside them at the same instant: by the guests, by
 * QEMU's monitor, and through the kernel's device attributes.
 *
 * <p>Begin at {@link org.gic4j.testkit.captures.Captures}.
 */
@NullMarked
package org.gic4j.testkit.captures;

import org.jspecify.annotations.NullMarked;
