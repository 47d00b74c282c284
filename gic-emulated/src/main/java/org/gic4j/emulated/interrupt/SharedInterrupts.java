package org.gic4j.emulated.interrupt;

import org.gic4j.api.GicProfile;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.InterruptProperty;
import org.gic4j.api.registers.Policy;
import org.gic4j.emulated.gicv2.CpuInterface;

/**
 * The SPIs of a GICv2: INTIDs 32 and up. Guarded by the distributor's lock; takes the lock of each CPU interface that
 * an interrupt is delivered to.
 */
public final class SharedInterrupts extends InterruptBank {
    private final CpuInterface[] cpus;
    private final int[] targets;
    private final byte[] routes;
    private final int writableTargets;
    private final boolean lowestTargetOnly;

    /**
     * Makes the interrupts at reset.
     *
     * @param geometry the numbers of interrupts and vCPUs
     * @param profile the implementation
     * @param cpus the CPU interfaces by creation index
     */
    public SharedInterrupts(Geometry geometry, GicProfile profile, CpuInterface[] cpus) {
        super(geometry.interrupts() / Integer.SIZE - 1, profile);
        this.cpus = cpus;
        targets = new int[group.length * BYTE_WORDS];
        routes = new byte[group.length * Integer.SIZE];
        lowestTargetOnly = profile.targeting() == GicProfile.Targeting.LOWEST;
        boolean fixed = cpus.length == 1 && profile.uniprocessorTargets() == GicProfile.UniprocessorTargets.RAZ_WI;
        writableTargets = fixed ? 0 : ((1 << cpus.length) - 1) * 0x0101_0101;
        resetTrigger(profile.spisResetToEdge());
        for (int spi = 0; spi < routes.length; spi++) {
            routes[spi] = route(0);
        }
    }

    /**
     * Whether an INTID is one of these.
     *
     * @param intid any INTID
     */
    public boolean has(int intid) {
        return intid >= Geometry.PRIVATE_INTERRUPTS && intid - Geometry.PRIVATE_INTERRUPTS < routes.length;
    }

    /**
     * The word of an INTID.
     *
     * @param intid one of these
     */
    public static int word(int intid) {
        return (intid >>> 5) - 1;
    }

    @Override
    void deliver(int word, int flips, int now) {
        if ((flips & flips - 1) == 0) {
            int position = Integer.numberOfTrailingZeros(flips);
            deliver(word, position, group[word] >>> position & 1, (now & flips) != 0);
            return;
        }
        for (int rest = flips; rest != 0; rest &= rest - 1) {
            int position = Integer.numberOfTrailingZeros(rest);
            deliver(word, position, group[word] >>> position & 1, (now >>> position & 1) != 0);
        }
    }

    private void deliver(int word, int position, int inGroup, boolean deliverable) {
        int byPriority = priorityOf(word, position);
        int spi = word << 5 | position;
        int intid = spi + Geometry.PRIVATE_INTERRUPTS;
        int to = routes[spi] & 0xFF;
        if ((to & to - 1) == 0) {
            if (to != 0) {
                cpus[Integer.numberOfTrailingZeros(to)].deliver(inGroup, byPriority, intid, deliverable);
            }
        } else {
            for (int rest = to; rest != 0; rest &= rest - 1) {
                cpus[Integer.numberOfTrailingZeros(rest)].deliver(inGroup, byPriority, intid, deliverable);
            }
        }
    }

    @Override
    int writable(InterruptProperty property, int word) {
        return property == InterruptProperty.TARGETS ? writableTargets : -1;
    }

    @Override
    public int read(InterruptProperty property, int word) {
        return property == InterruptProperty.TARGETS ? targets[word] : super.read(property, word);
    }

    @Override
    public void write(InterruptProperty property, int word, Policy policy, int value, int mask, Access access) {
        if (property == InterruptProperty.TARGETS) {
            retarget(word, apply(policy, targets[word], value, mask & writableTargets));
        } else {
            super.write(property, word, policy, value, mask, access);
        }
    }

    /**
     * Makes a pending interrupt active.
     *
     * @param intid one of these
     */
    public void acknowledge(int intid) {
        activate(word(intid), 1 << intid);
    }

    private void retarget(int byteWord, int now) {
        int word = byteWord / BYTE_WORDS;
        int first = (byteWord % BYTE_WORDS) * 4;
        int moved = deliverable[word] & 0xF << first;
        withdraw(word, moved);
        targets[byteWord] = now;
        for (int i = 0; i < 4; i++) {
            routes[(word << 5) + first + i] = route(now >>> i * Byte.SIZE & 0xFF);
        }
        readmit(word, moved);
    }

    /** The vCPUs, by creation index, that a target byte leads to. */
    private byte route(int targetByte) {
        if (cpus.length == 0) {
            return 0;
        }
        if (lowestTargetOnly) {
            return (byte) (targetByte == 0 ? 1 : Integer.lowestOneBit(targetByte));
        }
        return (byte) (writableTargets == 0 ? 1 : targetByte);
    }
}
