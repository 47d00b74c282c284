/** Tests for a host with a GICv3, whose KVM offers a virtual GICv3. */
@NullMarked
package org.gic4j.realkernel.guest.gicv3;

import org.jspecify.annotations.NullMarked;
