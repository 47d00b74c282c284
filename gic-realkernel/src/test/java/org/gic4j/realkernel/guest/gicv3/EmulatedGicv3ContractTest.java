package org.gic4j.realkernel.guest.gicv3;

import java.util.Map;
import org.gic4j.api.GicBackends;
import org.gic4j.api.GicVersion;
import org.gic4j.realkernel.guest.WithoutRecordings;
import org.gic4j.testkit.contract.Feature;
import org.gic4j.testkit.contract.Gicv3Contract;
import org.gic4j.testkit.contract.Implementation;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract on the emulated backend's GICv3, by the JVM of an arm64 machine. */
@ExtendWith(WithoutRecordings.class)
class EmulatedGicv3ContractTest extends Gicv3Contract {
    EmulatedGicv3ContractTest() {
        super(new Implementation(
                GicBackends.find().named("emulated"),
                GicVersion.GICV3,
                Map.of(
                        Feature.KERNEL_TIMERS,
                        "the embedder's timers drive PPIs 27 and 30 through interrupt lines")));
    }
}
