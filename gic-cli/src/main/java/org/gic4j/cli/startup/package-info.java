/** What makes the command start quickly: the run from which the launcher makes a start-up cache. */
@NullMarked
package org.gic4j.cli.startup;

import org.jspecify.annotations.NullMarked;
