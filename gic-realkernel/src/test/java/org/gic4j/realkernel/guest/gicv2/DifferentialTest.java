package org.gic4j.realkernel.guest.gicv2;

import org.gic4j.realkernel.guest.DifferentialContract;
import org.gic4j.testkit.differential.DifferentialOptions;
import org.gic4j.testkit.differential.Seed;

class DifferentialTest extends DifferentialContract {
    DifferentialTest() {
        super("GICv2", running(DifferentialOptions.gicv2(Seed.chosen(), operations())));
    }
}
