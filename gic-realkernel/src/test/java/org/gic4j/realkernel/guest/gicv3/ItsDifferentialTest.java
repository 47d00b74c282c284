package org.gic4j.realkernel.guest.gicv3;

import org.gic4j.realkernel.guest.DifferentialContract;
import org.gic4j.testkit.differential.DifferentialOptions;
import org.gic4j.testkit.differential.Seed;

/**
 * The ITS, guest memory included. A build compares 10,000 operations;
 * {@code -Dgic4j.differential.its.operations=100000} takes a minute longer.
 */
class ItsDifferentialTest extends DifferentialContract {
    ItsDifferentialTest() {
        super("ITS", running(DifferentialOptions.its(Seed.chosen(), operationsOfIts())));
    }

    private static long operationsOfIts() {
        return Long.getLong("gic4j.differential.its.operations", 10_000);
    }
}
