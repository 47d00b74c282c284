/** Recorded answers of a real kernel and accesses of real guests, carried by this jar for tests of backends. */
@NullMarked
package org.gic4j.testkit.golden;

import org.jspecify.annotations.NullMarked;
