/**
 * Differential testing: seeded sequences of valid and hostile operations, put to two backends in lockstep. Every answer
 * is compared and, from time to time, the complete state. A difference is shrunk to a few operations and told as an op
 * log with the reference's answers, which a replay takes.
 *
 * <p>Start at {@link org.gic4j.testkit.differential.DifferentialRun}.
 *
 * <p>Operations that crash a real kernel are in no repertoire: ITS SAVE_TABLES after MAPC V=0 of a collection with events
 * or after a failed RESTORE_TABLES (CONTRACT 9.3).
 */
@NullMarked
package org.gic4j.testkit.differential;

import org.jspecify.annotations.NullMarked;
