package org.gic4j.realkernel.guest.gicv2;

import java.util.Map;
import org.gic4j.api.GicBackends;
import org.gic4j.api.GicVersion;
import org.gic4j.realkernel.guest.WithoutRecordings;
import org.gic4j.realkernel.guest.processor.LoopingVcpu;
import org.gic4j.testkit.contract.Feature;
import org.gic4j.testkit.contract.Gicv2Contract;
import org.gic4j.testkit.contract.Implementation;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract on the KVM of a real kernel. */
@ExtendWith(WithoutRecordings.class)
class KvmContractTest extends Gicv2Contract {
    KvmContractTest() {
        super(new Implementation(
                        GicBackends.find().named("kvm"),
                        GicVersion.GICV2,
                        Map.of(
                                Feature.GUEST_ACCESS, "KVM serves the guest itself",
                                Feature.EXECUTION_MARKS, "KVM runs guest code itself",
                                Feature.QEMU_PROFILE, "KVM is like KVM"))
                .withExecution(new LoopingVcpu()));
    }
}
