/** The command {@code gic lint}: {@link org.gic4j.cli.lint.LintReport} is what it finds, and it prints that. */
@NullMarked
package org.gic4j.cli.lint;

import org.jspecify.annotations.NullMarked;
