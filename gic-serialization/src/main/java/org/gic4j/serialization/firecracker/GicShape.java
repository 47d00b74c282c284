package org.gic4j.serialization.firecracker;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.gic4j.api.GicVersion;
import org.gic4j.api.snapshot.SnapshotException;
import org.jspecify.annotations.Nullable;

/**
 * The interrupt controller's state, found by its shape and not yet understood.
 *
 * @param version the architecture version
 * @param distributor the registers of the distributor, each some words
 * @param vcpus the vCPUs' registers
 * @param its the ITS's registers in their order; empty where there is none
 * @param begin where it begins
 * @param end where it ends
 */
record GicShape(
        GicVersion version, List<int[]> distributor, List<OfVcpu> vcpus, List<Long> its, long begin, long end) {
    private static final int[] GICV3 = {1, 1, 3, 3, 3, 192, 6, 3, 3, 3, 3, 24};
    private static final int[] GICV2 = {1, 3, 3, 3, 6, 3, 3, 3, 3, 24, 4, 4};
    private static final int[] GICV3_REDISTRIBUTOR = {1, 1, 2, 2, 1, 1, 1, 1, 2, 1, 1, 1, 1, 8};
    private static final int GICV3_CPU_INTERFACE = 7;
    private static final int GICV3_ACTIVE_PRIORITIES = 8;
    private static final int GICV2_CPU_INTERFACE = 8;
    private static final int ITS_REGISTERS = 13;
    private static final int FIRST_WITH_ITS = 8;

    /**
     * One vCPU's registers.
     *
     * @param redistributor the redistributor's, each some words
     * @param cpuInterface the CPU interface's, 64 bits each
     * @param activePriorities the active priorities, 64 bits each, empty for one that was not saved
     */
    record OfVcpu(List<int[]> redistributor, List<Long> cpuInterface, List<OptionalLong> activePriorities) {}

    /**
     * Finds it.
     *
     * @throws SnapshotException where nothing has its shape
     */
    static GicShape find(MemorySegment bytes, Container container) {
        for (long at = container.begin(); at + Long.BYTES < container.end(); at++) {
            if (new Bincode(bytes, at, container.end()).u64() == GICV3.length) {
                for (GicVersion version : GicVersion.values()) {
                    GicShape shape = tryAt(bytes, container, at, version);
                    if (shape != null) {
                        return shape;
                    }
                }
            }
        }
        throw new SnapshotException(
                container.begin(),
                "nothing in the file (version " + container.version() + ") has the shape of an interrupt controller with"
                        + " 96 SPIs, as Firecracker v1.7 to v1.14 saves it");
    }

    private static @Nullable GicShape tryAt(
            MemorySegment bytes, Container container, long at, GicVersion version) {
        Bincode cursor = new Bincode(bytes, at, container.end());
        List<int[]> distributor = registers(cursor, version == GicVersion.GICV3 ? GICV3 : GICV2);
        long vcpus = cursor.u64();
        if (!cursor.fits() || vcpus < 1 || vcpus > version.host().maximumVcpus()) {
            return null;
        }
        List<OfVcpu> own = new ArrayList<>();
        for (int vcpu = 0; vcpu < vcpus && cursor.fits(); vcpu++) {
            own.add(version == GicVersion.GICV3 ? gicv3(cursor) : gicv2(cursor));
        }
        List<Long> its = container.major() >= FIRST_WITH_ITS ? its(cursor) : List.of();
        boolean possible = version == GicVersion.GICV3 || its.isEmpty();
        return cursor.fits() && possible
                ? new GicShape(version, distributor, own, its, at, cursor.position())
                : null;
    }

    private static List<int[]> registers(Bincode cursor, int[] counts) {
        cursor.expect(counts.length);
        List<int[]> registers = new ArrayList<>(counts.length);
        for (int i = 0; i < counts.length && cursor.fits(); i++) {
            registers.add(cursor.words(counts[i]));
        }
        return registers;
    }

    private static OfVcpu gicv3(Bincode cursor) {
        List<int[]> redistributor = registers(cursor, GICV3_REDISTRIBUTOR);
        List<Long> cpuInterface = cpuInterface(cursor, GICV3_CPU_INTERFACE);
        cursor.expect(GICV3_ACTIVE_PRIORITIES);
        List<OptionalLong> active = new ArrayList<>(GICV3_ACTIVE_PRIORITIES);
        for (int i = 0; i < GICV3_ACTIVE_PRIORITIES && cursor.fits(); i++) {
            active.add(isThere(cursor) ? OptionalLong.of(cursor.single()) : OptionalLong.empty());
        }
        return new OfVcpu(redistributor, cpuInterface, active);
    }

    private static OfVcpu gicv2(Bincode cursor) {
        cursor.expect(0);
        List<Long> cpuInterface = cpuInterface(cursor, GICV2_CPU_INTERFACE);
        cursor.expect(0);
        return new OfVcpu(List.of(), cpuInterface, List.of());
    }

    private static List<Long> cpuInterface(Bincode cursor, int count) {
        cursor.expect(count);
        List<Long> registers = new ArrayList<>(count);
        for (int i = 0; i < count && cursor.fits(); i++) {
            registers.add(cursor.single());
        }
        return registers;
    }

    private static List<Long> its(Bincode cursor) {
        List<Long> registers = new ArrayList<>();
        if (isThere(cursor)) {
            for (int i = 0; i < ITS_REGISTERS; i++) {
                registers.add(cursor.u64());
            }
        }
        return registers;
    }

    private static boolean isThere(Bincode cursor) {
        int tag = cursor.u8();
        if (tag > 1) {
            cursor.fail();
        }
        return tag == 1;
    }
}
