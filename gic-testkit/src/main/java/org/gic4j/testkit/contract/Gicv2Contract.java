package org.gic4j.testkit.contract;

import org.junit.jupiter.api.Nested;

/**
 * Everything that holds for the GICv2 of a backend: the one list of its contracts. A backend's test extends it.
 *
 * <p>A test filter goes by the classes that are nested here: {@code -Dtest='MyTest,Gicv2Contract$Priority*'}, or
 * {@code Gicv2Contract*} for all.
 */
public abstract class Gicv2Contract {
    private final Implementation tested;

    /**
     * Tests an implementation.
     *
     * @param tested what is tested
     */
    protected Gicv2Contract(Implementation tested) {
        this.tested = tested;
    }

    @Nested
    class DeviceLifecycle extends DeviceLifecycleContract {
        DeviceLifecycle() {
            super(tested);
        }
    }

    @Nested
    class VcpuLifecycle extends VcpuLifecycleContract {
        VcpuLifecycle() {
            super(tested);
        }
    }

    @Nested
    class Gicv2Lifecycle extends Gicv2LifecycleContract {
        Gicv2Lifecycle() {
            super(tested);
        }
    }

    @Nested
    class Initialization extends InitializationContract {
        Initialization() {
            super(tested);
        }
    }

    @Nested
    class FirstRun extends FirstRunContract {
        FirstRun() {
            super(tested);
        }
    }

    @Nested
    class Gicv2FirstRun extends Gicv2FirstRunContract {
        Gicv2FirstRun() {
            super(tested);
        }
    }

    @Nested
    class Address extends AddressContract {
        Address() {
            super(tested);
        }
    }

    @Nested
    class InterruptLine extends InterruptLineContract {
        InterruptLine() {
            super(tested);
        }
    }

    @Nested
    class Register extends RegisterContract {
        Register() {
            super(tested);
        }
    }

    @Nested
    class DistributorAttribute extends DistributorAttributeContract {
        DistributorAttribute() {
            super(tested);
        }
    }

    @Nested
    class CpuInterfaceAttribute extends CpuInterfaceAttributeContract {
        CpuInterfaceAttribute() {
            super(tested);
        }
    }

    @Nested
    class GuestAccess extends GuestAccessContract {
        GuestAccess() {
            super(tested);
        }
    }

    @Nested
    class SgiDelivery extends SgiDeliveryContract {
        SgiDelivery() {
            super(tested);
        }
    }

    @Nested
    class Priority extends PriorityContract {
        Priority() {
            super(tested);
        }
    }

    @Nested
    class Gicv2Priority extends Gicv2PriorityContract {
        Gicv2Priority() {
            super(tested);
        }
    }

    @Nested
    class Group extends GroupContract {
        Group() {
            super(tested);
        }
    }

    @Nested
    class Completion extends CompletionContract {
        Completion() {
            super(tested);
        }
    }

    @Nested
    class Trigger extends TriggerContract {
        Trigger() {
            super(tested);
        }
    }

    @Nested
    class Target extends TargetContract {
        Target() {
            super(tested);
        }
    }

    @Nested
    class GoldenLog extends GoldenLogContract {
        GoldenLog() {
            super(tested);
        }
    }

    @Nested
    class Trace extends TraceContract {
        Trace() {
            super(tested);
        }
    }

    @Nested
    class Snapshot extends SnapshotContract {
        Snapshot() {
            super(tested);
        }
    }

    @Nested
    class Capture extends CaptureContract {
        Capture() {
            super(tested);
        }
    }
}
