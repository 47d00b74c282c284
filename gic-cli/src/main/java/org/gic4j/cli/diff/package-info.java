/**
 * The command {@code gic diff}: {@link org.gic4j.cli.diff.Comparison} is what it finds, and each renderer prints that.
 */
@NullMarked
package org.gic4j.cli.diff;

import org.jspecify.annotations.NullMarked;
