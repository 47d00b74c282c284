package org.gic4j.testkit.replay.trace;

import java.util.ArrayList;
import java.util.List;
import org.gic4j.api.guest.GuestAccess;
import org.gic4j.testkit.replay.tally.Tally;

/**
 * The output lines of a GICv3 between two events. QEMU prints both outputs of a CPU at every internal update, changed or
 * not: each line must be true after the event before the gap or, if the event that ends the gap was printed late, after
 * that one; and when the gap has ended, what was printed last of each CPU must be true.
 */
final class Gicv3OutputGap implements OutputGap {
    private final TracedMachine machine;
    private final Tally tally;
    private final List<Statement> statements = new ArrayList<>();
    private int[] levels;
    private int[] later;
    private final int[] printed;
    private int cause;

    /** An output line, with the vCPU index of its CPU. */
    private record Statement(Gicv3Event.Outputs line, int index) {}

    Gicv3OutputGap(TracedMachine machine, Tally tally) {
        this.machine = machine;
        this.tally = tally;
        levels = new int[machine.cpus()];
        later = new int[machine.cpus()];
        printed = new int[machine.cpus()];
        tally.count(LINES, 0);
        tally.count(CHANGES, 0);
    }

    /**
     * Takes a line into the gap.
     *
     * @param line the line
     * @param index the vCPU index of its CPU
     */
    void add(Gicv3Event.Outputs line, int index) {
        tally.count(LINES, 1);
        tally.count(CHANGES, line.outputs() != printed[index] ? 1 : 0);
        printed[index] = line.outputs();
        statements.add(new Statement(line, index));
    }

    @Override
    public void endBefore() {
        end(levels);
    }

    @Override
    public void begin(int line) {
        cause = line;
        read(levels);
    }

    @Override
    public void endAfterLate(int line) {
        read(later);
        cause = line;
        end(later);
        int[] before = levels;
        levels = later;
        later = before;
    }

    /** Judges the gap's lines; each may also be true of these levels, and the last of each CPU must be. */
    private void end(int[] now) {
        for (Statement statement : statements) {
            int outputs = statement.line().outputs();
            if (outputs == levels[statement.index()] || outputs == now[statement.index()]) {
                tally.agree(1);
            } else {
                tally.differ(
                        statement.line().line(),
                        1,
                        "outputs of CPU " + statement.index() + ": expected " + name(outputs) + ", got "
                                + name(now[statement.index()]));
            }
        }
        statements.clear();
        for (int cpu = 0; cpu < printed.length; cpu++) {
            if (printed[cpu] != now[cpu]) {
                tally.differ(
                        cause,
                        1,
                        "outputs of CPU " + cpu + " after this event: expected " + name(printed[cpu]) + ", got "
                                + name(now[cpu]));
            }
        }
    }

    private void read(int[] into) {
        for (int cpu = 0; cpu < into.length; cpu++) {
            into[cpu] = machine.guest().outputs(cpu);
        }
    }

    private static String name(int outputs) {
        return "FIQ " + ((outputs & GuestAccess.OUTPUT_FIQ) != 0 ? 1 : 0) + " IRQ "
                + ((outputs & GuestAccess.OUTPUT_IRQ) != 0 ? 1 : 0);
    }
}
