/** Hand-written fakes: a backend whose registers are plain memory, with a guest's view of SGIs. */
@NullMarked
package org.gic4j.testkit.fake;

import org.jspecify.annotations.NullMarked;
