package org.gic4j.testkit.guest;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.gic4j.api.GicVersion;
import org.gic4j.api.snapshot.Snapshot;

/** A way to run a guest. Machines have their interrupt controller at {@link GuestMap}'s addresses. */
public interface GuestPlatform {
    /** For test names. */
    String name();

    /** The version of its machines' interrupt controllers. */
    GicVersion version();

    /**
     * A machine whose guest has not begun: processors stand at {@link GuestMap#MEMORY}, the interrupt controller is
     * initialised.
     *
     * @param content what is in memory, which is copied
     * @param interrupts the number of interrupts
     * @param vcpuIds the vCPUs in creation order
     */
    GuestMachine create(MemorySegment content, int interrupts, int... vcpuIds);

    /**
     * A machine whose guest goes on.
     *
     * @param content what is in memory, which is copied
     * @param snapshot the interrupt controller
     * @param processors the processors' registers, in creation order
     */
    GuestMachine resume(MemorySegment content, Snapshot snapshot, List<ProcessorState> processors);
}
