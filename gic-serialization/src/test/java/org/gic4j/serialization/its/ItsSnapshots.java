package org.gic4j.serialization.its;

import java.util.List;
import org.gic4j.api.Affinity;
import org.gic4j.api.GicVersion;
import org.gic4j.api.VcpuId;
import org.gic4j.api.VcpuIndex;
import org.gic4j.api.registers.Its;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.ItsState;
import org.gic4j.api.snapshot.MemoryBlock;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.VcpuDescription;

/** A snapshot with two ITSs, one of them without an address, and two blocks of memory. */
public final class ItsSnapshots {
    private ItsSnapshots() {}

    /** The snapshot. */
    public static Snapshot snapshot() {
        GicState state = new GicState.Builder(
                        GicVersion.GICV3,
                        64,
                        List.of(new VcpuDescription(new VcpuId(0), new VcpuIndex(0), new Affinity(0))))
                .translationService(registers().address(0x0808_0000L).build())
                .translationService(new ItsState.Builder().build())
                .build();
        return new Snapshot("example", state)
                .withMemory(List.of(
                        new MemoryBlock(0x429D_0000L, new byte[] {1, 2, 3}), new MemoryBlock(-4096, new byte[4096])));
    }

    /** All registers of an ITS of KVM, without an address. */
    public static ItsState.Builder registers() {
        return new ItsState.Builder()
                .value(Its.GITS_CTLR, 0, 0x8000_0001L)
                .value(Its.GITS_IIDR, 0, 0x4B00_043BL)
                .value(Its.GITS_CBASER, 0, 0xB800_0000_429C_040FL)
                .value(Its.GITS_CWRITER, 0, 0x2C0)
                .value(Its.GITS_CREADR, 0, 0x2C0)
                .value(Its.GITS_BASER, 0, 0xF907_0000_429D_0600L)
                .value(Its.GITS_BASER, 1, 0xBC07_0000_429E_0600L);
    }
}
