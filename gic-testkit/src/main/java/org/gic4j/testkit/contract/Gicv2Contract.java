package org.gic4j.testkit.contract;

import org.junit.jupiter.api.Nested;

/**
 * Everything that holds for the GICv2 of a backend: the one list of its contracts. A backend's test extends it.
 *
 * <p>A test filter goes by the classes that are nested here and in what this extends:
 * {@code -Dtest='MyTest,GicContract$Priority*'}, or {@code 'MyTest,GicContract*,Gicv2Contract*'} for all.
 */
public abstract class Gicv2Contract extends GicContract {
    /**
     * Tests an implementation.
     *
     * @param tested what is tested
     */
    protected Gicv2Contract(Implementation tested) {
        super(tested);
    }

    @Nested
    class Gicv2Lifecycle extends Gicv2LifecycleContract {
        Gicv2Lifecycle() {
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
    class Target extends TargetContract {
        Target() {
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
