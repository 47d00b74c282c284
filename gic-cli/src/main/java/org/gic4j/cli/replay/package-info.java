/** The command {@code gic replay}; the engine is {@link org.gic4j.testkit.replay.Replay}. */
@NullMarked
package org.gic4j.cli.replay;

import org.jspecify.annotations.NullMarked;
