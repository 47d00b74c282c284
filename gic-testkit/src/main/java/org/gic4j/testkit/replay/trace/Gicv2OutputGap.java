package org.gic4j.testkit.replay.trace;

import java.util.ArrayList;
import java.util.List;
import org.gic4j.api.guest.GuestAccess;
import org.gic4j.testkit.replay.tally.Tally;

/**
 * The output lines of a GICv2 between two events. QEMU prints that an output is 1 at every internal update, never that it falls:
 * each line must be true after the event before the gap or, if the event that ends the gap was printed late, after
 * that one; and every rise that an event causes must be printed in the gap after it, unless the event was printed late.
 */
final class Gicv2OutputGap implements OutputGap {
    private final TracedMachine machine;
    private final Tally tally;
    private final List<Gicv2Event.OutputHigh> lines = new ArrayList<>();
    private final int[] levels;
    private final int[] rises;
    private int cause;

    Gicv2OutputGap(TracedMachine machine, Tally tally) {
        this.machine = machine;
        this.tally = tally;
        levels = new int[machine.cpus()];
        rises = new int[machine.cpus()];
        tally.count(LINES, 0);
        tally.count(CHANGES, 0);
    }

    /** Takes a line into the gap. */
    void add(Gicv2Event.OutputHigh line) {
        tally.count(LINES, 1);
        lines.add(line);
    }

    @Override
    public void endBefore() {
        for (Gicv2Event.OutputHigh line : lines) {
            judge(line, levels[line.cpu()]);
            rises[line.cpu()] &= ~line.outputs();
        }
        tellUnprinted();
        lines.clear();
    }

    @Override
    public void begin(int line) {
        cause = line;
        for (int cpu = 0; cpu < levels.length; cpu++) {
            int now = machine.guest().outputs(cpu);
            rises[cpu] = now & ~levels[cpu];
            countChange(cpu, now);
            levels[cpu] = now;
        }
    }

    @Override
    public void endAfterLate(int line) {
        for (Gicv2Event.OutputHigh output : lines) {
            judge(output, levels[output.cpu()] | machine.guest().outputs(output.cpu()));
            rises[output.cpu()] &= ~output.outputs();
        }
        tellUnprinted();
        lines.clear();
        cause = line;
        for (int cpu = 0; cpu < levels.length; cpu++) {
            int now = machine.guest().outputs(cpu);
            countChange(cpu, now);
            levels[cpu] = now;
        }
    }

    private void judge(Gicv2Event.OutputHigh line, int level) {
        if ((level & line.outputs()) == line.outputs()) {
            tally.agree(1);
        } else {
            tally.differ(line.line(), 1, "output " + name(line.outputs()) + " of CPU " + line.cpu() + ": expected 1, got 0");
        }
    }

    private void tellUnprinted() {
        for (int cpu = 0; cpu < rises.length; cpu++) {
            if (rises[cpu] != 0) {
                tally.differ(
                        cause,
                        1,
                        "output " + name(rises[cpu]) + " of CPU " + cpu + " after this event: expected 0, got 1");
                rises[cpu] = 0;
            }
        }
    }

    private void countChange(int cpu, int now) {
        tally.count(CHANGES, Integer.bitCount(now ^ levels[cpu]));
    }

    private static String name(int outputs) {
        return (outputs & GuestAccess.OUTPUT_IRQ) != 0 ? "IRQ" : "FIQ";
    }
}
