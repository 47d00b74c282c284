/**
 * The command {@code gic inspect}: {@link org.gic4j.cli.inspect.Inspection} is what it finds, and each renderer prints
 * that.
 */
@NullMarked
package org.gic4j.cli.inspect;

import org.jspecify.annotations.NullMarked;
