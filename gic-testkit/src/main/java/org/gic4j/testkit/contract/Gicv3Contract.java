package org.gic4j.testkit.contract;

import org.junit.jupiter.api.Nested;

/**
 * Everything that holds for the GICv3 of a backend: the one list of its contracts. A backend's test extends it.
 *
 * <p>A test filter goes by the classes that are nested here and in what this extends:
 * {@code -Dtest='MyTest,GicContract$Priority*'}, or {@code 'MyTest,GicContract*,Gicv3Contract*'} for all.
 */
public abstract class Gicv3Contract extends GicContract {
    /**
     * Tests an implementation.
     *
     * @param tested what is tested
     */
    protected Gicv3Contract(Implementation tested) {
        super(tested);
    }

    @Nested
    class Gicv3FirstRun extends Gicv3FirstRunContract {
        Gicv3FirstRun() {
            super(tested);
        }
    }

    @Nested
    class Gicv3Address extends Gicv3AddressContract {
        Gicv3Address() {
            super(tested);
        }
    }

    @Nested
    class RedistributorRegion extends RedistributorRegionContract {
        RedistributorRegion() {
            super(tested);
        }
    }

    @Nested
    class LevelInfo extends LevelInfoContract {
        LevelInfo() {
            super(tested);
        }
    }

    @Nested
    class Gicv3DistributorAttribute extends Gicv3DistributorAttributeContract {
        Gicv3DistributorAttribute() {
            super(tested);
        }
    }

    @Nested
    class RedistributorAttribute extends RedistributorAttributeContract {
        RedistributorAttribute() {
            super(tested);
        }
    }

    @Nested
    class SystemRegisterAttribute extends SystemRegisterAttributeContract {
        SystemRegisterAttribute() {
            super(tested);
        }
    }

    @Nested
    class Gicv3GuestAccess extends Gicv3GuestAccessContract {
        Gicv3GuestAccess() {
            super(tested);
        }
    }

    @Nested
    class Gicv3Sgi extends Gicv3SgiContract {
        Gicv3Sgi() {
            super(tested);
        }
    }

    @Nested
    class Routing extends RoutingContract {
        Routing() {
            super(tested);
        }
    }

    @Nested
    class Gicv3Group extends Gicv3GroupContract {
        Gicv3Group() {
            super(tested);
        }
    }

    @Nested
    class ItsAttribute extends ItsAttributeContract {
        ItsAttribute() {
            super(tested);
        }
    }

    @Nested
    class ItsRegister extends ItsRegisterContract {
        ItsRegister() {
            super(tested);
        }
    }

    @Nested
    class ItsCommand extends ItsCommandContract {
        ItsCommand() {
            super(tested);
        }
    }

    @Nested
    class ItsTable extends ItsTableContract {
        ItsTable() {
            super(tested);
        }
    }

    @Nested
    class Message extends MessageContract {
        Message() {
            super(tested);
        }
    }

    @Nested
    class LostCollection extends LostCollectionContract {
        LostCollection() {
            super(tested);
        }
    }

    @Nested
    class WholeSnapshot extends WholeSnapshotContract {
        WholeSnapshot() {
            super(tested);
        }
    }

    @Nested
    class Gicv3Snapshot extends Gicv3SnapshotContract {
        Gicv3Snapshot() {
            super(tested);
        }
    }
}
