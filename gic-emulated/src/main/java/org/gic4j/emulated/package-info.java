/**
 * The provider of the emulated backend.
 */
@NullMarked
package org.gic4j.emulated;

import org.jspecify.annotations.NullMarked;
