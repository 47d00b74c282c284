package org.gic4j.emulated.gicv2;

import java.util.concurrent.atomic.LongAdder;
import org.gic4j.api.Errno;
import org.gic4j.api.GicProfile;
import org.gic4j.api.registers.Frame;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.Gicv2Distributor;
import org.gic4j.api.registers.InterruptProperty;
import org.gic4j.api.registers.Policy;
import org.gic4j.emulated.delivery.BriefLock;
import org.gic4j.emulated.interrupt.Access;
import org.gic4j.emulated.interrupt.SharedInterrupts;
import org.gic4j.emulated.registers.Identification;
import org.gic4j.emulated.registers.MappedRegister;
import org.gic4j.emulated.registers.RegisterMap;
import org.jspecify.annotations.Nullable;

/**
 * The distributor's registers, for a guest and for user space alike. A row with a standard policy is served from the
 * state of interrupts that it shows; the others have their code here.
 *
 * <p>Reads take no lock: each register is one word. Writes take the lock of what they touch.
 */
public final class DistributorFrame {
    private static final Gicv2Distributor[] ROWS = Gicv2Distributor.values();

    /**
     * Guards the shared interrupts and this frame's own registers. Taken before that of any CPU interface. It is the
     * first CPU interface's own: most shared interrupts go there, and then one lock serves both.
     */
    final BriefLock lock;

    private final RegisterMap guestMap;
    private final RegisterMap userMap;
    private final GicProfile profile;
    private final CpuInterface[] cpus;
    private final SharedInterrupts shared;
    private final int type;
    private final Identification identification;
    private final int[] peripheralIdentification;
    private final boolean uniprocessorTargets;

    private final LongAdder ignored;
    /** Of each row whose shared words are kept as they read: those words. The others are put together when read. */
    private final int[] @Nullable [] sharedWords;

    private final int[] sharedStrides;
    private final int[] sharedOffsets;

    private volatile int control;

    /**
     * Makes a distributor at reset.
     *
     * @param geometry the numbers of interrupts and vCPUs
     * @param profile the implementation
     * @param cpus the CPU interfaces by creation index
     * @param shared the shared interrupts
     * @param ignored counts a guest's accesses that nothing takes
     */
    public DistributorFrame(
            Geometry geometry, GicProfile profile, CpuInterface[] cpus, SharedInterrupts shared, LongAdder ignored) {
        guestMap = new RegisterMap(Frame.GICV2_DISTRIBUTOR, geometry, profile, Access.GUEST);
        userMap = new RegisterMap(Frame.GICV2_DISTRIBUTOR, geometry, profile, Access.USER);
        this.profile = profile;
        this.cpus = cpus;
        this.shared = shared;
        lock = cpus.length == 0 ? new BriefLock() : cpus[0].lock;
        type = geometry.interrupts() / 32 - 1 | (geometry.vcpus() - 1 & 7) << 5;
        peripheralIdentification =
                profile.peripheralIdentification().stream().mapToInt(Integer::intValue).toArray();
        uniprocessorTargets =
                cpus.length == 1 && profile.uniprocessorTargets() == GicProfile.UniprocessorTargets.RAZ_WI;
        identification = new Identification(profile);
        this.ignored = ignored;
        sharedWords = new int[ROWS.length][];
        sharedStrides = new int[ROWS.length];
        sharedOffsets = new int[ROWS.length];
        for (int row = 0; row < ROWS.length; row++) {
            InterruptProperty property = ROWS[row].row().property().orElse(null);
            if (property != null && !(property == InterruptProperty.TARGETS && uniprocessorTargets)) {
                sharedWords[row] = shared.words(property);
                sharedStrides[row] = SharedInterrupts.strideBits(property);
                sharedOffsets[row] = SharedInterrupts.offset(property);
            }
        }
    }

    /**
     * A guest's read.
     *
     * @param cpu which vCPU reads
     * @param offset in bytes
     * @param bytes the width
     * @return 0 where nothing takes the access
     */
    int readGuest(CpuInterface cpu, int offset, int bytes) {
        MappedRegister register = guestMap.at(offset);
        if (bytes != Integer.BYTES || (offset & 3) != 0 || register == null) {
            return readPart(cpu, register, offset, bytes);
        }
        return read(cpu, register, register.wordAt(offset));
    }

    /**
     * A guest's write.
     *
     * @param cpu which vCPU writes
     * @param offset in bytes
     * @param bytes the width
     * @param value the value in the low bits
     */
    void writeGuest(CpuInterface cpu, int offset, int bytes, int value) {
        MappedRegister register = guestMap.at(offset);
        if (register == null) {
            ignored.increment();
        } else if (bytes == Integer.BYTES && (offset & 3) == 0) {
            write(cpu, register, register.wordAt(offset), value, -1, Access.GUEST);
        } else if (takesPart(register, offset, bytes)) {
            int part = value << MappedRegister.partShift(offset);
            int mask = MappedRegister.partMask(offset, bytes);
            write(cpu, register, register.wordAt(offset), part, mask, Access.GUEST);
        } else {
            ignored.increment();
        }
    }

    /** User space's read of a word; 0 where there is no register. */
    int readAttribute(CpuInterface cpu, int offset) {
        MappedRegister register = userMap.at(offset);
        return register == null ? 0 : read(cpu, register, register.wordAt(offset));
    }

