package org.gic4j.realkernel.guest.gicv3;

import org.gic4j.api.GicVersion;
import org.gic4j.realkernel.guest.GuestViewContract;

class GuestViewTest extends GuestViewContract {
    GuestViewTest() {
        super(GicVersion.GICV3);
    }
}
