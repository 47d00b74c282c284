/**
 * The state of interrupts: enables, latches, lines, priorities, one bitmap for each property.
 *
 * <p>A change of state that makes an interrupt deliverable, or no longer so, reaches the arbiter of each vCPU that it
 * targets from here.
 */
@NullMarked
package org.gic4j.emulated.interrupt;

import org.jspecify.annotations.NullMarked;
