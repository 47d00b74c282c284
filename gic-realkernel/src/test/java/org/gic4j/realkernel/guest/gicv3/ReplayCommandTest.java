package org.gic4j.realkernel.guest.gicv3;

import org.gic4j.api.GicVersion;
import org.gic4j.realkernel.guest.ReplayCommandContract;

class ReplayCommandTest extends ReplayCommandContract {
    ReplayCommandTest() {
        super(GicVersion.GICV3);
    }
}
