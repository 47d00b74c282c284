package org.gic4j.api;

/**
 * Capabilities that {@code KVM_CHECK_EXTENSION} answers and that matter to an interrupt controller.
 *
 * <p>The numbers are those of {@code linux/kvm.h}.
 */
public enum Capability {
    /** An in-kernel interrupt controller exists. */
    IRQCHIP(0),
    /** Memory slots can be set. */
    USER_MEMORY(3),
    /** The recommended number of vCPUs: the host's CPUs. */
    NR_VCPUS(9),
    /** The number of memory slots. */
    NR_MEMSLOTS(10),
    /** Run state can be read and set. */
    MP_STATE(14),
    /** The number of interrupt routes. */
    IRQ_ROUTING(25),
    /** Event descriptors can raise interrupts. */
    IRQFD(32),
    /** Pending virtual exceptions can be read and set. */
    VCPU_EVENTS(41),
    /** The largest number of vCPUs. */
    MAX_VCPUS(66),
    /** Single registers can be read and set. */
    ONE_REG(70),
    /** Messages can be signalled. */
    SIGNAL_MSI(77),
    /** The legacy call that sets an interrupt controller's addresses. */
    ARM_SET_DEVICE_ADDR(88),
    /** Devices with attributes. */
    DEVICE_CTRL(89),
    /** The virtual machine has attributes of its own. */
    VM_ATTRIBUTES(101),
    /** PSCI 0.2. */
    ARM_PSCI_0_2(102),
    /** Capabilities can be asked of a virtual machine. */
    CHECK_EXTENSION_VM(105),
    /** The largest vCPU id plus one. */
    MAX_VCPU_ID(128),
    /** Messages carry a device id: 1 once the virtual machine has an ITS. */
    MSI_DEVID(131),
    /** A run can be made to exit at once. */
    IMMEDIATE_EXIT(136),
    /** Without an in-kernel interrupt controller, user space drives the CPU's input. */
    ARM_USER_IRQ(144),
    /** The largest guest physical address size, in bits. */
    ARM_VM_IPA_SIZE(165),
    /** Interrupt lines address vCPUs above 255. */
    ARM_IRQ_LINE_LAYOUT_2(174),
    /** Faults without syndrome can be given to user space. */
    ARM_NISV_TO_USER(177);

    private final int number;

    Capability(int number) {
        this.number = number;
    }

    /** The number that {@code KVM_CHECK_EXTENSION} takes. */
    public int number() {
        return number;
    }
}
