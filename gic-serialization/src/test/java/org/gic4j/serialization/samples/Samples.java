package org.gic4j.serialization.samples;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.gic4j.api.Affinity;
import org.gic4j.api.GicVersion;
import org.gic4j.api.VcpuId;
import org.gic4j.api.VcpuIndex;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.registers.Register;
import org.gic4j.api.registers.Registers;
import org.gic4j.api.snapshot.AncillaryPart;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.RedistributorRegion;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.VcpuDescription;

/** Snapshots for tests. */
public final class Samples {
    private Samples() {}

    /** A vCPU with the affinity that KVM gives it. */
    public static VcpuDescription vcpu(int id, int index) {
        return new VcpuDescription(new VcpuId(id), new VcpuIndex(index), Affinity.byDefault(new VcpuId(id)));
    }

    /** A GICv2 with vCPUs 5 and 0, 96 interrupts, and something in every word of every register. */
    public static Snapshot gicv2() {
        GicState.Builder state = new GicState.Builder(GicVersion.GICV2, 96, List.of(vcpu(5, 0), vcpu(0, 1)))
                .address(AttributeGroup.ADDRESS_V2_DISTRIBUTOR, 0x0800_0000L)
                .address(AttributeGroup.ADDRESS_V2_CPU, 0x0801_0000L);
        return new Snapshot("test gicv2", filled(state, 2).build());
    }

    /** A GICv3 with vCPUs 17, 3 and 0, 64 interrupts, two redistributor regions, and something in every word. */
    public static Snapshot gicv3() {
        GicState.Builder state = new GicState.Builder(
                        GicVersion.GICV3, 64, List.of(vcpu(17, 0), vcpu(3, 1), vcpu(0, 2)))
                .priorityBits(7)
                .address(AttributeGroup.ADDRESS_V3_DISTRIBUTOR, 0x0800_0000L)
                .redistributorRegion(new RedistributorRegion(0x080A_0000L, 2))
                .redistributorRegion(new RedistributorRegion(0xFF_FFF0_0000L, 0xFFF));
        return new Snapshot("test gicv3, größer", filled(state, 3).build());
    }

    /** {@link #gicv2} with parts that no version knows. */
    public static Snapshot withParts() {
        return new Snapshot(
                "test parts",
                gicv2().state(),
                List.of(
                        new AncillaryPart("org.example/notes", "what else there is".getBytes(StandardCharsets.UTF_8)),
                        new AncillaryPart("nothing", new byte[0])));
    }

    /** Puts seeded random words into every register. */
    public static GicState.Builder filled(GicState.Builder state, long seed) {
        Random random = new Random(seed);
        for (Register register : Registers.state(state.version())) {
            state.words(register, random.ints(register.stateWords(state.geometry())).toArray());
        }
        return state;
    }
}
