package org.gic4j.emulated.interrupt;

import org.gic4j.api.GicProfile;
import org.gic4j.api.registers.InterruptProperty;
import org.gic4j.api.registers.Policy;
import org.gic4j.emulated.delivery.Arbiter;
import org.gic4j.emulated.delivery.Filing;

/**
 * The SGIs and PPIs of one vCPU of a GICv2: INTIDs 0 to 31. An SGI is pending while any vCPU's request for it is.
 */
public final class PrivateInterrupts extends InterruptBank {
    /** The bits of the SGIs. */
    public static final int SGIS = 0xFFFF;

    private static final int SGIS_PER_WORD = 4;
    private static final int CONFIGURATION_WORD_OF_PPIS = 1;

    private final Arbiter arbiter;
    private final int ownSource;
    private final int targets;
    private final int configurablePpis;
    private final int writableEnables;
    private final int[] sources = new int[SGIS_PER_WORD];

    /**
     * Makes the interrupts of a vCPU at reset.
     *
     * @param arbiter the vCPU's arbiter
     * @param profile the implementation
     * @param vcpuId the vCPU's id, 0 to 7: its bit among SGI sources
     * @param vcpuIndex the vCPU's creation index, 0 to 7: its bit in target bytes
     */
    public PrivateInterrupts(Arbiter arbiter, GicProfile profile, int vcpuId, int vcpuIndex) {
        super(0, 1, profile.priorityBits(), profile);
        this.arbiter = arbiter;
        ownSource = 1 << vcpuId;
        targets = (1 << vcpuIndex) * 0x0101_0101;
        configurablePpis = profile.privateConfiguration() == GicProfile.PrivateConfiguration.WRITABLE ? -1 : 0;
        writableEnables = profile.softwareEnables() == GicProfile.SoftwareEnables.WRITABLE ? -1 : ~SGIS;
        bits[ENABLED] = SGIS;
        bits[EDGE] = SGIS;
        fileAll();
    }

    /** This vCPU's bit among the sources of an SGI. */
    public int ownSource() {
        return ownSource;
    }

    @Override
    void deliver(int word, int flips, int now) {
        for (int rest = flips; rest != 0; rest &= rest - 1) {
            int intid = Integer.numberOfTrailingZeros(rest);
            deliver(intid, (now >>> intid & 1) != 0);
        }
    }

    @Override
    void deliver(int intid, boolean deliverable) {
        if (deliverable) {
            arbiter.add(filing[intid]);
        } else {
            arbiter.remove(filing[intid]);
        }
    }

    @Override
    void moved(int intid, int was) {
        arbiter.remove(was);
        arbiter.add(filing[intid]);
    }

    @Override
    int destination(int position) {
        return Filing.NOWHERE;
    }

    @Override
    int writable(InterruptProperty property, int word) {
        return switch (property) {
            case ENABLED -> writableEnables;
            case CONFIGURATION -> word == CONFIGURATION_WORD_OF_PPIS ? configurablePpis : 0;
            case TARGETS, ROUTE -> 0;
            case GROUP, PENDING, ACTIVE, PRIORITY, SGI_SOURCES, LINE, LATCH -> -1;
        };
    }

    @Override
    public int read(InterruptProperty property, int word) {
        return switch (property) {
            case TARGETS -> targets;
            case SGI_SOURCES -> sources[word];
            case LATCH -> bits[LATCH] & ~SGIS;
            case GROUP, ENABLED, PENDING, ACTIVE, PRIORITY, CONFIGURATION, ROUTE, LINE -> super.read(property, word);
        };
    }

    @Override
    public void write(InterruptProperty property, int word, Policy policy, int value, int mask, Access access) {
        if (property == InterruptProperty.SGI_SOURCES) {
            sources[word] = apply(policy, sources[word], value, mask);
            latchSgis();
        } else {
            super.write(property, word, policy, value, mask, access);
        }
    }

    /**
     * For a guest the SGI bits do nothing. For user space setting one adds this vCPU as a source, clearing one drops all
     * its sources (CONTRACT 4.2).
     */
    @Override
    void latch(int word, Policy policy, int latches, Access access) {
        super.latch(word, policy, latches & ~SGIS, access);
        if (access == Access.USER && (latches & SGIS) != 0) {
            for (int rest = latches & SGIS; rest != 0; rest &= rest - 1) {
                int sgi = Integer.numberOfTrailingZeros(rest);
                int shift = (sgi & 3) * Byte.SIZE;
                if (policy == Policy.WRITE_ONE_TO_SET) {
                    sources[sgi >>> 2] |= ownSource << shift;
                } else {
                    sources[sgi >>> 2] &= ~(0xFF << shift);
                }
            }
            latchSgis();
        }
    }

    /**
     * Requests an SGI.
     *
     * @param sgi 0 to 15
     * @param source the sender's bit
     */
    public void request(int sgi, int source) {
        sources[sgi >>> 2] |= source << (sgi & 3) * Byte.SIZE;
        bits[LATCH] |= 1 << sgi;
        refreshOne(sgi);
    }

    /**
     * The vCPU that an SGI would be taken from: of several the lowest.
     *
     * @param sgi 0 to 15, pending
     * @return 0 to 7
     */
    public int firstSource(int sgi) {
        return Integer.numberOfTrailingZeros(sources[sgi >>> 2] >>> (sgi & 3) * Byte.SIZE);
    }

    /**
     * Makes a pending interrupt active; of an SGI's requests the one of {@link #firstSource} is taken.
     *
     * @param intid 0 to 31
     */
    public void acknowledge(int intid) {
        int bit = 1 << intid;
        if ((bit & SGIS) != 0) {
            int shift = (intid & 3) * Byte.SIZE;
            int requests = sources[intid >>> 2] >>> shift & 0xFF;
            int left = requests & requests - 1;
            sources[intid >>> 2] ^= (requests ^ left) << shift;
            activate(intid);
            if (left != 0) {
                bits[LATCH] |= bit;
                refreshOne(intid);
            }
        } else {
            activate(intid);
        }
    }

    private void latchSgis() {
        int requested = 0;
        for (int sgi = 0; sgi < 16; sgi++) {
            if ((sources[sgi >>> 2] >>> (sgi & 3) * Byte.SIZE & 0xFF) != 0) {
                requested |= 1 << sgi;
            }
        }
        bits[LATCH] = bits[LATCH] & ~SGIS | requested;
        refresh(0);
    }
}
