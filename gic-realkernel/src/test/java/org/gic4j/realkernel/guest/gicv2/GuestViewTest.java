package org.gic4j.realkernel.guest.gicv2;

import org.gic4j.api.GicVersion;
import org.gic4j.realkernel.guest.GuestViewContract;

class GuestViewTest extends GuestViewContract {
    GuestViewTest() {
        super(GicVersion.GICV2);
    }
}