    /** User space's write of a word: 0, or EINVAL for an identification that does not match. */
    int writeAttribute(CpuInterface cpu, int offset, int value) {
        MappedRegister register = userMap.at(offset);
        return register == null
                ? Errno.OK
                : write(cpu, register, register.wordAt(offset), value, -1, Access.USER);
    }

    private int readPart(CpuInterface cpu, @Nullable MappedRegister register, int offset, int bytes) {
        if (register == null || !takesPart(register, offset, bytes)) {
            ignored.increment();
            return 0;
        }
        int word = read(cpu, register, register.wordAt(offset));
        return (word & MappedRegister.partMask(offset, bytes)) >>> MappedRegister.partShift(offset);
    }

    /** Whether a register takes an access that is narrower than a word. */
    private boolean takesPart(MappedRegister register, int offset, int bytes) {
        return bytes < Integer.BYTES
                && offset % bytes == 0
                && (profile.distributorAccess() == GicProfile.DistributorAccess.ANY
                        || bytes == 1 && register.takesBytes());
    }

    private int read(CpuInterface cpu, MappedRegister register, int word) {
        int banked = register.bankedWords();
        int row = register.ordinal();
        int[] words = sharedWords[row];
        if (words != null && word >= banked) {
            return words[word - banked << sharedStrides[row] | sharedOffsets[row]];
        }
        if (register.isCode()) {
            return readByCode(ROWS[row], word);
        }
        if (uniprocessorTargets && register.property() == InterruptProperty.TARGETS) {
            return 0;
        }
        return word < banked ? register.read(cpu.interrupts(), word) : register.read(shared, word - banked);
    }

    private int write(CpuInterface cpu, MappedRegister register, int word, int value, int mask, Access access) {
        if (register.isCode()) {
            return writeByCode(ROWS[register.ordinal()], cpu, value, mask, access);
        }
        if (register.policy() == Policy.READ_WRITE_AFTER_IDENTIFICATION && !identification.isConfirmed()) {
            return Errno.OK;
        }
        int banked = register.bankedWords();
        if (word < banked) {
            cpu.lock.lock();
            try {
                register.write(cpu.interrupts(), word, value, mask);
                cpu.update();
            } finally {
                cpu.lock.unlock();
            }
        } else {
            lock.lock();
            try {
                register.write(shared, word - banked, value, mask);
            } finally {
                lock.unlock();
            }
        }
        return Errno.OK;
    }

    /** The bits of the groups that are forwarded, group 0 in bit 0. */
    private int forwardedGroups() {
        return switch (profile.groupEnables()) {
            case SHARED -> (control & 1) != 0 ? 3 : 0;
            case SEPARATE -> control & 3;
        };
    }

    private int readByCode(Gicv2Distributor register, int word) {
        return switch (register) {
            case GICD_CTLR -> control;
            case GICD_TYPER -> type;
            case GICD_IIDR -> identification.value();
            case GICD_SGIR -> 0;
            case GICD_PIDR -> word < peripheralIdentification.length ? peripheralIdentification[word] : 0;
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
                    GICD_CPENDSGIR,
                    GICD_SPENDSGIR ->
                throw standard(register);
        };
    }

    private int writeByCode(Gicv2Distributor register, CpuInterface cpu, int value, int mask, Access access) {
        return switch (register) {
            case GICD_CTLR -> {
                setControl(value, mask);
                yield Errno.OK;
            }
            case GICD_SGIR -> {
                if (mask == -1) {
                    send(cpu, value);
                }
                yield Errno.OK;
            }
            case GICD_IIDR -> access == Access.USER ? identification.confirm(value) : Errno.OK;
            case GICD_TYPER, GICD_PIDR -> Errno.OK;
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
                    GICD_CPENDSGIR,
                    GICD_SPENDSGIR ->
                throw standard(register);
        };
    }

    private void setControl(int value, int mask) {
        lock.lock();
        try {
            int now = (control & ~mask | value & mask) & profile.distributorControl();
            if (now == control) {
                return;
            }
            control = now;
            int groups = forwardedGroups();
            for (CpuInterface cpu : cpus) {
                cpu.forward(groups);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sends an SGI (IHI 0048B section 4.3.15). The list counts vCPUs by creation index; "self" is the bit of the
     * sender's id, as in the kernel.
     */
    private void send(CpuInterface sender, int value) {
        int own = sender.interrupts().ownSource();
        int everyone = (1 << cpus.length) - 1;
        int to =
                switch (value >>> 24 & 3) {
                    case 0 -> value >>> 16 & 0xFF;
                    case 1 -> everyone & ~own;
                    case 2 -> own;
                    default -> 0;
                };
        for (int rest = to & everyone; rest != 0; rest &= rest - 1) {
            CpuInterface target = cpus[Integer.numberOfTrailingZeros(rest)];
            target.lock.lock();
            try {
                target.interrupts().request(value & 0xF, own);
                target.update();
            } finally {
                target.lock.unlock();
            }
        }
    }

    private static AssertionError standard(Gicv2Distributor register) {
        return new AssertionError(register + " has a standard policy and needs no code");
    }
}
