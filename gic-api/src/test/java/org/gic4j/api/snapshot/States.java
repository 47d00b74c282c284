package org.gic4j.api.snapshot;

import java.util.List;
import org.gic4j.api.Affinity;
import org.gic4j.api.GicVersion;
import org.gic4j.api.VcpuId;
import org.gic4j.api.VcpuIndex;
import org.gic4j.api.registers.Gicv2Distributor;

/** States for tests. */
final class States {
    private States() {}

    /** A GICv2 with 64 interrupts and two vCPUs. */
    static GicState.Builder small() {
        return new GicState.Builder(GicVersion.GICV2, 64, VcpuDescription.consecutive(2));
    }

    /** {@link #small} with its distributor enabled, from a producer named {@code test}. */
    static Snapshot snapshot() {
        return new Snapshot("test", small().word(Gicv2Distributor.GICD_CTLR, 0, 0, 1).build());
    }

    /** A vCPU. */
    static VcpuDescription vcpu(int id, int index) {
        return new VcpuDescription(new VcpuId(id), new VcpuIndex(index), Affinity.byDefault(new VcpuId(id)));
    }

    /** A GICv2 with 64 interrupts and these vCPUs. */
    static GicState.Builder with(VcpuDescription... vcpus) {
        return new GicState.Builder(GicVersion.GICV2, 64, List.of(vcpus));
    }
}
