/** What the renderers of all commands share: the choice of text or JSON, tables, notes and differences. */
@NullMarked
package org.gic4j.cli.output;

import org.jspecify.annotations.NullMarked;
