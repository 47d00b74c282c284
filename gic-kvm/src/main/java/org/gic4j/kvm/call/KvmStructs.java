package org.gic4j.kvm.call;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Layouts of the structures of {@code linux/kvm.h}, as offsets in bytes. They are the same on x86-64 and arm64 and
 * little-endian there, where not said otherwise. Each is drawn in words of 32 bits.
 */
public final class KvmStructs {
    private KvmStructs() {}

    /**
     * Memory at an address that the kernel gave or was given.
     *
     * @param address where
     * @param size in bytes
     * @param lifetime until when it can be accessed
     * @return the memory
     */
    @SuppressWarnings("restricted")
    public static MemorySegment at(long address, long size, Arena lifetime) {
        return MemorySegment.ofAddress(address).reinterpret(size, lifetime, null);
    }

    /**
     * {@code struct kvm_device_attr}: {@code | flags | group | attr (2) | addr (2) |}.
     */
    public static final class DeviceAttribute {
        /** Size in bytes. */
        public static final int SIZE = 24;
        /** Offset of the flags; devices ignore them. */
        public static final int FLAGS = 0;
        /** Offset of the group. */
        public static final int GROUP = 4;
        /** Offset of the attribute, 64 bits. */
        public static final int ATTRIBUTE = 8;
        /** Offset of the address of the value, 64 bits. */
        public static final int ADDRESS = 16;

        private DeviceAttribute() {}
    }

    /**
     * {@code struct kvm_create_device}: {@code | type | fd (out) | flags |}.
     */
    public static final class CreateDevice {
        /** Size in bytes. */
        public static final int SIZE = 12;
        /** Offset of the device type. */
        public static final int TYPE = 0;
        /** Offset of the descriptor that comes back. */
        public static final int DESCRIPTOR = 4;
        /** Offset of the flags. */
        public static final int FLAGS = 8;

        private CreateDevice() {}
    }

    /**
     * {@code struct kvm_irq_level}: {@code | irq | level |}.
     */
    public static final class InterruptLevel {
        /** Size in bytes. */
        public static final int SIZE = 8;
        /** Offset of the line, see {@link org.gic4j.api.InterruptLine}. */
        public static final int IRQ = 0;
        /** Offset of the level. */
        public static final int LEVEL = 4;

        private InterruptLevel() {}
    }

    /**
     * {@code struct kvm_msi}: {@code | address_lo | address_hi | data | flags | devid | pad (3) |}.
     */
    public static final class Message {
        /** Size in bytes. */
        public static final int SIZE = 32;
        /** Offset of the doorbell's address: its two halves are 64 bits, little-endian. */
        public static final int ADDRESS = 0;
        /** Offset of the data: an event id. */
        public static final int DATA = 8;
        /** Offset of the flags; bit 0: the device id is valid. */
        public static final int FLAGS = 12;
        /** Offset of the device id. */
        public static final int DEVICE_ID = 16;

        private Message() {}
    }

    /**
     * {@code struct kvm_arm_device_addr}: {@code | id (2) | addr (2) |}.
     */
    public static final class DeviceAddress {
        /** Size in bytes. */
        public static final int SIZE = 16;
        /** Offset of the id, 64 bits: device in bits 31 to 16, kind of frame in bits 15 to 0. */
        public static final int ID = 0;
        /** Offset of the guest physical address, 64 bits. */
        public static final int ADDRESS = 8;

        private DeviceAddress() {}
    }

    /**
     * {@code struct kvm_one_reg}: {@code | id (2) | addr (2) |}.
     */
    public static final class OneRegister {
        /** Size in bytes. */
        public static final int SIZE = 16;
        /** Offset of the register's id, 64 bits. */
        public static final int ID = 0;
        /** Offset of the address of the value, 64 bits. */
        public static final int ADDRESS = 8;

        private OneRegister() {}
    }

    /**
     * {@code struct kvm_vcpu_init} of arm64: {@code | target | features (7) |}.
     */
    public static final class VcpuInit {
        /** Size in bytes. */
        public static final int SIZE = 32;
        /** Offset of the target. */
        public static final int TARGET = 0;
        /** Offset of the first of seven words of features. */
        public static final int FEATURES = 4;

        private VcpuInit() {}
    }

    /**
     * {@code struct kvm_userspace_memory_region}:
     * {@code | slot | flags | guest_phys_addr (2) | memory_size (2) | userspace_addr (2) |}.
     */
    public static final class MemoryRegion {
        /** Size in bytes. */
        public static final int SIZE = 32;
        /** Offset of the slot's number. */
        public static final int SLOT = 0;
        /** Offset of the flags. */
        public static final int FLAGS = 4;
        /** Offset of the guest physical address, 64 bits. */
        public static final int GUEST_ADDRESS = 8;
        /** Offset of the size in bytes, 64 bits. */
        public static final int BYTES = 16;
        /** Offset of the address in this process, 64 bits. */
        public static final int USER_ADDRESS = 24;

        private MemoryRegion() {}
    }

    /**
     * {@code struct kvm_run}, which a vCPU shares with user space, as far as it is used. What lies from {@link #EXIT} on
     * depends on the reason; {@link #DEVICE_INTERRUPT_LEVEL} is arm64's.
     *
     * <pre>
     *    0  request_interrupt_window:8 | immediate_exit:8 | …
     *    8  exit_reason
     *   32  MMIO: phys_addr (2) | data (2) | len | is_write:8      system event: type | …
     *  304  device_irq_level (2)
     * </pre>
     */
    public static final class Run {
        /** Size in bytes of the structure; it begins the file of a vCPU. */
        public static final int SIZE = 2352;
        /** Offset of one byte: 1 makes a run return at once. */
        public static final int IMMEDIATE_EXIT = 1;
        /** Offset of the reason of the last exit. */
        public static final int EXIT_REASON = 8;
        /** Offset of what the reason is about. */
        public static final int EXIT = 32;
        /** Offset of an MMIO access's guest physical address, 64 bits. */
        public static final int MMIO_ADDRESS = EXIT;
        /** Offset of its data, 64 bits. */
        public static final int MMIO_DATA = EXIT + 8;
        /** Offset of its length in bytes. */
        public static final int MMIO_LENGTH = EXIT + 16;
        /** Offset of one byte: whether it is a write. */
        public static final int MMIO_IS_WRITE = EXIT + 20;
        /** Offset of the output levels of the kernel's timers, where it has no interrupt controller; 64 bits. */
        public static final int DEVICE_INTERRUPT_LEVEL = 304;

        private Run() {}
    }
}
