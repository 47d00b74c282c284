package org.gic4j.testkit.replay.trace;

import java.io.IOException;
import java.util.List;
import org.gic4j.api.Errno;
import org.gic4j.api.GicException;
import org.gic4j.api.HostKind;
import org.gic4j.api.InterruptLine;
import org.gic4j.api.guest.GuestAccess;
import org.gic4j.testkit.replay.ReplayException;
import org.gic4j.testkit.replay.ReplayOptions;
import org.gic4j.testkit.replay.ReplayReport;
import org.gic4j.testkit.replay.source.LogText;
import org.gic4j.testkit.replay.tally.Tally;

/**
 * Gives a trace's inputs to a backend in the order of the lines and compares what the CPUs read and the interrupt
 * outputs that QEMU printed.
 */
public final class TraceReplay {
    private static final String READS = "reads";

    private final TracedMachine machine;
    private final AccessingCpus cpus;
    private final OutputGap gap;
    private final Tally tally;

    private TraceReplay(TracedMachine machine, AccessingCpus cpus, Tally tally) {
        this.machine = machine;
        this.cpus = cpus;
        this.tally = tally;
        gap = new OutputGap(machine, tally);
    }

    /**
     * Replays a trace.
     *
     * @param log its text
     * @param options how
     * @throws ReplayException for a line that does not parse, and for a GICv3 trace
     * @throws GicException when the backend is not available or cannot honour the profile
     * @throws IOException when it cannot be read
     */
    public static ReplayReport run(LogText log, ReplayOptions options) throws IOException {
        if (options.host().filter(host -> host != HostKind.GICV2).isPresent()) {
            throw new ReplayException(0, "traces are of a GICv2; replay them on a GICv2 host");
        }
        List<TraceEvent> events = TraceParser.parse(log);
        Tally tally = new Tally(options.expected().of(log.name()));
        tally.count(READS, 0);
        try (TracedMachine machine = TracedMachine.create(options, events)) {
            new TraceReplay(machine, new AccessingCpus(events), tally).run(events);
        }
        return tally.report();
    }

    private void run(List<TraceEvent> events) {
        for (TraceEvent event : events) {
            if (event instanceof TraceEvent.OutputHigh output) {
                requireCpu(output.line(), output.cpu());
                gap.add(output);
            } else if (event.late()) {
                apply(event);
                gap.endAfterLate(event.line());
            } else {
                gap.endBefore();
                apply(event);
                gap.begin(event.line());
            }
        }
        gap.endBefore();
    }

    private void apply(TraceEvent event) {
        GuestAccess guest = machine.guest();
        switch (event) {
            case TraceEvent.InputLevel input -> setLine(input);
            case TraceEvent.DistributorRead read ->
                check(
                        read.line(),
                        "distributor at 0x" + Integer.toHexString(read.offset()),
                        cpus.of(read),
                        read.value(),
                        guest.read(
                                requireCpu(read.line(), cpus.of(read)),
                                TracedMachine.DISTRIBUTOR + read.offset(),
                                read.bytes()));
            case TraceEvent.DistributorWrite write ->
                guest.write(
                        requireCpu(write.line(), cpus.of(write)),
                        TracedMachine.DISTRIBUTOR + write.offset(),
                        write.bytes(),
                        write.value());
            case TraceEvent.CpuRead read ->
                check(
                        read.line(),
                        "CPU interface at 0x" + Integer.toHexString(read.offset()),
                        read.cpu(),
                        read.value(),
                        guest.read(
                                requireCpu(read.line(), read.cpu()),
                                TracedMachine.CPU_INTERFACE + read.offset(),
                                Integer.BYTES));
            case TraceEvent.CpuWrite write ->
                guest.write(
                        requireCpu(write.line(), write.cpu()),
                        TracedMachine.CPU_INTERFACE + write.offset(),
                        Integer.BYTES,
                        write.value());
            case TraceEvent.OutputHigh _ -> throw new IllegalArgumentException("an output is not an event");
        }
    }

    private void check(int line, String what, int cpu, long expected, long got) {
        tally.count(READS, 1);
        if (expected == got) {
            tally.agree(1);
        } else {
            tally.differ(
                    line,
                    1,
                    "CPU " + cpu + " reads " + what + ": expected 0x" + Long.toHexString(expected) + ", got 0x"
                            + Long.toHexString(got));
        }
    }

    private void setLine(TraceEvent.InputLevel input) {
        int word = input.cpu() < 0
                ? InterruptLine.spi(input.intid())
                : InterruptLine.ppi(machine.vcpu(requireCpu(input.line(), input.cpu())), input.intid());
        int errno = machine.setLine(word, input.high());
        if (errno != Errno.OK) {
            throw new ReplayException(
                    input.line(), "the backend refuses the level of INTID " + input.intid() + ": " + Errno.name(errno));
        }
    }

    private int requireCpu(int line, int cpu) {
        if (cpu >= machine.cpus()) {
            throw new ReplayException(line, "CPU " + cpu + " is beyond the " + machine.cpus() + " that GICD_TYPER shows");
        }
        return cpu;
    }
}
