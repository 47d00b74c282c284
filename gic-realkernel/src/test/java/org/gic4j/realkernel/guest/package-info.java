/**
 * Tests that run inside the guest. Every class here named {@code …Test} is shipped and run there; what it needs on its
 * class path is on the one of this module. A package named {@code gicv2} or {@code gicv3} is for that kind of host
 * only; other packages run on both.
 */
@NullMarked
package org.gic4j.realkernel.guest;

import org.jspecify.annotations.NullMarked;
