/**
 * The {@code gic} command: the entry point, the exit codes, and how failures are told.
 *
 * <p>Each subcommand has a package of its own: a command class with its options, what it finds, and how that is
 * printed as text and as JSON.
 */
@NullMarked
package org.gic4j.cli;

import org.jspecify.annotations.NullMarked;
