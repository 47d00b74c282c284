package org.gic4j.realkernel.guest.gicv2;

import org.gic4j.api.GicVersion;
import org.gic4j.realkernel.guest.DifferentialContract;

class DifferentialTest extends DifferentialContract {
    DifferentialTest() {
        super(GicVersion.GICV2);
    }
}
