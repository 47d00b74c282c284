package org.gic4j.realkernel.guest.gicv3;

import org.gic4j.realkernel.guest.DifferentialContract;
import org.gic4j.testkit.differential.DifferentialOptions;
import org.gic4j.testkit.differential.Seed;

class DifferentialTest extends DifferentialContract {
    DifferentialTest() {
        super("GICv3", running(DifferentialOptions.gicv3(Seed.chosen(), operations())));
    }
}
