/**
 * The command {@code gic diff}: {@link org.gic4j.api.snapshot.Diff} is what it finds.
 */
@NullMarked
package org.gic4j.cli.diff;

import org.jspecify.annotations.NullMarked;
