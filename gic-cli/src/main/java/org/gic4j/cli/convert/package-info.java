/** The command {@code gic convert}: any readable format to any writable one. */
@NullMarked
package org.gic4j.cli.convert;

import org.jspecify.annotations.NullMarked;
