package org.gic4j.realkernel.guest.gicv3;

import java.util.Map;
import java.util.Optional;
import org.gic4j.api.GicBackends;
import org.gic4j.api.GicVersion;
import org.gic4j.testkit.contract.Feature;
import org.gic4j.testkit.contract.Gicv3SnapshotContract;
import org.gic4j.testkit.contract.GoldenLogContract;
import org.gic4j.testkit.contract.Implementation;
import org.junit.jupiter.api.Nested;

/** The contract on the KVM of a real kernel with a GICv3. */
class KvmGicv3ContractTest {
    private static final Implementation KVM = new Implementation(
            GicBackends.find().named("kvm"),
            GicVersion.GICV3,
            Map.of(
                    Feature.GUEST_ACCESS, "KVM serves the guest itself",
                    Feature.EXECUTION_MARKS, "KVM runs guest code itself",
                    Feature.QEMU_PROFILE, "KVM is like KVM"));

    @Nested
    class GoldenLog extends GoldenLogContract {
        GoldenLog() {
            super(KVM);
        }

        @Override
        protected Optional<String> reasonToLeaveOut(String log) {
            return log.contains("-its")
                    ? Optional.of("SAVE_TABLES after certain commands crashes this kernel; no ITS commands are sent to it")
                    : Optional.empty();
        }
    }

    @Nested
    class Snapshot extends Gicv3SnapshotContract {
        Snapshot() {
            super(KVM);
        }
    }
}
