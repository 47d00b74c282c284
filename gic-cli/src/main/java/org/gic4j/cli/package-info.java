/**
 * The {@code gic} command: the entry point, the exit codes, and how failures are told.
 *
 * <p>Each subcommand has a package of its own: a command class with its options, a report that it computes, and one
 * renderer each for text and JSON.
 */
@NullMarked
package org.gic4j.cli;

import org.jspecify.annotations.NullMarked;
