package org.gic4j.api;

/**
 * The encoding of the {@code irq} word of {@code KVM_IRQ_LINE}: vcpu2 in bits 31 to 28, type in bits 27 to 24, vcpu in
 * bits 23 to 16, number in bits 15 to 0. The vCPU is an id, {@code vcpu + 256 * vcpu2}.
 */
public final class InterruptLine {
    /** Type 0: the IRQ (number 0) or FIQ (number 1) input of a vCPU without an in-kernel controller. */
    public static final int TYPE_CPU = 0;
    /** Type 1: a shared peripheral interrupt. */
    public static final int TYPE_SPI = 1;
    /** Type 2: a private peripheral interrupt of one vCPU. */
    public static final int TYPE_PPI = 2;

    private InterruptLine() {}

    /**
     * The line of a shared peripheral interrupt.
     *
     * @param intid 32 to 991
     * @return the {@code irq} word
     */
    public static int spi(int intid) {
        return TYPE_SPI << 24 | intid;
    }

    /**
     * The line of a private peripheral interrupt.
     *
     * @param vcpu whose interrupt
     * @param intid 16 to 31
     * @return the {@code irq} word
     */
    public static int ppi(VcpuId vcpu, int intid) {
        return (vcpu.value() >>> 8) << 28 | TYPE_PPI << 24 | (vcpu.value() & 0xFF) << 16 | intid;
    }

    /**
     * The type field, bits 27 to 24.
     *
     * @param irq the {@code irq} word
     * @return 0 to 15
     */
    public static int type(int irq) {
        return irq >>> 24 & 0xF;
    }

    /**
     * The vCPU id that the word names.
     *
     * @param irq the {@code irq} word
     * @return 0 to 4095
     */
    public static int vcpuId(int irq) {
        return (irq >>> 16 & 0xFF) + 256 * (irq >>> 28);
    }

    /**
     * The number field, bits 15 to 0: an INTID for types 1 and 2.
     *
     * @param irq the {@code irq} word
     * @return 0 to 65535
     */
    public static int number(int irq) {
        return irq & 0xFFFF;
    }
}
