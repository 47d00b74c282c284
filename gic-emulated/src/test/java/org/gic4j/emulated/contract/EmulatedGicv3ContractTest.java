package org.gic4j.emulated.contract;

import java.util.Map;
import org.gic4j.api.GicVersion;
import org.gic4j.emulated.EmulatedBackend;
import org.gic4j.testkit.contract.Feature;
import org.gic4j.testkit.contract.GoldenLogContract;
import org.gic4j.testkit.contract.Implementation;
import org.gic4j.testkit.contract.TraceContract;
import org.junit.jupiter.api.Nested;

/** The contract on the emulated backend's GICv3. */
class EmulatedGicv3ContractTest {
    private static final Implementation EMULATED = new Implementation(
            new EmulatedBackend(),
            GicVersion.GICV3,
            Map.of(
                    Feature.ITS,
                    "it comes with LPIs",
                    Feature.KERNEL_TIMERS,
                    "the embedder's timers drive PPIs 27 and 30 through interrupt lines"));

    @Nested
    class GoldenLog extends GoldenLogContract {
        GoldenLog() {
            super(EMULATED);
        }
    }

    @Nested
    class Trace extends TraceContract {
        Trace() {
            super(EMULATED);
        }
    }
}
