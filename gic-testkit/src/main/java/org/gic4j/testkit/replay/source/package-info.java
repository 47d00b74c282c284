/** The text of recorded logs: files, compression and numbered lines. */
@NullMarked
package org.gic4j.testkit.replay.source;

import org.jspecify.annotations.NullMarked;
