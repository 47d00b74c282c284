package org.gic4j.serialization.firecracker;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gic4j.api.Affinity;
import org.jspecify.annotations.Nullable;

/**
 * Finds the list of vCPUs behind the interrupt controller, for MPIDR_EL1. A vCPU is its run state (4 bytes), a list of
 * register numbers, a list with their bytes, MPIDR_EL1, by release what it was initialised with (32 bytes, or an option of
 * them, or nothing), and in newer releases an option of an address. Structures of the kernel are plain, or bytes behind
 * their number. Every form is tried: the numbers of registers tell whether the next vCPU stands where it should.
 */
final class VcpuAffinities {
    private static final int RUN_STATE = 4;
    private static final int INITIALISATION = 32;
    private static final int MOST_REGISTERS = 8192;
    /** Register numbers of arm64 begin so, then comes the size. */
    private static final int ARM64_REGISTER = 0x60;

    private static final long MPIDR_FIXED = 1L << 31;

    /** How what a vCPU was initialised with stands behind its MPIDR_EL1. */
    private enum Initialised {
        PLAIN,
        OPTION,
        ABSENT
    }

    private VcpuAffinities() {}

    /**
     * Finds them.
     *
     * @return in the vCPUs' order; empty where no list of as many vCPUs is behind the interrupt controller
     */
    static Optional<List<Affinity>> find(MemorySegment bytes, Container container, GicShape shape) {
        int vcpus = shape.vcpus().size();
        for (long at = shape.end(); at + Long.BYTES < container.end(); at++) {
            if (new Bincode(bytes, at, container.end()).u64() == vcpus) {
                for (Initialised initialised : Initialised.values()) {
                    for (int form = 0; form < 4; form++) {
                        Bincode cursor = new Bincode(bytes, at, container.end());
                        List<Affinity> affinities =
                                tryAt(cursor, vcpus, initialised, (form & 1) != 0, (form & 2) != 0);
                        if (affinities != null) {
                            return Optional.of(affinities);
                        }
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static @Nullable List<Affinity> tryAt(
            Bincode cursor, int vcpus, Initialised initialised, boolean counted, boolean address) {
        cursor.expect(vcpus);
        List<Affinity> affinities = new ArrayList<>();
        for (int vcpu = 0; vcpu < vcpus && cursor.fits(); vcpu++) {
            structure(cursor, RUN_STATE, counted);
            registers(cursor);
            long mpidr = cursor.u64();
            if ((mpidr & MPIDR_FIXED) == 0) {
                cursor.fail();
            }
            affinities.add(Affinity.ofMpidr(mpidr));
            if (initialised == Initialised.PLAIN || initialised == Initialised.OPTION && isThere(cursor)) {
                structure(cursor, INITIALISATION, counted);
            }
            if (address && isThere(cursor)) {
                cursor.skip(Long.BYTES);
            }
        }
        return cursor.fits() ? affinities : null;
    }

    private static boolean isThere(Bincode cursor) {
        int tag = cursor.u8();
        if (tag > 1) {
            cursor.fail();
        }
        return tag == 1;
    }

    private static void structure(Bincode cursor, int size, boolean counted) {
        if (counted) {
            cursor.expect(size);
        }
        cursor.skip(size);
    }

    private static void registers(Bincode cursor) {
        long count = cursor.u64();
        if (count < 1 || count > MOST_REGISTERS) {
            cursor.fail();
        }
        long size = 0;
        for (long i = 0; i < count && cursor.fits(); i++) {
            long number = cursor.u64();
            if (number >>> 56 != ARM64_REGISTER) {
                cursor.fail();
            }
            size += 1L << (number >>> 52 & 0xF);
        }
        cursor.expect(size);
        cursor.skip(size);
    }
}
