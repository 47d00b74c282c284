/** Tests for a host with a GICv2, whose KVM offers a virtual GICv2. */
@NullMarked
package org.gic4j.realkernel.guest.gicv2;

import org.jspecify.annotations.NullMarked;
