package org.gic4j.emulated.gicv3;

import java.util.concurrent.atomic.LongAdder;
import org.gic4j.api.Errno;
import org.gic4j.api.GicProfile;
import org.gic4j.api.Gicv3Profile;
import org.gic4j.api.registers.Frame;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.Gicv3Distributor;
import org.gic4j.emulated.delivery.BriefLock;
import org.gic4j.emulated.interrupt.Access;
import org.gic4j.emulated.interrupt.RoutedInterrupts;
import org.gic4j.emulated.registers.Identification;
import org.gic4j.emulated.registers.RegisterMap;

/**
 * The distributor's registers, for a guest and for user space alike. Rows with a standard policy are served from the
 * shared interrupts; the others have their code here.
 *
 * <p>Reads take no lock: each register is one word. Writes take the distributor's.
 */
public final class DistributorFrame {
    private static final Gicv3Distributor[] ROWS = Gicv3Distributor.values();
    private static final int AFFINITY_ROUTING = 1 << 4;
    private static final int ONE_SECURITY_STATE = 1 << 6;
    private static final int ENABLE_GROUP_1 = 1 << 1;
    private static final int BOTH_GROUPS = 3;

    /**
     * Guards the shared interrupts and this frame's own registers. Taken before that of any CPU interface. It is the
     * first CPU interface's own: guests route most shared interrupts there, and then one lock serves both.
     */
    final BriefLock lock;

    private final RegisterMap guestMap;
    private final RegisterMap userMap;
    private final GicProfile profile;
    private final Gicv3Profile gicv3;
    private final Redistributor[] redistributors;
    private final RoutedInterrupts shared;
    private final int type;
    private final Identification identification;
    private final LongAdder ignored;
    private volatile int control;

    /**
     * Makes a distributor at reset.
     *
     * @param geometry the numbers of interrupts and vCPUs
     * @param profile the implementation
     * @param redistributors by creation index of the vCPUs
     * @param shared the shared interrupts
     * @param identification GICD_IIDR
     * @param ignored counts a guest's accesses that nothing takes
     */
    public DistributorFrame(
            Geometry geometry,
            GicProfile profile,
            Redistributor[] redistributors,
            RoutedInterrupts shared,
            Identification identification,
            LongAdder ignored) {
        guestMap = new RegisterMap(Frame.GICV3_DISTRIBUTOR, geometry, profile, Access.GUEST);
        userMap = new RegisterMap(Frame.GICV3_DISTRIBUTOR, geometry, profile, Access.USER);
        this.profile = profile;
        gicv3 = profile.gicv3();
        this.redistributors = redistributors;
        this.shared = shared;
        this.identification = identification;
        this.ignored = ignored;
        lock = redistributors.length == 0 ? new BriefLock() : redistributors[0].cpu().lock;
        type = gicv3.distributorType() | geometry.interrupts() / Integer.SIZE - 1;
    }

    /**
     * A guest's read.
     *
     * @param offset in bytes
     * @param bytes the width
     * @return 0 where nothing takes the access
     */
    long readGuest(int offset, int bytes) {
        int row = guestMap.rowAt(offset);
        if (bytes != Integer.BYTES || (offset & 3) != 0 || row == RegisterMap.NONE) {
            return readOther(row, offset, bytes);
        }
        return read(guestMap, row, guestMap.wordAt(row, offset)) & 0xFFFF_FFFFL;
    }

    /** A read that is not of a word. */
    private long readOther(int row, int offset, int bytes) {
        if (row != RegisterMap.NONE) {
            int word = guestMap.wordAt(row, offset);
            if (bytes == Byte.BYTES && guestMap.takesBytes(row)) {
                return read(guestMap, row, word) >>> RegisterMap.partShift(offset) & 0xFFL;
            }
            if (bytes == Long.BYTES && guestMap.isWide(row) && (offset & 7) == 0) {
                lock.lock();
                try {
                    return read(guestMap, row, word) & 0xFFFF_FFFFL
                            | (long) read(guestMap, row, word + 1) << Integer.SIZE;
                } finally {
                    lock.unlock();
                }
            }
        }
        ignored.increment();
        return 0;
    }

