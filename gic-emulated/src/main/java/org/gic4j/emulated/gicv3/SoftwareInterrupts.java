package org.gic4j.emulated.gicv3;

import org.gic4j.emulated.controller.AffinityMap;

/** Sends SGIs to lists of affinities (IHI 0069 section 12.2, ICC_SGI1R_EL1). */
public final class SoftwareInterrupts {
    private static final int INTID_SHIFT = 24;
    private static final int ALL_OTHERS_SHIFT = 40;
    private static final int LIST = 0xFFFF;

    private final Redistributor[] redistributors;
    private final Topology topology;

    /**
     * Makes it.
     *
     * @param redistributors by creation index of the vCPUs
     * @param topology which vCPU has which affinity
     */
    public SoftwareInterrupts(Redistributor[] redistributors, Topology topology) {
        this.redistributors = redistributors;
        this.topology = topology;
    }

    /**
     * Sends an SGI. There is no range selector (GICD_TYPER.RSS and ICC_CTLR_EL1.RSS are 0): bits 47 to 44 mean nothing,
     * and a list reaches Aff0 0 to 15.
     *
     * @param sender creation index of the vCPU that sends
     * @param request as the registers have it: Aff3 in bits 55 to 48, IRM 40, Aff2 39 to 32, INTID 27 to 24, Aff1 23 to 16,
     *     the list of Aff0 15 to 0
     * @param groups which groups it may reach, group 0 in bit 0
     */
    void send(int sender, long request, int groups) {
        int sgi = (int) (request >>> INTID_SHIFT) & 0xF;
        if ((request >>> ALL_OTHERS_SHIFT & 1) != 0) {
            for (int index = 0; index < redistributors.length; index++) {
                if (index != sender) {
                    request(redistributors[index].cpu(), sgi, groups);
                }
            }
            return;
        }
        AffinityMap affinities = topology.affinities();
        int first = (int) (request >>> 48 & 0xFF) << 24
                | (int) (request >>> 32 & 0xFF) << 16
                | (int) (request >>> 16 & 0xFF) << 8;
        for (int rest = (int) request & LIST; rest != 0; rest &= rest - 1) {
            int index = affinities.indexOf(first | Integer.numberOfTrailingZeros(rest));
            if (index != AffinityMap.NONE) {
                request(redistributors[index].cpu(), sgi, groups);
            }
        }
    }

    private static void request(CpuInterface cpu, int sgi, int groups) {
        cpu.lock.lock();
        try {
            cpu.interrupts().request(sgi, groups);
            cpu.update();
        } finally {
            cpu.lock.unlock();
        }
    }
}
