/** The command {@code gic backends}, and the choice of a backend for the commands that need one. */
@NullMarked
package org.gic4j.cli.backends;

import org.jspecify.annotations.NullMarked;
