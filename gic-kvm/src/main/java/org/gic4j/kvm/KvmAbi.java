package org.gic4j.kvm;

/**
 * Numbers and layouts of {@code linux/kvm.h}, as far as they are used. They are the same on x86-64 and arm64;
 * structures are little-endian there.
 */
final class KvmAbi {
    /** The device file. */
    static final String DEVICE_FILE = "/dev/kvm";

    /** The answer of {@link #GET_API_VERSION} of every kernel since 2.6.22. */
    static final int API_VERSION = 12;

    /** On {@code /dev/kvm}, no argument: the API version. */
    static final long GET_API_VERSION = 0xAE00;
    /** On {@code /dev/kvm}, argument: the machine type. Gives the descriptor of a virtual machine. */
    static final long CREATE_VM = 0xAE01;
    /** On {@code /dev/kvm} or a virtual machine, argument: a capability. Gives its value, 0 for an unknown one. */
    static final long CHECK_EXTENSION = 0xAE03;
    /** On a virtual machine, argument: {@link CreateDevice}. */
    static final long CREATE_DEVICE = 0xC00C_AEE0L;

    /** The size of guest physical addresses, in bits, that machine type 0 stands for on arm64. */
    static final int DEFAULT_ADDRESS_BITS = 40;

    private KvmAbi() {}

    /**
     * {@code struct kvm_create_device}.
     *
     * <pre>
     *  offset   0          4          8          12
     *           +----------+----------+----------+
     *           | type     | fd (out) | flags    |
     *           +----------+----------+----------+
     * </pre>
     */
    static final class CreateDevice {
        /** Size in bytes. */
        static final int SIZE = 12;
        /** Offset of the device type. */
        static final int TYPE = 0;
        /** Offset of the descriptor that comes back. */
        static final int DESCRIPTOR = 4;
        /** Offset of the flags. */
        static final int FLAGS = 8;

        private CreateDevice() {}
    }
}
