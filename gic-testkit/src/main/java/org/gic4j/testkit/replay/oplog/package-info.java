/**
 * Device-control op logs: what user space asked of a kernel and what it answered, one JSON object on each line.
 *
 * <p>{@code OperationParser} makes typed {@code Operation}s of the lines; {@code OpLogReplay} runs them in order.
 */
@NullMarked
package org.gic4j.testkit.replay.oplog;

import org.jspecify.annotations.NullMarked;
