package org.gic4j.emulated.interrupt;

import org.gic4j.api.GicProfile;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.InterruptProperty;
import org.gic4j.api.registers.Policy;
import org.gic4j.emulated.delivery.Filing;
import org.gic4j.emulated.gicv2.CpuInterface;
import org.jspecify.annotations.Nullable;

/**
 * The SPIs of a GICv2: INTIDs 32 and up. Guarded by the distributor's lock; takes the lock of each CPU interface that
 * an interrupt is delivered to.
 */
public final class SharedInterrupts extends SharedBank {
    private final CpuInterface[] cpus;
    private final int[] targets;
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
        super(geometry, profile.priorityBits(), profile);
        this.cpus = cpus;
        targets = new int[priority.length];
        lowestTargetOnly = profile.targeting() == GicProfile.Targeting.LOWEST;
        boolean fixed = cpus.length == 1 && profile.uniprocessorTargets() == GicProfile.UniprocessorTargets.RAZ_WI;
        writableTargets = fixed ? 0 : ((1 << cpus.length) - 1) * 0x0101_0101;
        for (int at = EDGE; at < bits.length; at += 1 << STRIDE_BITS) {
            bits[at] = profile.spisResetToEdge() ? -1 : 0;
        }
        fileAll();
    }

    @Override
    void deliver(int word, int flips, int now) {
        if ((flips & flips - 1) == 0) {
            deliver(word << 5 | Integer.numberOfTrailingZeros(flips), (now & flips) != 0);
        } else if (isFiledAlike(word)) {
            for (int rest = receivers(word << 5); rest != 0; rest &= rest - 1) {
                cpus[Integer.numberOfTrailingZeros(rest)].deliver(filing[word << 5], flips, now);
            }
        } else {
            deliverEach(word, flips, now);
        }
    }

    private void deliverEach(int word, int flips, int now) {
        for (int rest = flips; rest != 0; ) {
            int first = word << 5 | Integer.numberOfTrailingZeros(rest);
            int destination = Filing.destination(filing[first]);
            if (destination < cpus.length) {
                int together = filedWith(destination, word, rest);
                cpus[destination].deliver(filing, word << 5, together, now);
                rest &= ~together;
            } else {
                deliver(first, (now >>> first & 1) != 0);
                rest &= rest - 1;
            }
        }
    }

    @Override
    void deliver(int spi, boolean deliverable) {
        int filed = filing[spi];
        int destination = Filing.destination(filed);
        if (destination < cpus.length) {
            cpus[destination].deliver(filed, deliverable);
        } else {
            for (int rest = receivers(spi); rest != 0; rest &= rest - 1) {
                cpus[Integer.numberOfTrailingZeros(rest)].deliver(filed, deliverable);
            }
        }
    }

    @Override
    void moved(int spi, int was) {
        move(spi, was, receivers(spi));
    }

    /** Takes an interrupt from the vCPUs that have it and files it with those that should. */
    private void move(int spi, int was, int had) {
        int have = receivers(spi);
        for (int rest = had | have; rest != 0; rest &= rest - 1) {
            int cpu = Integer.numberOfTrailingZeros(rest);
            cpus[cpu].refile(was, (had >>> cpu & 1) != 0, filing[spi], (have >>> cpu & 1) != 0);
        }
    }

    /** The vCPUs that an interrupt is filed with, by bits. */
    private int receivers(int spi) {
        int destination = Filing.destination(filing[spi]);
        return destination < cpus.length ? 1 << destination : destination == Filing.SEVERAL ? targetByte(spi) : 0;
    }

    @Override
    int destination(int position) {
        int target = targetByte(position);
        if (cpus.length == 0) {
            return Filing.NOWHERE;
        }
        if (target == 0) {
            return lowestTargetOnly || writableTargets == 0 ? 0 : Filing.NOWHERE;
        }
        return lowestTargetOnly || Integer.bitCount(target) == 1
                ? Integer.numberOfTrailingZeros(target)
                : Filing.SEVERAL;
    }

    private int targetByte(int spi) {
        return targets[spi >>> 2] >>> (spi & 3) * Byte.SIZE & 0xFF;
    }

    @Override
    int writable(InterruptProperty property, int word) {
        return property == InterruptProperty.TARGETS ? writableTargets : -1;
    }

    /**
     * The words of a property, where they are kept as they read. They must not be written.
     *
     * @param property the property
     * @return word n at {@code n << strideBits(property) | offset(property)}; null where it is put together when read
     */
    public int @Nullable [] words(InterruptProperty property) {
        return switch (property) {
            case PRIORITY -> priority;
            case TARGETS -> targets;
            case GROUP, ENABLED, PENDING, ACTIVE, LINE, LATCH -> bits;
            case CONFIGURATION, ROUTE, SGI_SOURCES -> null;
        };
    }

    /** The distance of words of {@link #words}, as a shift. */
    public static int strideBits(InterruptProperty property) {
        return column(property) == NO_COLUMN ? 0 : STRIDE_BITS;
    }

    /** Where word 0 stands in {@link #words}. */
    public static int offset(InterruptProperty property) {
        return Math.max(column(property), 0);
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

    private void retarget(int byteWord, int now) {
        for (int rest = targets[byteWord] ^ now; rest != 0; rest &= ~(0xFF << byteShift(rest))) {
            int spi = byteWord << 2 | byteShift(rest) / Byte.SIZE;
            int had = receivers(spi);
            int mask = 0xFF << byteShift(rest);
            targets[byteWord] = targets[byteWord] & ~mask | now & mask;
            int was = file(spi);
            if (isDeliverable(spi)) {
                move(spi, was, had);
            }
        }
    }
}
