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
 * What a guest sees: memory, and on top of it SGIs at the addresses of QEMU's machine virt. A write of GICD_SGIR with a
 * target list makes the interrupt pending from the writer and the targets' IRQ high; GICC_IAR takes the lowest of them.
 * GICD_TYPER shows 4 CPUs and 64 interrupts.
 */
final class FakeGuest implements GuestAccess {
    private static final long SGIR = 0x0800_0F00L;
    private static final long TYPER = 0x0800_0004L;
    private static final long IAR = 0x0801_000CL;
    private static final int SPURIOUS = 1023;
    private static final int CPUS = 4;

    private final Map<Long, Long> words = new HashMap<>();
    private final List<TreeSet<Integer>> pending = new ArrayList<>();

    FakeGuest() {
        for (int cpu = 0; cpu < CPUS; cpu++) {
            pending.add(new TreeSet<>());
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
        return words.getOrDefault(address, 0L) & (bytes == 1 ? 0xFF : 0xFFFF_FFFFL);
    }

    @Override
    public void write(int vcpuIndex, long address, int bytes, long value) {
        if (address == SGIR) {
            for (int cpu = 0; cpu < CPUS; cpu++) {
                if ((value >> 16 + cpu & 1) != 0) {
                    pending.get(cpu).add(vcpuIndex << 4 | (int) value & 0xF);
                }
            }
        } else {
            words.put(address, value);
        }
    }

    @Override
    public long readSystemRegister(int vcpuIndex, int encoding) {
        return 0;
    }

    @Override
    public void writeSystemRegister(int vcpuIndex, int encoding, long value) {}

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
