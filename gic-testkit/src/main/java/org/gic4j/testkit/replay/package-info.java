/**
 * Replay of what was recorded elsewhere: device-control op logs of a real kernel, and access traces of real guests
 * under QEMU. Each recorded answer is compared with what a backend answers.
 *
 * <p>Start at {@link org.gic4j.testkit.replay.Replay}.
 */
@NullMarked
package org.gic4j.testkit.replay;

import org.jspecify.annotations.NullMarked;
