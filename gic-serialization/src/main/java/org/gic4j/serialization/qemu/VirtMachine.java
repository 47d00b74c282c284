package org.gic4j.serialization.qemu;

import org.gic4j.serialization.qemu.stream.Configuration;

/** What is fixed for QEMU's machine {@code virt}, in all its versions, and so need not be in the stream. */
final class VirtMachine {
    /** The number of interrupts. */
    static final int INTERRUPTS = 288;
    /** Where the GICv2 distributor is. */
    static final long GICV2_DISTRIBUTOR = 0x0800_0000L;
    /** Where the GICv2 CPU interfaces are. */
    static final long GICV2_CPU_INTERFACE = 0x0801_0000L;

    /** Where the GICv3 distributor is. */
    static final long GICV3_DISTRIBUTOR = 0x0800_0000L;
    /** Where the ITS is. */
    static final long ITS = 0x0808_0000L;
    /** Where the first region of GICv3 redistributors is. The second one's place depends on the memory's size. */
    static final long GICV3_REDISTRIBUTOR = 0x080A_0000L;
    /** How many redistributors the first region has room for. */
    static final int GICV3_REDISTRIBUTORS = 123;

    private VirtMachine() {}

    /**
     * Whether a stream was made from one.
     *
     * @param configuration what it says about the machine
     */
    static boolean made(Configuration configuration) {
        return configuration.machine().filter(machine -> machine.startsWith("virt")).isPresent();
    }
}
