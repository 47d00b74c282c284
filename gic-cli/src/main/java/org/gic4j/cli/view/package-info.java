/**
 * A state as an engineer looks at it: interrupts by INTID and vCPU, CPU interfaces, names and reasons, computed from
 * the registers. Nothing here prints.
 *
 * <p>Begin at {@link org.gic4j.cli.view.Interrupts}.
 */
@NullMarked
package org.gic4j.cli.view;

import org.jspecify.annotations.NullMarked;
