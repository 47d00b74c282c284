package org.gic4j.emulated.interrupt;

import java.util.Arrays;
import org.gic4j.api.GicProfile;
import org.gic4j.api.Gicv3Profile.RoutesAtReset;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.InterruptProperty;
import org.gic4j.api.registers.Policy;
import org.gic4j.emulated.controller.AffinityMap;
import org.gic4j.emulated.delivery.Filing;
import org.gic4j.emulated.delivery.Recipient;

/**
 * The SPIs of a GICv3, INTIDs 32 and up, each routed to one vCPU by its affinity, or to any that takes part (1 of N).
 * Guarded by the distributor's lock; takes the lock of each vCPU that an interrupt is delivered to.
 */
public final class RoutedInterrupts extends SharedBank {
    private static final int AFFINITY_3_SHIFT = 32;
    private static final int AFFINITIES_2_TO_0 = 0xFF_FFFF;
    private static final int BOTH_GROUPS = 3;

    private final Recipient[] recipients;
    /** The words of GICD_IROUTERn: for each interrupt the low half, then the high one. */
    private final int[] routes;

    /** A bit for each interrupt whose route has a meaning; the others go to the first vCPU. */
    private final int[] routed;

    private final boolean oneOfN;
    /** By creation index, the groups for which a vCPU takes part in 1 of N: group 0 in bit 0. */
    private final byte[] participation;

    private AffinityMap affinities = new AffinityMap();
    private int firstOfGroup0 = Filing.NOWHERE;
    private int firstOfGroup1 = Filing.NOWHERE;

    /**
     * Makes the interrupts at reset, where GICD_IROUTERn reads 0.
     *
     * @param geometry the numbers of interrupts and vCPUs
     * @param profile the implementation
     * @param recipients the vCPUs by creation index
     */
    public RoutedInterrupts(Geometry geometry, GicProfile profile, Recipient[] recipients) {
        super(geometry, profile.gicv3().priorityBits(), profile.latchClearing());
        this.recipients = recipients;
        routes = new int[2 * filing.length];
        routed = new int[filing.length / Integer.SIZE];
        if (profile.gicv3().routesAtReset() == RoutesAtReset.AFFINITY_0) {
            Arrays.fill(routed, -1);
        }
        oneOfN = profile.gicv3().routesToAny();
        participation = new byte[recipients.length];
        for (int at = 0; at < bits.length; at += 1 << STRIDE_BITS) {
            bits[at | EDGE] = profile.spisResetToEdge() ? -1 : 0;
            bits[at | GROUP] = profile.gicv3().groupsAtReset() ? -1 : 0;
        }
        fileAll();
    }

    /**
     * Says which vCPU has which affinity; re-routes all interrupts.
     *
     * @param map the vCPUs by affinity
     */
    public void route(AffinityMap map) {
        affinities = map;
        for (int position = 0; position < filing.length; position++) {
            refile(position);
        }
    }

    /**
     * Writes a route as one 64-bit register.
     *
     * @param position the interrupt, counted from INTID 32
     * @param value the value
     * @param mask the bits that are written
     */
    public void route(int position, long value, long mask) {
        int low = (int) mask;
        int high = (int) (mask >>> Integer.SIZE);
        routes[2 * position] = routes[2 * position] & ~low | (int) value & low;
        routes[2 * position + 1] = routes[2 * position + 1] & ~high | (int) (value >>> Integer.SIZE) & high;
        routed[position >>> 5] |= 1 << position;
        refile(position);
    }

    /** Whether an interrupt can be routed to any vCPU that takes part. */
    public boolean hasOneOfN() {
        return oneOfN;
    }

    /**
     * Says for which groups a vCPU takes part in 1 of N. Of those that do, the one that was created first has the
     * interrupts: which one is up to the implementation.
     *
     * @param index the vCPU's creation index
     * @param groups bit 0: group 0, bit 1: group 1
     */
    public void participate(int index, int groups) {
        participation[index] = (byte) (groups & BOTH_GROUPS);
        int first0 = firstOf(1);
        int first1 = firstOf(2);
        if (first0 != firstOfGroup0 || first1 != firstOfGroup1) {
            firstOfGroup0 = first0;
            firstOfGroup1 = first1;
            for (int position = 0; position < filing.length; position++) {
                if (routes[2 * position] < 0) {
                    refile(position);
                }
            }
        }
    }

    private int firstOf(int group) {
        for (int index = 0; index < participation.length; index++) {
            if ((participation[index] & group) != 0) {
                return index;
            }
        }
        return Filing.NOWHERE;
    }

    @Override
    public int read(InterruptProperty property, int word) {
        return property == InterruptProperty.ROUTE ? routes[word] : super.read(property, word);
    }

    @Override
    public void write(InterruptProperty property, int word, Policy policy, int value, int mask, Access access) {
        if (property == InterruptProperty.ROUTE) {
            int position = word >>> 1;
            int route = apply(policy, routes[word], value, mask);
            // The high half is Affinity 3, without which it has no bits to write.
            boolean first = (word & 1) == 0 && (routed[position >>> 5] >>> position & 1) == 0;
            if (first || route != routes[word]) {
                routes[word] = route;
                if (first) {
                    routed[position >>> 5] |= 1 << position;
                }
                refile(position);
            }
        } else {
            super.write(property, word, policy, value, mask, access);
        }
    }

    @Override
    void deliver(int word, int flips, int now) {
        if ((flips & flips - 1) == 0) {
            deliver(word << 5 | Integer.numberOfTrailingZeros(flips), (now & flips) != 0);
            return;
        }
        if (isFiledAlike(word)) {
            int destination = Filing.destination(filing[word << 5]);
            if (destination < recipients.length) {
                recipients[destination].deliver(filing[word << 5], flips, now);
            }
            return;
        }
        for (int rest = flips; rest != 0; ) {
            int first = word << 5 | Integer.numberOfTrailingZeros(rest);
            int destination = Filing.destination(filing[first]);
            int together = filedWith(destination, word, rest);
            if (destination < recipients.length) {
                recipients[destination].deliver(filing, word << 5, together, now);
            }
            rest &= ~together;
        }
    }

    @Override
    void deliver(int position, boolean deliverable) {
        int filed = filing[position];
        int destination = Filing.destination(filed);
        if (destination < recipients.length) {
            recipients[destination].deliver(filed, deliverable);
        }
    }

    @Override
    int destination(int position) {
        if ((routed[position >>> 5] >>> position & 1) == 0) {
            return 0;
        }
        int low = routes[2 * position];
        if (oneOfN && low < 0) {
            return (bits[position >>> 5 << STRIDE_BITS | GROUP] >>> position & 1) == 0 ? firstOfGroup0 : firstOfGroup1;
        }
        int high = routes[2 * position + 1];
        int index = affinities.indexOf(low & AFFINITIES_2_TO_0 | high << AFFINITY_3_SHIFT - Byte.SIZE);
        return index == AffinityMap.NONE ? Filing.NOWHERE : index;
    }

    @Override
    int writable(InterruptProperty property, int word) {
        return -1;
    }

    @Override
    void moved(int position, int was) {
        int filed = filing[position];
        int from = Filing.destination(was);
        int to = Filing.destination(filed);
        if (from == to) {
            if (to < recipients.length) {
                recipients[to].refile(was, filed);
            }
            return;
        }
        if (from < recipients.length) {
            recipients[from].deliver(was, false);
        }
        if (to < recipients.length) {
            recipients[to].deliver(filed, true);
        }
    }
}
