/**
 * The rules of {@code gic lint}: {@link org.gic4j.serialization.lint.StateLinter} runs them, each class has one rule or
 * a few that look at the same registers, and each rule has a page in docs/lint. What a state does not hold because a
 * reader had to leave it out comes as the reader's notes, {@link org.gic4j.serialization.lint.NoteRules}.
 */
@NullMarked
package org.gic4j.serialization.lint;

import org.jspecify.annotations.NullMarked;
