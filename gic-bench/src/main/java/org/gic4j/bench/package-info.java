/**
 * Benchmarks. Each run measures the unit u, one dependent {@code int} load inside 4 KiB, beside what it measures, so
 * that figures of noisy machines can be compared.
 */
@NullMarked
package org.gic4j.bench;

import org.jspecify.annotations.NullMarked;
