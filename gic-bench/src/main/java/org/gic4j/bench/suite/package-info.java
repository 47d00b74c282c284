/**
 * Runs the benchmarks against the goals of this project, each beside the unit u, and prints what was measured.
 */
@NullMarked
package org.gic4j.bench.suite;

import org.jspecify.annotations.NullMarked;
