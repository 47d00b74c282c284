/**
 * Benchmarks. {@link org.gic4j.bench.suite.Suite} runs them, measures the unit u, one dependent {@code int} load inside
 * 4 KiB, in the same forks, and compares with the goals, so that figures of noisy machines can be compared.
 */
@NullMarked
package org.gic4j.bench;

import org.jspecify.annotations.NullMarked;
