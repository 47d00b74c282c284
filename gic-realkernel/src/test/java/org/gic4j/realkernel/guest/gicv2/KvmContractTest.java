package org.gic4j.realkernel.guest.gicv2;

import java.util.Map;
import org.gic4j.api.GicBackends;
import org.gic4j.realkernel.guest.processor.LoopingVcpu;
import org.gic4j.testkit.contract.AddressContract;
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

/** The contract on the KVM of a real kernel. */
class KvmContractTest {
    private static final Implementation KVM = new Implementation(
                    GicBackends.find().named("kvm"),
                    Map.of(
                            Feature.GUEST_ACCESS, "KVM serves the guest itself",
                            Feature.EXECUTION_MARKS, "KVM runs guest code itself",
                            Feature.QEMU_PROFILE, "KVM is like KVM"))
            .withExecution(new LoopingVcpu());

    @Nested
    class DeviceLifecycle extends DeviceLifecycleContract {
        DeviceLifecycle() {
            super(KVM);
        }
    }

    @Nested
    class VcpuLifecycle extends VcpuLifecycleContract {
        VcpuLifecycle() {
            super(KVM);
        }
    }

    @Nested
    class Initialization extends InitializationContract {
        Initialization() {
            super(KVM);
        }
    }

    @Nested
    class FirstRun extends FirstRunContract {
        FirstRun() {
            super(KVM);
        }
    }

    @Nested
    class Address extends AddressContract {
        Address() {
            super(KVM);
        }
    }

    @Nested
    class InterruptLine extends InterruptLineContract {
        InterruptLine() {
            super(KVM);
        }
    }

    @Nested
    class Register extends RegisterContract {
        Register() {
            super(KVM);
        }
    }

    @Nested
    class DistributorAttribute extends DistributorAttributeContract {
        DistributorAttribute() {
            super(KVM);
        }
    }

    @Nested
    class CpuInterfaceAttribute extends CpuInterfaceAttributeContract {
        CpuInterfaceAttribute() {
            super(KVM);
        }
    }

    @Nested
    class GuestAccess extends GuestAccessContract {
        GuestAccess() {
            super(KVM);
        }
    }

    @Nested
    class SgiDelivery extends SgiDeliveryContract {
        SgiDelivery() {
            super(KVM);
        }
    }

    @Nested
    class Priority extends PriorityContract {
        Priority() {
            super(KVM);
        }
    }

    @Nested
    class Group extends GroupContract {
        Group() {
            super(KVM);
        }
    }

    @Nested
    class Completion extends CompletionContract {
        Completion() {
            super(KVM);
        }
    }

    @Nested
    class Gicv2Priority extends Gicv2PriorityContract {
        Gicv2Priority() {
            super(KVM);
        }
    }

    @Nested
    class Trigger extends TriggerContract {
        Trigger() {
            super(KVM);
        }
    }

    @Nested
    class Target extends TargetContract {
        Target() {
            super(KVM);
        }
    }

    @Nested
    class GoldenLog extends GoldenLogContract {
        GoldenLog() {
            super(KVM);
        }
    }

    @Nested
    class Trace extends TraceContract {
        Trace() {
            super(KVM);
        }
    }

    @Nested
    class Snapshot extends SnapshotContract {
        Snapshot() {
            super(KVM);
        }
    }

    @Nested
    class Gicv2Lifecycle extends Gicv2LifecycleContract {
        Gicv2Lifecycle() {
            super(KVM);
        }
    }

    @Nested
    class Gicv2FirstRun extends Gicv2FirstRunContract {
        Gicv2FirstRun() {
            super(KVM);
        }
    }
}
