package org.gic4j.emulated.contract;

import java.util.Map;
import org.gic4j.emulated.EmulatedBackend;
import org.gic4j.testkit.contract.Feature;
import org.gic4j.testkit.contract.Gicv2Contract;
import org.gic4j.testkit.contract.Implementation;

/** The contract on the emulated backend's GICv2. */
class EmulatedContractTest extends Gicv2Contract {
    EmulatedContractTest() {
        super(new Implementation(
                new EmulatedBackend(),
                Map.of(Feature.KERNEL_TIMERS, "the embedder's timers drive PPIs 27 and 30 through interrupt lines")));
    }
}
