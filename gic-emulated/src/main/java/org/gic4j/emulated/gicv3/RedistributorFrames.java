package org.gic4j.emulated.gicv3;

import java.util.concurrent.atomic.LongAdder;
import org.gic4j.api.GicProfile;
import org.gic4j.api.registers.Frame;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.Policy;
import org.gic4j.emulated.interrupt.Access;
import org.gic4j.emulated.registers.RegisterMap;

/**
 * Both frames of the redistributors, for a guest and for user space alike: the first one's registers have code, the
 * second one's are served from the SGIs and PPIs.
 */
public final class RedistributorFrames {
    private static final int SGI_FRAME = Frame.GICV3_REDISTRIBUTOR_SGI.attributeBase();
    private static final long LOW_HALF = 0xFFFF_FFFFL;

    private final RegisterMap guestMap;
    private final RegisterMap userMap;
    private final RegisterMap guestSgiMap;
    private final RegisterMap userSgiMap;
    private final RedistributorRegisters registers;
    private final LongAdder ignored;

    /**
     * Makes the frames.
     *
     * @param geometry the numbers of interrupts and vCPUs
     * @param profile the implementation
     * @param registers the registers of the first frame
     * @param ignored counts a guest's accesses that nothing takes
     */
    public RedistributorFrames(
            Geometry geometry, GicProfile profile, RedistributorRegisters registers, LongAdder ignored) {
        guestMap = new RegisterMap(Frame.GICV3_REDISTRIBUTOR, geometry, profile, Access.GUEST);
        userMap = new RegisterMap(Frame.GICV3_REDISTRIBUTOR, geometry, profile, Access.USER);
        guestSgiMap = new RegisterMap(Frame.GICV3_REDISTRIBUTOR_SGI, geometry, profile, Access.GUEST);
        userSgiMap = new RegisterMap(Frame.GICV3_REDISTRIBUTOR_SGI, geometry, profile, Access.USER);
        this.registers = registers;
        this.ignored = ignored;
    }

    /**
     * A guest's read.
     *
     * @param owner whose redistributor
     * @param offset in bytes, within both frames
     * @param bytes the width
     * @return 0 where nothing takes the access
     */
    long readGuest(Redistributor owner, int offset, int bytes) {
        boolean sgi = offset >= SGI_FRAME;
        RegisterMap map = sgi ? guestSgiMap : guestMap;
        int within = sgi ? offset - SGI_FRAME : offset;
        int row = map.rowAt(within);
        if (row != RegisterMap.NONE) {
            int word = map.wordAt(row, within);
            if (bytes == Integer.BYTES && (offset & 3) == 0) {
                return read(owner, map, sgi, row, word) & LOW_HALF;
            }
            if (bytes == Byte.BYTES && map.takesBytes(row)) {
                return read(owner, map, sgi, row, word) >>> RegisterMap.partShift(offset) & 0xFFL;
            }
            if (bytes == Long.BYTES && map.isWide(row) && (offset & 7) == 0) {
                return read(owner, map, sgi, row, word) & LOW_HALF
                        | (long) read(owner, map, sgi, row, word + 1) << Integer.SIZE;
            }
        }
        ignored.increment();
        return 0;
    }

    /**
     * A guest's write.
     *
     * @param owner whose redistributor
     * @param offset in bytes, within both frames
     * @param bytes the width
     * @param value the value in the low bits
     */
    void writeGuest(Redistributor owner, int offset, int bytes, long value) {
        boolean sgi = offset >= SGI_FRAME;
        RegisterMap map = sgi ? guestSgiMap : guestMap;
        int within = sgi ? offset - SGI_FRAME : offset;
        int row = map.rowAt(within);
        if (row != RegisterMap.NONE) {
            int word = map.wordAt(row, within);
            if (bytes == Integer.BYTES && (offset & 3) == 0) {
                write(owner, map, sgi, row, word, (int) value, -1);
                return;
            }
            if (bytes == Byte.BYTES && map.takesBytes(row)) {
                int mask = RegisterMap.partMask(offset, Byte.BYTES);
                write(owner, map, sgi, row, word, (int) value << RegisterMap.partShift(offset) & mask, mask);
                return;
            }
            if (bytes == Long.BYTES && map.isWide(row) && (offset & 7) == 0) {
                registers.writeWide(owner, row, value);
                return;
            }
        }
        ignored.increment();
    }

    /** User space's read of a word; 0 where there is no register. */
    int readAttribute(Redistributor owner, int offset) {
        boolean sgi = offset >= SGI_FRAME;
        RegisterMap map = sgi ? userSgiMap : userMap;
        int within = sgi ? offset - SGI_FRAME : offset;
        int row = map.rowAt(within);
        return row == RegisterMap.NONE ? 0 : read(owner, map, sgi, row, map.wordAt(row, within));
    }

    /** User space's write of a word; ignored where there is no register. */
    void writeAttribute(Redistributor owner, int offset, int value) {
        boolean sgi = offset >= SGI_FRAME;
        RegisterMap map = sgi ? userSgiMap : userMap;
        int within = sgi ? offset - SGI_FRAME : offset;
        int row = map.rowAt(within);
        if (row != RegisterMap.NONE) {
            write(owner, map, sgi, row, map.wordAt(row, within), value, -1);
        }
    }

    private int read(Redistributor owner, RegisterMap map, boolean sgi, int row, int word) {
        if (sgi) {
            return map.read(owner.interrupts(), row, word);
        }
        return map.policy(row) == Policy.RAZ_WI ? 0 : registers.read(owner, row, word);
    }

    private void write(Redistributor owner, RegisterMap map, boolean sgi, int row, int word, int value, int mask) {
        if (sgi) {
            CpuInterface cpu = owner.cpu();
            cpu.lock.lock();
            try {
                map.write(owner.interrupts(), row, word, value, mask);
                cpu.update();
            } finally {
                cpu.lock.unlock();
            }
        } else if (map.policy(row) != Policy.RAZ_WI) {
            registers.write(owner, row, word, value);
        }
    }
}
