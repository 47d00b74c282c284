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
import org.gic4j.emulated.lpi.Lpis;
import org.gic4j.emulated.registers.Identification;
import org.gic4j.emulated.registers.MappedRegister;
import org.gic4j.emulated.registers.RegisterMap;
import org.jspecify.annotations.Nullable;

/**
 * The distributor's registers, for a guest and for user space alike. Rows with a standard policy are served from the
 * shared interrupts; the others have their code here.
 *
 * <p>Reads take no lock: each register is one word. Writes take the distributor's.
 */
public final class DistributorFrame {
    private static final Gicv3Distributor[] ROWS = Gicv3Distributor.values();
    private static final long LOW_HALF = 0xFFFF_FFFFL;
    private static final int AFFINITY_ROUTING = 1 << 4;
    private static final int ONE_SECURITY_STATE = 1 << 6;
    private static final int ENABLE_GROUP_1 = 1 << 1;
    private static final int BOTH_GROUPS = 3;

    /**
     * Guards the shared interrupts, the LPIs and this frame's own registers. Taken before that of any CPU interface. It
     * is the first CPU interface's own: guests route most shared interrupts there, and then one lock serves both.
     */
    final BriefLock lock;

    private final RegisterMap guestMap;
    private final RegisterMap userMap;
    private final GicProfile profile;
    private final Gicv3Profile gicv3;
    private final Redistributor[] redistributors;
    private final RoutedInterrupts shared;
    private final Lpis lpis;
    private final int lines;
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
     * @param lpis the LPIs
     * @param identification GICD_IIDR
     * @param ignored counts a guest's accesses that nothing takes
     * @param lock guards the shared interrupts
     */
    public DistributorFrame(
            Geometry geometry,
            GicProfile profile,
            Redistributor[] redistributors,
            RoutedInterrupts shared,
            Lpis lpis,
            Identification identification,
            LongAdder ignored,
            BriefLock lock) {
        guestMap = new RegisterMap(Frame.GICV3_DISTRIBUTOR, geometry, profile, Access.GUEST);
        userMap = new RegisterMap(Frame.GICV3_DISTRIBUTOR, geometry, profile, Access.USER);
        this.profile = profile;
        gicv3 = profile.gicv3();
        this.redistributors = redistributors;
        this.shared = shared;
        this.lpis = lpis;
        this.identification = identification;
        this.ignored = ignored;
        this.lock = lock;
        lines = geometry.interrupts() / Integer.SIZE - 1;
    }

    /**
     * A guest's read.
     *
     * @param offset in bytes
     * @param bytes the width
     * @return 0 where nothing takes the access
     */
    long readGuest(int offset, int bytes) {
        MappedRegister register = guestMap.at(offset);
        if (bytes != Integer.BYTES || (offset & 3) != 0 || register == null) {
            return readOther(register, offset, bytes);
        }
        return read(register, register.wordAt(offset)) & LOW_HALF;
    }

    /** A read that is not of a word. */
    private long readOther(@Nullable MappedRegister register, int offset, int bytes) {
        if (register != null) {
            int word = register.wordAt(offset);
            if (bytes == Byte.BYTES && register.takesBytes()) {
                return read(register, word) >>> MappedRegister.partShift(offset) & 0xFFL;
            }
            if (bytes == Long.BYTES && register.isWide() && (offset & 7) == 0) {
                lock.lock();
                try {
                    return read(register, word) & LOW_HALF | (long) read(register, word + 1) << Integer.SIZE;
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
        MappedRegister register = guestMap.at(offset);
        if (register == null) {
            ignored.increment();
        } else if (bytes == Integer.BYTES && (offset & 3) == 0) {
            write(register, register.wordAt(offset), (int) value, -1, Access.GUEST);
        } else if (bytes == Byte.BYTES && register.takesBytes()) {
            int part = (int) value << MappedRegister.partShift(offset);
            write(register, register.wordAt(offset), part, MappedRegister.partMask(offset, bytes), Access.GUEST);
        } else if (bytes == Long.BYTES && register.isWide() && (offset & 7) == 0) {
            route(register, register.wordAt(offset), value);
        } else {
            ignored.increment();
        }
    }

    /** The 64-bit registers of this frame are the routes, two words for each INTID. */
    private void route(MappedRegister register, int word, long value) {
        int position = word / 2 - Geometry.PRIVATE_INTERRUPTS;
        if (position >= 0) {
            lock.lock();
            try {
                shared.route(position, value, register.writableWide());
            } finally {
                lock.unlock();
            }
        }
    }

    /** User space's read of a word; 0 where there is no register. */
    int readAttribute(int offset) {
        MappedRegister register = userMap.at(offset);
        return register == null ? 0 : read(register, register.wordAt(offset));
    }

    /** User space's write of a word: 0, or EINVAL for an identification that does not match. */
    int writeAttribute(int offset, int value) {
        MappedRegister register = userMap.at(offset);
        return register == null ? Errno.OK : write(register, register.wordAt(offset), value, -1, Access.USER);
    }

    private int read(MappedRegister register, int word) {
        return register.isCode() ? readByCode(ROWS[register.ordinal()], word) : register.read(shared, word);
    }

    private int write(MappedRegister register, int word, int value, int mask, Access access) {
        if (register.isCode()) {
            return writeByCode(ROWS[register.ordinal()], value, mask, access);
        }
        lock.lock();
        try {
            register.write(shared, word, value, mask);
        } finally {
            lock.unlock();
        }
        return Errno.OK;
    }

    private int readByCode(Gicv3Distributor register, int word) {
        return switch (register) {
            case GICD_CTLR -> control | AFFINITY_ROUTING | ONE_SECURITY_STATE;
            case GICD_TYPER ->
                (lpis.arePresent() ? gicv3.distributorTypeWithIts() : gicv3.distributorType()) | lines;
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
            int now = (control & ~mask | value & mask) & gicv3.distributorControl();
            if (now == control) {
                return;
            }
            control = now;
            int groups = forwardedGroups();
            boolean forwarded = redistributors[0].forwardsLpis();
            for (Redistributor redistributor : redistributors) {
                redistributor.cpu().forward(groups);
            }
            if (forwarded && !redistributors[0].forwardsLpis()) {
                lpis.forwardingEnded();
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
