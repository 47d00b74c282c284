/** Snapshots that the tests of all formats share. */
@NullMarked
package org.gic4j.serialization.samples;

import org.jspecify.annotations.NullMarked;