    /**
     * A guest's write.
     *
     * @param offset in bytes
     * @param bytes the width
     * @param value the value in the low bits
     */
    void writeGuest(int offset, int bytes, long value) {
        int row = guestMap.rowAt(offset);
        if (bytes == Integer.BYTES && (offset & 3) == 0 && row != RegisterMap.NONE) {
            write(guestMap, row, guestMap.wordAt(row, offset), (int) value, -1, Access.GUEST);
        } else if (bytes == Byte.BYTES && row != RegisterMap.NONE && guestMap.takesBytes(row)) {
            int word = (int) value << RegisterMap.partShift(offset);
            int mask = RegisterMap.partMask(offset, Byte.BYTES);
            write(guestMap, row, guestMap.wordAt(row, offset), word & mask, mask, Access.GUEST);
        } else if (bytes == Long.BYTES && row != RegisterMap.NONE && guestMap.isWide(row) && (offset & 7) == 0) {
            route(row, guestMap.wordAt(row, offset), value);
        } else {
            ignored.increment();
        }
    }

    /** The 64-bit registers of this frame are the routes, two words for each INTID. */
    private void route(int row, int word, long value) {
        int position = word / 2 - Geometry.PRIVATE_INTERRUPTS;
        if (position >= 0) {
            lock.lock();
            try {
                shared.route(position, value, guestMap.writableWide(row));
            } finally {
                lock.unlock();
            }
        }
    }

    /** User space's read of a word; 0 where there is no register. */
    int readAttribute(int offset) {
        int row = userMap.rowAt(offset);
        return row == RegisterMap.NONE ? 0 : read(userMap, row, userMap.wordAt(row, offset));
    }

    /** User space's write of a word: 0, or EINVAL for an identification that does not match. */
    int writeAttribute(int offset, int value) {
        int row = userMap.rowAt(offset);
        return row == RegisterMap.NONE
                ? Errno.OK
                : write(userMap, row, userMap.wordAt(row, offset), value, -1, Access.USER);
    }

    private int read(RegisterMap map, int row, int word) {
        return map.isCode(row) ? readByCode(ROWS[row], word) : map.read(shared, row, word);
    }

    private int write(RegisterMap map, int row, int word, int value, int mask, Access access) {
        if (map.isCode(row)) {
            return writeByCode(ROWS[row], value, mask, access);
        }
        lock.lock();
        try {
            map.write(shared, row, word, value, mask);
        } finally {
            lock.unlock();
        }
        return Errno.OK;
    }

    private int readByCode(Gicv3Distributor register, int word) {
        return switch (register) {
            case GICD_CTLR -> control | AFFINITY_ROUTING | ONE_SECURITY_STATE;
            case GICD_TYPER -> type;
            case GICD_IIDR -> identification.value();
            case GICD_TYPER2 -> 0;
            case GICD_STATUSR -> gicv3.errorStatus();
            case GICD_PIDR -> gicv3.distributorPeripheralIdentification().get(word);
            case GICD_IGROUPR,
                    GICD_ISENABLER,
                    GICD_ICENABLER,
                    GICD_ISPENDR,
                    GICD_ICPENDR,
                    GICD_ISACTIVER,
                    GICD_ICACTIVER,
                    GICD_IPRIORITYR,
                    GICD_ITARGETSR,
                    GICD_ICFGR,
                    GICD_IGRPMODR,
                    GICD_IROUTER ->
                throw standard(register);
        };
    }

    private int writeByCode(Gicv3Distributor register, int value, int mask, Access access) {
        return switch (register) {
            case GICD_CTLR -> {
                setControl(value, mask);
                yield Errno.OK;
            }
            case GICD_IIDR -> access == Access.USER ? identification.confirm(value) : Errno.OK;
            case GICD_TYPER2 -> access == Access.USER && value != 0 ? Errno.EINVAL : Errno.OK;
            case GICD_TYPER, GICD_STATUSR, GICD_PIDR -> Errno.OK;
            case GICD_IGROUPR,
                    GICD_ISENABLER,
                    GICD_ICENABLER,
                    GICD_ISPENDR,
                    GICD_ICPENDR,
                    GICD_ISACTIVER,
                    GICD_ICACTIVER,
                    GICD_IPRIORITYR,
                    GICD_ITARGETSR,
                    GICD_ICFGR,
                    GICD_IGRPMODR,
                    GICD_IROUTER ->
                throw standard(register);
        };
    }

    private void setControl(int value, int mask) {
        lock.lock();
        try {
            control = (control & ~mask | value & mask) & gicv3.distributorControl();
            int groups = forwardedGroups();
            for (Redistributor redistributor : redistributors) {
                redistributor.cpu().forward(groups);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The bits of the groups that are forwarded, group 0 in bit 0. */
    private int forwardedGroups() {
        return switch (profile.groupEnables()) {
            case SHARED -> (control & ENABLE_GROUP_1) != 0 ? BOTH_GROUPS : 0;
            case SEPARATE -> control & BOTH_GROUPS;
        };
    }

    private static AssertionError standard(Gicv3Distributor register) {
        return new AssertionError(register + " has a standard policy and needs no code");
    }
}
