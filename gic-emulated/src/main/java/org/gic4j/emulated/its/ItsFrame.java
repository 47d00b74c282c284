package org.gic4j.emulated.its;

import java.util.concurrent.atomic.LongAdder;
import org.gic4j.api.Errno;
import org.gic4j.api.GicProfile;
import org.gic4j.api.registers.Frame;
import org.gic4j.api.registers.Geometry;
import org.gic4j.emulated.interrupt.Access;
import org.gic4j.emulated.registers.MappedRegister;
import org.gic4j.emulated.registers.RegisterMap;
import org.jspecify.annotations.Nullable;

/**
 * The registers of an ITS, for a guest and for user space alike (CONTRACT 9.1). All have code; each access takes the
 * lock of the ITS.
 */
public final class ItsFrame {
    private static final org.gic4j.api.registers.Its[] ROWS = org.gic4j.api.registers.Its.values();
    /** No row of the frame depends on the extent or the implementation of the interrupt controller. */
    private static final Geometry ANY = new Geometry(Geometry.PRIVATE_INTERRUPTS, 1);

    private static final RegisterMap GUEST_MAP = new RegisterMap(Frame.ITS, ANY, GicProfile.KVM, Access.GUEST);
    private static final RegisterMap USER_MAP = new RegisterMap(Frame.ITS, ANY, GicProfile.KVM, Access.USER);

    private static final int ENABLED = 1;
    private static final long QUIESCENT = 1L << 31;
    private static final int REVISION = 0xF000;
    /** 16 bits of event and of device ids, 8 bytes of an event's entry, collections by processor number. */
    private static final long TYPE = 0x1_EF71;

    private static final long LOW_HALF = 0xFFFF_FFFFL;
    private static final int[] PERIPHERAL_IDENTIFICATION = {
        0x40, 0x00, 0x00, 0x00, 0x92, 0xB4, 0x3B, 0x00, 0x0D, 0xF0, 0x05, 0xB1
    };

    private final Its its;
    private final LongAdder ignored = new LongAdder();

    /**
     * The registers of an ITS.
     *
     * @param its whose registers
     */
    public ItsFrame(Its its) {
        this.its = its;
    }

    /** How many of a guest's accesses nothing took. */
    public long ignoredAccesses() {
        return ignored.sum();
    }

    /**
     * Whether a register of user space begins or goes on at an offset.
     *
     * @param offset in bytes
     */
    public static boolean hasRegister(int offset) {
        return USER_MAP.at(offset) != null;
    }

    /**
     * User space's read of a register.
     *
     * @param offset in bytes, of a register; in the middle of one of 64 bits its upper half is read
     * @return the value, zero-extended
     */
    public long readAttribute(int offset) {
        MappedRegister register = USER_MAP.at(offset);
        return register == null ? 0 : read(register, register.wordAt(offset), true);
    }

    /**
     * User space's write of a register.
     *
     * @param offset in bytes, of a register
     * @param value the value
     * @return 0; EINVAL for an identification or an offset in the queue that cannot be, EBUSY for GITS_CREADR while the ITS
     *     is enabled
     */
    public int writeAttribute(int offset, long value) {
        MappedRegister register = USER_MAP.at(offset);
        return register == null ? Errno.OK : write(register, register.wordAt(offset), value, true, Access.USER);
    }

    /**
     * A guest's read.
     *
     * @param offset in bytes, within both frames
     * @param bytes the width
     * @return 0 where nothing takes the access
     */
    public long readGuest(int offset, int bytes) {
        MappedRegister register = register(offset, bytes);
        return register == null ? 0 : read(register, register.wordAt(offset), bytes == Long.BYTES);
    }

    /**
     * A guest's write.
     *
     * @param offset in bytes, within both frames
     * @param bytes the width
     * @param value the value in the low bits
     */
    public void writeGuest(int offset, int bytes, long value) {
        MappedRegister register = register(offset, bytes);
        if (register != null) {
            // What user space is refused, a guest is not told.
            int _ = write(register, register.wordAt(offset), value, bytes == Long.BYTES, Access.GUEST);
        }
    }

    private @Nullable MappedRegister register(int offset, int bytes) {
        MappedRegister register = GUEST_MAP.at(offset);
        boolean takes = register != null
                && (bytes == Integer.BYTES || bytes == Long.BYTES && register.isWide())
                && (offset & bytes - 1) == 0;
        if (!takes) {
            ignored.increment();
        }
        return takes ? register : null;
    }

    private long read(MappedRegister register, int word, boolean whole) {
        org.gic4j.api.registers.Its row = ROWS[register.ordinal()];
        its.lock().lock();
        try {
            if (!register.isWide()) {
                return value(row, word) & LOW_HALF;
            }
            long value = value(row, word / 2) >>> word % 2 * Integer.SIZE;
            return whole ? value : value & LOW_HALF;
        } finally {
            its.lock().unlock();
        }
    }

    private int write(MappedRegister register, int word, long value, boolean whole, Access access) {
        org.gic4j.api.registers.Its row = ROWS[register.ordinal()];
        its.lock().lock();
        try {
            if (!register.isWide() || whole && word % 2 == 0) {
                return set(row, register.isWide() ? word / 2 : word, value, access);
            }
            int shift = word % 2 * Integer.SIZE;
            long merged = value(row, word / 2) & ~(LOW_HALF << shift) | (value & LOW_HALF) << shift;
            return set(row, word / 2, merged, access);
        } finally {
            its.lock().unlock();
        }
    }

    private long value(org.gic4j.api.registers.Its row, int number) {
        return switch (row) {
            case GITS_CTLR -> (its.isEnabled() ? ENABLED : 0) | (its.queue().isEmpty() ? QUIESCENT : 0);
            case GITS_IIDR -> org.gic4j.api.registers.Its.KERNEL_IDENTIFICATION;
            case GITS_TYPER -> TYPE;
            case GITS_CBASER -> its.queue().base();
            case GITS_CWRITER -> its.queue().writer();
            case GITS_CREADR -> its.queue().reader();
            case GITS_BASER ->
                switch (number) {
                    case 0 -> its.tables().devices().value();
                    case 1 -> its.tables().collections().value();
                    default -> 0;
                };
            case GITS_PIDR -> PERIPHERAL_IDENTIFICATION[number];
            case GITS_TRANSLATER -> 0;
        };
    }

    private int set(org.gic4j.api.registers.Its row, int number, long value, Access access) {
        switch (row) {
            case GITS_CTLR -> its.enable((value & ENABLED) != 0);
            case GITS_IIDR -> {
                if (access == Access.USER && (value & REVISION) != 0) {
                    return Errno.EINVAL;
                }
            }
            case GITS_CBASER -> its.setQueueBase(value);
            case GITS_CWRITER -> its.setQueueWriter((int) value);
            case GITS_CREADR -> {
                if (access == Access.USER) {
                    return its.setQueueReader((int) value);
                }
            }
            case GITS_BASER -> {
                if (number == 0) {
                    its.setDeviceTable(value);
                } else if (number == 1) {
                    its.setCollectionTable(value);
                }
            }
            case GITS_TRANSLATER -> ignored.increment();
            case GITS_TYPER, GITS_PIDR -> {
                // Read-only.
            }
        }
        return Errno.OK;
    }
}
