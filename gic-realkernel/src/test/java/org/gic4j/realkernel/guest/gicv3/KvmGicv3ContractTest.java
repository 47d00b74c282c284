package org.gic4j.realkernel.guest.gicv3;

import java.util.Map;
import org.gic4j.api.GicBackends;
import org.gic4j.api.GicVersion;
import org.gic4j.realkernel.guest.WithoutRecordings;
import org.gic4j.realkernel.guest.processor.LoopingVcpu;
import org.gic4j.testkit.contract.Feature;
import org.gic4j.testkit.contract.Gicv3Contract;
import org.gic4j.testkit.contract.Implementation;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract on the KVM of a real kernel with a GICv3. */
@ExtendWith(WithoutRecordings.class)
class KvmGicv3ContractTest extends Gicv3Contract {
    KvmGicv3ContractTest() {
        super(new Implementation(
                        GicBackends.find().named("kvm"),
                        GicVersion.GICV3,
                        Map.of(
                                Feature.GUEST_ACCESS, "KVM serves the guest itself",
                                Feature.EXECUTION_MARKS, "KVM runs guest code itself",
                                Feature.LOST_COLLECTIONS,
                                        "what is refused here is never tried on a kernel that it would crash",
                                Feature.QEMU_PROFILE, "KVM is like KVM"))
                .withExecution(new LoopingVcpu()));
    }
}
