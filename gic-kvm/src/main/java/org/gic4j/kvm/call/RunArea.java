package org.gic4j.kvm.call;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import org.gic4j.kvm.call.KvmStructs.Run;

/**
 * A vCPU's mapped {@code struct kvm_run}. After {@link #close} an access throws {@link IllegalStateException}; it never
 * reaches memory that is gone.
 */
public final class RunArea implements AutoCloseable {
    private static final VarHandle BYTE = JAVA_BYTE.varHandle();

    private final KernelCalls kernel;
    private final long address;
    private final Arena lifetime = Arena.ofShared();
    private final MemorySegment memory;

    /**
     * An area.
     *
     * @param kernel what mapped it
     * @param address what {@link Descriptor#map} of {@link Run#SIZE} bytes gave
     */
    public RunArea(KernelCalls kernel, long address) {
        this.kernel = kernel;
        this.address = address;
        memory = KvmStructs.at(address, Run.SIZE, lifetime);
    }

    /**
     * Whether the next run returns at once. Any thread may set it, also while the vCPU runs.
     *
     * @param immediate whether it does
     */
    public void setImmediateExit(boolean immediate) {
        BYTE.setVolatile(memory, (long) Run.IMMEDIATE_EXIT, (byte) (immediate ? 1 : 0));
    }

    /** Why the last run returned. */
    public int exitReason() {
        return memory.get(JAVA_INT, Run.EXIT_REASON);
    }

    /** The guest physical address of an MMIO access. */
    public long mmioAddress() {
        return memory.get(JAVA_LONG, Run.MMIO_ADDRESS);
    }

    /** The length of an MMIO access, in bytes. */
    public int mmioLength() {
        return memory.get(JAVA_INT, Run.MMIO_LENGTH);
    }

    /** Whether an MMIO access is a write. */
    public boolean mmioIsWrite() {
        return memory.get(JAVA_BYTE, Run.MMIO_IS_WRITE) != 0;
    }

    /** The 8 bytes of data of an MMIO access, little-endian. */
    public long mmioData() {
        return memory.get(JAVA_LONG, Run.MMIO_DATA);
    }

    /**
     * Sets what an MMIO read gives.
     *
     * @param data 8 bytes, little-endian
     */
    public void setMmioData(long data) {
        memory.set(JAVA_LONG, Run.MMIO_DATA, data);
    }

    /**
     * A word of what the reason is about.
     *
     * @param word its index
     */
    public int exitWord(int word) {
        return memory.get(JAVA_INT, Run.EXIT + word * (long) Integer.BYTES);
    }

    /** The output levels of the kernel's timers, on arm64. */
    public long deviceInterruptLevel() {
        return memory.get(JAVA_LONG, Run.DEVICE_INTERRUPT_LEVEL);
    }

    /** Ends all access, then unmaps. To be called once. */
    @Override
    public void close() {
        lifetime.close();
        kernel.munmap(address, Run.SIZE);
    }
}
