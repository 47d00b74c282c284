package org.gic4j.emulated.contract;

import java.util.Map;
import org.gic4j.api.GicVersion;
import org.gic4j.emulated.EmulatedBackend;
import org.gic4j.testkit.contract.CompletionContract;
import org.gic4j.testkit.contract.DeviceLifecycleContract;
import org.gic4j.testkit.contract.Feature;
import org.gic4j.testkit.contract.FirstRunContract;
import org.gic4j.testkit.contract.Gicv3SnapshotContract;
import org.gic4j.testkit.contract.GoldenLogContract;
import org.gic4j.testkit.contract.Implementation;
import org.gic4j.testkit.contract.InitializationContract;
import org.gic4j.testkit.contract.InterruptLineContract;
import org.gic4j.testkit.contract.PriorityContract;
import org.gic4j.testkit.contract.RegisterContract;
import org.gic4j.testkit.contract.TraceContract;
import org.gic4j.testkit.contract.TriggerContract;
import org.gic4j.testkit.contract.VcpuLifecycleContract;
import org.junit.jupiter.api.Nested;

/** The contract on the emulated backend's GICv3. */
class EmulatedGicv3ContractTest {
    private static final Implementation EMULATED = new Implementation(
            new EmulatedBackend(),
            GicVersion.GICV3,
            Map.of(
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

    @Nested
    class DeviceLifecycle extends DeviceLifecycleContract {
        DeviceLifecycle() {
            super(EMULATED);
        }
    }

    @Nested
    class VcpuLifecycle extends VcpuLifecycleContract {
        VcpuLifecycle() {
            super(EMULATED);
        }
    }

    @Nested
    class Initialization extends InitializationContract {
        Initialization() {
            super(EMULATED);
        }
    }

    @Nested
    class FirstRun extends FirstRunContract {
        FirstRun() {
            super(EMULATED);
        }
    }

    @Nested
    class InterruptLine extends InterruptLineContract {
        InterruptLine() {
            super(EMULATED);
        }
    }

    @Nested
    class Register extends RegisterContract {
        Register() {
            super(EMULATED);
        }
    }

    @Nested
    class Priority extends PriorityContract {
        Priority() {
            super(EMULATED);
        }
    }

    @Nested
    class Completion extends CompletionContract {
        Completion() {
            super(EMULATED);
        }
    }

    @Nested
    class Trigger extends TriggerContract {
        Trigger() {
            super(EMULATED);
        }
    }

    @Nested
    class Gicv3Snapshot extends Gicv3SnapshotContract {
        Gicv3Snapshot() {
            super(EMULATED);
        }
    }
}
