/**
 * What is wrong with a snapshot, before anybody restores it: rules, each a known failure, and their findings. Begin at
 * {@link org.gic4j.api.lint.Lint}.
 */
@NullMarked
package org.gic4j.api.lint;

import org.jspecify.annotations.NullMarked;
