package org.gic4j.emulated.contract;

import java.util.Map;
import org.gic4j.api.GicVersion;
import org.gic4j.emulated.EmulatedBackend;
import org.gic4j.testkit.contract.Feature;
import org.gic4j.testkit.contract.Gicv3Contract;
import org.gic4j.testkit.contract.Implementation;

/** The contract on the emulated backend's GICv3. */
class EmulatedGicv3ContractTest extends Gicv3Contract {
    EmulatedGicv3ContractTest() {
        super(new Implementation(
                new EmulatedBackend(),
                GicVersion.GICV3,
                Map.of(
                        Feature.KERNEL_TIMERS,
                        "the embedder's timers drive PPIs 27 and 30 through interrupt lines")));
    }
}
