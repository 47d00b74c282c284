/**
 * Traces of what real guests did to their GIC under QEMU: inputs are given to a backend, reads and interrupt outputs
 * compared.
 */
@NullMarked
package org.gic4j.testkit.replay.trace;

import org.jspecify.annotations.NullMarked;
