/**
 * Guest code in tests: processors that execute it, on a real kernel or by an interpreter, programs for them, and the
 * contract of a guest that runs and moves.
 *
 * <p>Start at {@link org.gic4j.testkit.guest.RunningGuestContract}.
 */
@NullMarked
package org.gic4j.testkit.guest;

import org.jspecify.annotations.NullMarked;
