/**
 * GICv3: distributor, redistributors and the system registers of CPU interfaces, for guests and for user space.
 */
@NullMarked
package org.gic4j.emulated.gicv3;

import org.jspecify.annotations.NullMarked;
