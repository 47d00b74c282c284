/**
 * From deliverable interrupts to outputs: which one is best for a vCPU, at a cost that does not grow with their number,
 * whether its priority is enough to be signalled, and who is told.
 */
@NullMarked
package org.gic4j.emulated.delivery;

import org.jspecify.annotations.NullMarked;
