package org.gic4j.testkit.fake;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.gic4j.api.guest.GuestAccess;
import org.gic4j.api.guest.OutputListener;
import org.jspecify.annotations.Nullable;

/**
 * What a guest sees: memory, and on top of it SGIs at the addresses of QEMU's machine virt. A write of GICD_SGIR or
 * ICC_SGI1R_EL1 with a target list makes the interrupt pending from the writer and the targets' IRQ high; GICC_IAR and
 * ICC_IAR1_EL1 take the lowest of them. GICD_TYPER shows 4 CPUs and 64 interrupts, GICR_TYPER of the fourth that it is
 * the last. Other system registers are memory.
 */
final class FakeGuest implements GuestAccess {
    private static final long SGIR = 0x0800_0F00L;
    private static final long TYPER = 0x0800_0004L;
    private static final long IAR = 0x0801_000CL;
    private static final long REDISTRIBUTORS = 0x080A_0000L;
    private static final int REDISTRIBUTOR_SHIFT = 17;
    private static final long ISPENDR = 0x1_0200;
    private static final int SGI1R = 0xC65D;
    private static final int IAR1 = 0xC660;
    private static final int SPURIOUS = 1023;
    private static final int CPUS = 4;

    private final Map<Long, Long> words = new HashMap<>();
    private final Map<Long, Long> systemRegisters = new HashMap<>();
    private final List<TreeSet<Integer>> pending = new ArrayList<>();

    FakeGuest() {
        for (int cpu = 0; cpu < CPUS; cpu++) {
            pending.add(new TreeSet<>());
            words.put(
                    REDISTRIBUTORS + ((long) cpu << REDISTRIBUTOR_SHIFT) + 8,
                    (long) cpu << 32 | (long) cpu << 8 | (cpu == CPUS - 1 ? 0x11 : 0x01));
        }
        words.put(TYPER, 0x61L);
    }

    @Override
    public boolean claims(long address) {
        return address >>> 24 == 0x08;
    }

    @Override
    public long read(int vcpuIndex, long address, int bytes) {
        if (address == IAR) {
            Integer first = pending.get(vcpuIndex).pollFirst();
            return first == null ? SPURIOUS : (long) (first & 0xF) | (first >> 4) << 10;
        }
        long redistributor = address - REDISTRIBUTORS;
        if (redistributor % (1 << REDISTRIBUTOR_SHIFT) == ISPENDR) {
            return pending.get((int) (redistributor >> REDISTRIBUTOR_SHIFT)).stream()
                    .mapToLong(sgi -> 1L << (sgi & 0xF))
                    .reduce(0, (some, other) -> some | other);
        }
        return words.getOrDefault(address, 0L) & -1L >>> Long.SIZE - Byte.SIZE * bytes;
    }

    @Override
    public void write(int vcpuIndex, long address, int bytes, long value) {
        if (address == SGIR) {
            send(vcpuIndex, (int) value & 0xF, (int) value >> 16);
        } else {
            words.put(address, value);
        }
    }

    private void send(int sender, int sgi, int targets) {
        for (int cpu = 0; cpu < CPUS; cpu++) {
            if ((targets >> cpu & 1) != 0) {
                pending.get(cpu).add(sender << 4 | sgi);
            }
        }
    }

    @Override
    public long readSystemRegister(int vcpuIndex, int encoding) {
        if (encoding == IAR1) {
            Integer first = pending.get(vcpuIndex).pollFirst();
            return first == null ? SPURIOUS : first & 0xF;
        }
        return systemRegisters.getOrDefault((long) vcpuIndex << 32 | encoding, 0L);
    }

    @Override
    public void writeSystemRegister(int vcpuIndex, int encoding, long value) {
        if (encoding == SGI1R) {
            send(vcpuIndex, (int) (value >> 24) & 0xF, (int) value & 0xFFFF);
        } else {
            systemRegisters.put((long) vcpuIndex << 32 | encoding, value);
        }
    }

    @Override
    public int outputs(int vcpuIndex) {
        return pending.get(vcpuIndex).isEmpty() ? 0 : OUTPUT_IRQ;
    }

    @Override
    public void onOutputChange(@Nullable OutputListener listener) {}

    @Override
    public long ignoredAccesses() {
        return 0;
    }
}
