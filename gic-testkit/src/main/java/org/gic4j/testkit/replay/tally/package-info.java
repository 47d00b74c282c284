/** The count of a replay's answers. */
@NullMarked
package org.gic4j.testkit.replay.tally;

import org.jspecify.annotations.NullMarked;
