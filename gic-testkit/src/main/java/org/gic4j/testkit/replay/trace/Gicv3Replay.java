package org.gic4j.testkit.replay.trace;

import static org.gic4j.api.registers.Gicv3RedistributorSgi.GICR_ISPENDR;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gic4j.api.Affinity;
import org.gic4j.api.GicVersion;
import org.gic4j.api.InterruptLine;
import org.gic4j.api.Vcpu;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.guest.GuestAccess;
import org.gic4j.api.registers.Frame;
import org.gic4j.testkit.replay.ReplayException;
import org.gic4j.testkit.replay.ReplayOptions;
import org.gic4j.testkit.replay.tally.Tally;

/** A GICv3 trace on its way through a machine. CPUs are named by affinity. */
final class Gicv3Replay extends EventReplay<Gicv3Event> {
    private static final long DISTRIBUTOR = 0x0800_0000;
    private static final long REDISTRIBUTORS = 0x080A_0000;
    private static final long REDISTRIBUTOR_SIZE = 0x2_0000;
    private static final String BAD_READS = "bad reads";
    private static final String SGI_LINES = "SGI lines";

    private final TracedMachine machine;
    private final Gicv3OutputGap gap;
    private final Tally tally;
    private final Map<Integer, Integer> indexes = new HashMap<>();

    private Gicv3Replay(TracedMachine machine, Gicv3OutputGap gap, Tally tally) {
        super(gap, tally);
        this.machine = machine;
        this.gap = gap;
        this.tally = tally;
        for (int index = 0; index < machine.cpus(); index++) {
            indexes.put(machine.vcpu(index).affinity().packed(), index);
        }
        tally.count(BAD_READS, 0);
        tally.count(SGI_LINES, 0);
    }

    /** Replays a trace. */
    static void run(List<Gicv3Event> events, ReplayOptions options, Tally tally) {
        TracedRedistributors redistributors = TracedRedistributors.of(events);
        try (TracedMachine machine = TracedMachine.create(
                options,
                GicVersion.GICV3,
                redistributors.count(),
                redistributors.interrupts(),
                Map.of(
                        AttributeGroup.ADDRESS_V3_DISTRIBUTOR, DISTRIBUTOR,
                        AttributeGroup.ADDRESS_V3_REDISTRIBUTOR, REDISTRIBUTORS))) {
            redistributors.affinities().forEach((number, affinity) -> {
                Vcpu vcpu = machine.vcpu(number);
                if (!vcpu.affinity().equals(new Affinity(affinity))) {
                    vcpu.setAffinity(new Affinity(affinity));
                }
            });
            new Gicv3Replay(machine, new Gicv3OutputGap(machine, tally), tally).run(events);
        }
    }

    @Override
    void compare(Gicv3Event statement) {
        if (statement instanceof Gicv3Event.Outputs outputs) {
            gap.add(outputs, index(outputs.line(), outputs.cpu()));
        } else if (statement instanceof Gicv3Event.SgiPending pending) {
            comparePending(pending);
        }
    }

    private void comparePending(Gicv3Event.SgiPending pending) {
        tally.count(SGI_LINES, 1);
        int index = index(pending.line(), pending.cpu());
        long address = redistributor(index) + Frame.GICV3_REDISTRIBUTOR_SGI.attributeBase() + GICR_ISPENDR.row().offset();
        if ((machine.guest().read(index, address, Integer.BYTES) >>> pending.sgi() & 1) != 0) {
            tally.agree(1);
        } else {
            tally.differ(
                    pending.line(),
                    1,
                    "SGI " + pending.sgi() + " of CPU " + new Affinity(pending.cpu()) + ": expected pending, got not");
        }
    }

    @Override
    void apply(Gicv3Event event) {
        GuestAccess guest = machine.guest();
        switch (event) {
            case Gicv3Event.SharedLevel input ->
                machine.setLine(input.line(), InterruptLine.spi(input.intid()), input.high());
            case Gicv3Event.PrivateLevel input ->
                machine.setLine(
                        input.line(),
                        InterruptLine.ppi(machine.vcpu(index(input.line(), input.cpu())).id(), input.intid()),
                        input.high());
            case Gicv3Event.DistributorRead read ->
                checkRead(
                        read.bad() ? BAD_READS : READS,
                        read.line(),
                        "distributor at 0x" + Integer.toHexString(read.offset()),
                        read.value(),
                        guest.read(0, DISTRIBUTOR + read.offset(), read.bytes()));
            case Gicv3Event.DistributorWrite write ->
                guest.write(0, DISTRIBUTOR + write.offset(), write.bytes(), write.value());
            case Gicv3Event.RedistributorRead read -> {
                int index = index(read.line(), read.cpu());
                checkRead(
                        read.bad() ? BAD_READS : READS,
                        read.line(),
                        "redistributor " + new Affinity(read.cpu()) + " at 0x" + Integer.toHexString(read.offset()),
                        read.value(),
                        guest.read(index, redistributor(index) + read.offset(), read.bytes()));
            }
            case Gicv3Event.RedistributorWrite write -> {
                int index = index(write.line(), write.cpu());
                guest.write(index, redistributor(index) + write.offset(), write.bytes(), write.value());
            }
            case Gicv3Event.BadWrite _ -> {}
            case Gicv3Event.SystemRead read ->
                checkRead(
                        READS,
                        read.line(),
                        "CPU " + new Affinity(read.cpu()) + " reads " + read.register(),
                        read.value(),
                        guest.readSystemRegister(
                                index(read.line(), read.cpu()), read.register().encoding()));
            case Gicv3Event.SystemWrite write ->
                guest.writeSystemRegister(
                        index(write.line(), write.cpu()), write.register().encoding(), write.value());
            case Gicv3Event.Outputs _, Gicv3Event.SgiPending _ ->
                throw new IllegalArgumentException("a statement is not an event");
        }
    }

    private static long redistributor(int index) {
        return REDISTRIBUTORS + index * REDISTRIBUTOR_SIZE;
    }

    private int index(int line, int affinity) {
        Integer index = indexes.get(affinity);
        if (index == null) {
            throw new ReplayException(
                    line,
                    "CPU " + new Affinity(affinity) + " is none of the " + machine.cpus() + " that GICR_TYPER shows");
        }
        return index;
    }
}
