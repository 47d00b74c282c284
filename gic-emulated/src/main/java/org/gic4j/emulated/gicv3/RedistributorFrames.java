package org.gic4j.emulated.gicv3;

import java.util.concurrent.atomic.LongAdder;
import org.gic4j.api.GicProfile;
import org.gic4j.api.registers.Frame;
import org.gic4j.api.registers.Geometry;
import org.gic4j.emulated.interrupt.Access;
import org.gic4j.emulated.registers.MappedRegister;
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
        int within = sgi ? offset - SGI_FRAME : offset;
        MappedRegister register = (sgi ? guestSgiMap : guestMap).at(within);
        if (register != null) {
            int word = register.wordAt(within);
            if (bytes == Integer.BYTES && (offset & 3) == 0) {
                return read(owner, register, word) & LOW_HALF;
            }
            if (bytes == Byte.BYTES && register.takesBytes()) {
                return read(owner, register, word) >>> MappedRegister.partShift(offset) & 0xFFL;
            }
            if (bytes == Long.BYTES && register.isWide() && (offset & 7) == 0) {
                return registers.readWide(owner, register.ordinal(), word);
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
        int within = sgi ? offset - SGI_FRAME : offset;
        MappedRegister register = (sgi ? guestSgiMap : guestMap).at(within);
        if (register == null) {
            ignored.increment();
        } else if (bytes == Integer.BYTES && (offset & 3) == 0) {
            write(owner, register, register.wordAt(within), (int) value, -1);
        } else if (bytes == Byte.BYTES && register.takesBytes()) {
            int part = (int) value << MappedRegister.partShift(offset);
            write(owner, register, register.wordAt(within), part, MappedRegister.partMask(offset, bytes));
        } else if (bytes == Long.BYTES && register.isWide() && (offset & 7) == 0) {
            registers.writeWide(owner, register.ordinal(), value);
        } else {
            ignored.increment();
        }
    }

    /** User space's read of a word; 0 where there is no register. */
    int readAttribute(Redistributor owner, int offset) {
        boolean sgi = offset >= SGI_FRAME;
        int within = sgi ? offset - SGI_FRAME : offset;
        MappedRegister register = (sgi ? userSgiMap : userMap).at(within);
        return register == null ? 0 : read(owner, register, register.wordAt(within));
    }

    /** User space's write of a word; ignored where there is no register. */
    void writeAttribute(Redistributor owner, int offset, int value) {
        boolean sgi = offset >= SGI_FRAME;
        int within = sgi ? offset - SGI_FRAME : offset;
        MappedRegister register = (sgi ? userSgiMap : userMap).at(within);
        if (register != null) {
            write(owner, register, register.wordAt(within), value, -1);
        }
    }

    /** Only the first frame's registers have code. */
    private int read(Redistributor owner, MappedRegister register, int word) {
        return register.isCode()
                ? registers.read(owner, register.ordinal(), word)
                : register.read(owner.interrupts(), word);
    }

    private void write(Redistributor owner, MappedRegister register, int word, int value, int mask) {
        if (register.isCode()) {
            registers.write(owner, register.ordinal(), word, value);
            return;
        }
        CpuInterface cpu = owner.cpu();
        cpu.lock.lock();
        try {
            register.write(cpu.interrupts(), word, value, mask);
            cpu.update();
        } finally {
            cpu.lock.unlock();
        }
    }
}
