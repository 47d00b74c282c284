package org.gic4j.serialization.qemu;

import java.util.Locale;
import org.gic4j.api.snapshot.SnapshotException;
import org.gic4j.serialization.qemu.stream.VmState;

/**
 * What executed the guest, told by the list of registers that each CPU's section has: numbers of firmware and cache
 * registers stand only in KVM's, those of AArch32 coprocessor registers only in lists that QEMU makes itself.
 */
enum Accelerator {
    /** The kernel. Its interrupt controller, unless switched off, is in the kernel too. */
    KVM,
    /** QEMU's translator. */
    TCG,
    /** Neither can be told. Only KVM has an interrupt controller in the kernel. */
    UNKNOWN;

    private static final String INDEXES = "cpreg_vmstate_indexes";

    /** Bits 27 to 16 of a register's number say which kind it is. */
    private static final int KIND_SHIFT = 16;

    private static final int KIND_MASK = 0xFFF;
    private static final int COPROCESSOR_14 = 0x00E;
    private static final int COPROCESSOR_15 = 0x00F;
    private static final int DEMULTIPLEXED = 0x011;
    private static final int FIRMWARE = 0x014;

    /**
     * Tells from the section of a CPU.
     *
     * @param cpu its fields
     * @throws SnapshotException when the list is there but cannot be read
     */
    static Accelerator of(VmState cpu) {
        if (!cpu.has(INDEXES)) {
            return UNKNOWN;
        }
        boolean kernels = kinds(cpu, FIRMWARE, DEMULTIPLEXED);
        boolean translators = kinds(cpu, COPROCESSOR_14, COPROCESSOR_15);
        return kernels == translators ? UNKNOWN : kernels ? KVM : TCG;
    }

    private static boolean kinds(VmState cpu, int one, int other) {
        return cpu.numbers(INDEXES, Long.BYTES)
                .map(index -> index >>> KIND_SHIFT & KIND_MASK)
                .anyMatch(kind -> kind == one || kind == other);
    }

    /**
     * Whether KVM's interrupt controller made a section: under KVM alone, and where the section looks like it, since QEMU's
     * own can be chosen there too.
     *
     * @param looksLikeIt whether the fields are as KVM's interrupt controller has them
     */
    boolean isInKernel(boolean looksLikeIt) {
        return this == KVM && looksLikeIt;
    }

    /**
     * As in a producer's name.
     *
     * @param inKernel whether KVM's interrupt controller made the section
     */
    String display(boolean inKernel) {
        return this == UNKNOWN
                ? "unknown accelerator"
                : name().toLowerCase(Locale.ROOT)
                        + (this == KVM && !inKernel ? " without its interrupt controller" : "");
    }
}
