package org.gic4j.testkit.replay.trace;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.gic4j.api.registers.Gicv3Distributor;
import org.gic4j.api.registers.Gicv3Redistributor;
import org.gic4j.testkit.replay.ReplayException;

/**
 * The extent of a GICv3, as its guest learned it.
 *
 * @param count how many redistributors there are: up to the one whose GICR_TYPER says that it is the last
 * @param interrupts how many INTIDs there are, by GICD_TYPER
 * @param affinities the packed affinity of each processor number whose GICR_TYPER was read whole
 */
record TracedRedistributors(int count, int interrupts, Map<Integer, Integer> affinities) {
    private static final long LAST = 1 << 4;

    static TracedRedistributors of(List<Gicv3Event> events) {
        int interrupts = 0;
        int count = 0;
        Map<Integer, Integer> affinities = new HashMap<>();
        for (Gicv3Event event : events) {
            if (event instanceof Gicv3Event.DistributorRead read
                    && read.offset() == Gicv3Distributor.GICD_TYPER.row().offset()) {
                interrupts = ((int) (read.value() & 0x1F) + 1) * 32;
            } else if (event instanceof Gicv3Event.RedistributorRead read
                    && read.offset() == Gicv3Redistributor.GICR_TYPER.row().offset()) {
                int number = (int) (read.value() >>> 8) & 0xFFFF;
                if (read.bytes() == Long.BYTES) {
                    affinities.put(number, (int) (read.value() >>> 32));
                }
                count = (read.value() & LAST) != 0 ? number + 1 : count;
            }
        }
        if (interrupts == 0) {
            throw new ReplayException(
                    0, "the trace has no read of GICD_TYPER, which tells the number of interrupts");
        }
        if (count == 0) {
            throw new ReplayException(
                    0, "the trace has no read of the last redistributor's GICR_TYPER, which tells the number of CPUs");
        }
        affinities.keySet().retainAll(IntStream.range(0, count).boxed().toList());
        return new TracedRedistributors(count, interrupts, affinities);
    }
}
