package org.gic4j.testkit.replay.trace;

import java.util.List;
import java.util.Map;
import org.gic4j.api.GicVersion;
import org.gic4j.api.InterruptLine;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.guest.GuestAccess;
import org.gic4j.api.registers.Gicv2Distributor;
import org.gic4j.testkit.replay.ReplayException;
import org.gic4j.testkit.replay.ReplayOptions;
import org.gic4j.testkit.replay.tally.Tally;

/** A GICv2 trace on its way through a machine. */
final class Gicv2Replay extends EventReplay<Gicv2Event> {
    private static final long DISTRIBUTOR = 0x0800_0000;
    private static final long CPU_INTERFACE = 0x0801_0000;

    private final TracedMachine machine;
    private final AccessingCpus cpus;
    private final Gicv2OutputGap gap;

    private Gicv2Replay(TracedMachine machine, AccessingCpus cpus, Gicv2OutputGap gap, Tally tally) {
        super(gap, tally);
        this.machine = machine;
        this.cpus = cpus;
        this.gap = gap;
    }

    /** Replays a trace. */
    static void run(List<Gicv2Event> events, ReplayOptions options, Tally tally) {
        int typer = typer(events);
        try (TracedMachine machine = TracedMachine.create(
                options,
                GicVersion.GICV2,
                (typer >> 5 & 0x7) + 1,
                ((typer & 0x1F) + 1) * 32,
                Map.of(
                        AttributeGroup.ADDRESS_V2_DISTRIBUTOR, DISTRIBUTOR,
                        AttributeGroup.ADDRESS_V2_CPU, CPU_INTERFACE))) {
            new Gicv2Replay(machine, new AccessingCpus(events), new Gicv2OutputGap(machine, tally), tally).run(events);
        }
    }

    private static int typer(List<Gicv2Event> events) {
        return events.stream()
                .filter(event -> event instanceof Gicv2Event.DistributorRead read
                        && read.offset() == Gicv2Distributor.GICD_TYPER.row().offset())
                .map(event -> (int) ((Gicv2Event.DistributorRead) event).value())
                .findFirst()
                .orElseThrow(() -> new ReplayException(
                        0, "the trace has no read of GICD_TYPER, which tells the numbers of CPUs and interrupts"));
    }

    @Override
    void compare(Gicv2Event statement) {
        if (statement instanceof Gicv2Event.OutputHigh output) {
            requireCpu(output.line(), output.cpu());
            gap.add(output);
        }
    }

    @Override
    void apply(Gicv2Event event) {
        GuestAccess guest = machine.guest();
        switch (event) {
            case Gicv2Event.InputLevel input ->
                machine.setLine(
                        input.line(),
                        input.cpu() < 0
                                ? InterruptLine.spi(input.intid())
                                : InterruptLine.ppi(
                                        machine.vcpu(requireCpu(input.line(), input.cpu())).id(), input.intid()),
                        input.high());
            case Gicv2Event.DistributorRead read ->
                check(
                        read.line(),
                        "distributor at 0x" + Integer.toHexString(read.offset()),
                        cpus.of(read),
                        read.value(),
                        guest.read(requireCpu(read.line(), cpus.of(read)), DISTRIBUTOR + read.offset(), read.bytes()));
            case Gicv2Event.DistributorWrite write ->
                guest.write(
                        requireCpu(write.line(), cpus.of(write)),
                        DISTRIBUTOR + write.offset(),
                        write.bytes(),
                        write.value());
            case Gicv2Event.CpuRead read ->
                check(
                        read.line(),
                        "CPU interface at 0x" + Integer.toHexString(read.offset()),
                        read.cpu(),
                        read.value(),
                        guest.read(requireCpu(read.line(), read.cpu()), CPU_INTERFACE + read.offset(), Integer.BYTES));
            case Gicv2Event.CpuWrite write ->
                guest.write(
                        requireCpu(write.line(), write.cpu()),
                        CPU_INTERFACE + write.offset(),
                        Integer.BYTES,
                        write.value());
            case Gicv2Event.OutputHigh _ -> throw new IllegalArgumentException("an output is not an event");
        }
    }

    private void check(int line, String what, int cpu, long expected, long got) {
        checkRead(READS, line, "CPU " + cpu + " reads " + what, expected, got);
    }

    private int requireCpu(int line, int cpu) {
        if (cpu >= machine.cpus()) {
            throw new ReplayException(line, "CPU " + cpu + " is beyond the " + machine.cpus() + " that GICD_TYPER shows");
        }
        return cpu;
    }
}
