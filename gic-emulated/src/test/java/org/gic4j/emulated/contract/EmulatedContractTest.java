package org.gic4j.emulated.contract;

import java.util.Map;
import org.gic4j.emulated.EmulatedBackend;
import org.gic4j.testkit.contract.AddressContract;
import org.gic4j.testkit.contract.CaptureContract;
import org.gic4j.testkit.contract.CompletionContract;
import org.gic4j.testkit.contract.CpuInterfaceAttributeContract;
import org.gic4j.testkit.contract.DeviceLifecycleContract;
import org.gic4j.testkit.contract.DistributorAttributeContract;
import org.gic4j.testkit.contract.Feature;
import org.gic4j.testkit.contract.FirstRunContract;
import org.gic4j.testkit.contract.Gicv2FirstRunContract;
import org.gic4j.testkit.contract.Gicv2LifecycleContract;
import org.gic4j.testkit.contract.Gicv2PriorityContract;
import org.gic4j.testkit.contract.GoldenLogContract;
import org.gic4j.testkit.contract.GroupContract;
import org.gic4j.testkit.contract.GuestAccessContract;
import org.gic4j.testkit.contract.Implementation;
import org.gic4j.testkit.contract.InitializationContract;
import org.gic4j.testkit.contract.InterruptLineContract;
import org.gic4j.testkit.contract.PriorityContract;
import org.gic4j.testkit.contract.RegisterContract;
import org.gic4j.testkit.contract.SgiDeliveryContract;
import org.gic4j.testkit.contract.SnapshotContract;
import org.gic4j.testkit.contract.TargetContract;
import org.gic4j.testkit.contract.TraceContract;
import org.gic4j.testkit.contract.TriggerContract;
import org.gic4j.testkit.contract.VcpuLifecycleContract;
import org.junit.jupiter.api.Nested;

/** The contract on the emulated backend. */
class EmulatedContractTest {
    private static final Implementation EMULATED = new Implementation(
            new EmulatedBackend(),
            Map.of(Feature.KERNEL_TIMERS, "the embedder's timers drive PPIs 27 and 30 through interrupt lines"));

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
    class Address extends AddressContract {
        Address() {
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
    class DistributorAttribute extends DistributorAttributeContract {
        DistributorAttribute() {
            super(EMULATED);
        }
    }

    @Nested
    class CpuInterfaceAttribute extends CpuInterfaceAttributeContract {
        CpuInterfaceAttribute() {
            super(EMULATED);
        }
    }

    @Nested
    class GuestAccess extends GuestAccessContract {
        GuestAccess() {
            super(EMULATED);
        }
    }

    @Nested
    class SgiDelivery extends SgiDeliveryContract {
        SgiDelivery() {
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
    class Group extends GroupContract {
        Group() {
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
    class Gicv2Priority extends Gicv2PriorityContract {
        Gicv2Priority() {
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
    class Target extends TargetContract {
        Target() {
            super(EMULATED);
        }
    }

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
    class Snapshot extends SnapshotContract {
        Snapshot() {
            super(EMULATED);
        }
    }

    @Nested
    class Capture extends CaptureContract {
        Capture() {
            super(EMULATED);
        }
    }

    @Nested
    class Gicv2Lifecycle extends Gicv2LifecycleContract {
        Gicv2Lifecycle() {
            super(EMULATED);
        }
    }

    @Nested
    class Gicv2FirstRun extends Gicv2FirstRunContract {
        Gicv2FirstRun() {
            super(EMULATED);
        }
    }
}
