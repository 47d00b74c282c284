/**
 * What formats share that are lists of register values without names: putting words where they belong, comparing the
 * registers that set with those that clear, and saying of each value of a state that has no place in a list.
 */
@NullMarked
package org.gic4j.serialization.positional;

import org.jspecify.annotations.NullMarked;
