/**
 * What a guest does: accesses to the interrupt controller's frames, the outputs that reach its CPUs, and its memory.
 */
@NullMarked
package org.gic4j.api.guest;

import org.jspecify.annotations.NullMarked;
