/**
 * Arbitration: which deliverable interrupt is best for a vCPU, at a cost that does not grow with their number.
 */
@NullMarked
package org.gic4j.emulated.delivery;

import org.jspecify.annotations.NullMarked;
