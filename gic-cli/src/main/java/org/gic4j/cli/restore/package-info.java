/**
 * The command {@code gic restore}: {@link org.gic4j.cli.restore.Restoration} does it and is what came of it, and each
 * renderer prints that.
 */
@NullMarked
package org.gic4j.cli.restore;

import org.jspecify.annotations.NullMarked;
