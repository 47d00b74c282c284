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
    private static final int GROUPS = 2;

    private final Recipient[] recipients;
    /** The words of GICD_IROUTERn: for each interrupt the low half, then the high one. */
    private final int[] routes;

    /** A bit for each interrupt whose route has a meaning; the others go to the first vCPU. */
    private final int[] routed;

    private final boolean oneOfN;
    /** A bit for each interrupt that is routed to any vCPU that takes part. */
    private final int[] routedToAny;
    /** A bit for each vCPU that takes part in 1 of N: for group 0, then for group 1. */
    private final long[] participants;

    private final int participantWords;
    /** By group, the vCPU that has the interrupts which are routed to any. */
    private final int[] firstParticipant = {Filing.NOWHERE, Filing.NOWHERE};

    private AffinityMap affinities = new AffinityMap();

    /**
     * Makes the interrupts at reset, where GICD_IROUTERn reads 0.
     *
     * @param geometry the numbers of interrupts and vCPUs
     * @param profile the implementation
     * @param recipients the vCPUs by creation index
     */
    public RoutedInterrupts(Geometry geometry, GicProfile profile, Recipient[] recipients) {
        super(geometry, profile.gicv3().priorityBits(), profile);
        this.recipients = recipients;
        routes = new int[2 * filing.length];
        routed = new int[filing.length / Integer.SIZE];
        if (profile.gicv3().routesAtReset() == RoutesAtReset.AFFINITY_0) {
            Arrays.fill(routed, -1);
        }
        oneOfN = profile.gicv3().routesToAny();
        routedToAny = new int[routed.length];
        participantWords = (recipients.length + Long.SIZE - 1) / Long.SIZE;
        participants = new long[GROUPS * participantWords];
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
        reroute(position);
    }

    /** To be called after the half of a route was written that has all levels of affinity but the highest. */
    private void reroute(int position) {
        int word = position >>> 5;
        int bit = 1 << position;
        routed[word] |= bit;
        if (oneOfN) {
            routedToAny[word] = routes[2 * position] < 0 ? routedToAny[word] | bit : routedToAny[word] & ~bit;
        }
        refile(position);
    }

    /** Whether an interrupt can be routed to any vCPU that takes part. */
    public boolean hasOneOfN() {
        return oneOfN;
    }

    /**
     * Says whether a vCPU takes part in 1 of N for a group. Of those that do, the one that was created first has the
     * interrupts: which one is up to the implementation.
     *
     * @param index the vCPU's creation index
     * @param group 0 or 1
     * @param takesPart whether it takes part
     */
    public void participate(int index, int group, boolean takesPart) {
        int at = group * participantWords + index / Long.SIZE;
        participants[at] = takesPart ? participants[at] | 1L << index : participants[at] & ~(1L << index);
        int first = firstParticipantOf(group);
        if (first != firstParticipant[group]) {
            firstParticipant[group] = first;
            for (int word = 0; word < routedToAny.length; word++) {
                for (int rest = routedToAny[word] & ofGroup(word, group); rest != 0; rest &= rest - 1) {
                    refile(word << 5 | Integer.numberOfTrailingZeros(rest));
                }
            }
        }
    }

    private int firstParticipantOf(int group) {
        for (int word = 0; word < participantWords; word++) {
            long those = participants[group * participantWords + word];
            if (those != 0) {
                return word * Long.SIZE + Long.numberOfTrailingZeros(those);
            }
        }
        return Filing.NOWHERE;
    }

    private int ofGroup(int word, int group) {
        int ones = bits[word << STRIDE_BITS | GROUP];
        return group == 0 ? ~ones : ones;
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
                if ((word & 1) == 0) {
                    reroute(position);
                } else {
                    refile(position);
                }
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
        int word = position >>> 5;
        if ((routed[word] >>> position & 1) == 0) {
            return 0;
        }
        if ((routedToAny[word] >>> position & 1) != 0) {
            return firstParticipant[bits[word << STRIDE_BITS | GROUP] >>> position & 1];
        }
        int low = routes[2 * position];
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
