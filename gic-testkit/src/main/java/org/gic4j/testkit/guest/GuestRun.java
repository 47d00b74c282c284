package org.gic4j.testkit.guest;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.gic4j.api.InterruptLine;
import org.gic4j.api.VcpuId;
import org.gic4j.api.registers.Gicv3Distributor;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.Snapshots;

/** A guest under way: its events, its devices' lines, and its move to another machine. */
final class GuestRun implements AutoCloseable {
    private static final ValueLayout.OfInt WORD = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    /** No test has so many interrupts pending at once. */
    private static final int MOST_EVENTS = 4096;

    private GuestMachine machine;

    private GuestRun(GuestMachine machine) {
        this.machine = machine;
    }

    /** A guest at its first instruction. */
    static GuestRun begin(GuestPlatform platform, MemorySegment program, int interrupts, int... vcpuIds) {
        return new GuestRun(platform.create(program, interrupts, vcpuIds));
    }

    /** A guest on a machine that exists. */
    static GuestRun of(GuestMachine machine) {
        return new GuestRun(machine);
    }

    GuestMachine machine() {
        return machine;
    }

    /** Runs a processor until the guest tells something. A read of a command is to be answered by {@link #command}. */
    GuestEvent next(int cpu) {
        return GuestEvent.of(machine.processors().get(cpu).run());
    }

    /** Gives the guest, which has told that it is idle, its next command: 0 or an SGI. */
    void command(int cpu, long value) {
        machine.processors().get(cpu).answer(value);
    }

    /** Runs a processor until it is idle with nothing more to come, and lets it go on. */
    List<GuestEvent> untilIdle(int cpu) {
        List<GuestEvent> events = new ArrayList<>();
        // The second time in a row: a list of more interrupts than the hardware holds is filled up at an exit.
        int idle = 0;
        while (idle < 2) {
            GuestEvent event = next(cpu);
            if (event.kind() == GuestEvent.Kind.IDLE) {
                idle++;
                command(cpu, 0);
            } else {
                idle = 0;
                events.add(event);
                serve(cpu, event);
            }
            if (events.size() > MOST_EVENTS) {
                throw new IllegalStateException("the guest takes interrupts without end, last of all: "
                        + events.subList(MOST_EVENTS - 8, MOST_EVENTS));
            }
        }
        return events;
    }

    /** What a device does when its interrupt is taken: it lowers its line. */
    private void serve(int cpu, GuestEvent event) {
        if (event.kind() == GuestEvent.Kind.ACKNOWLEDGED && event.intid() >= 16) {
            lower(cpu, event.intid());
        }
    }

    /** The values that were acknowledged, in order. */
    static Stream<Long> acknowledged(List<GuestEvent> events) {
        return events.stream()
                .filter(event -> event.kind() == GuestEvent.Kind.ACKNOWLEDGED)
                .map(GuestEvent::value);
    }

    /** Raises the line of an SPI. */
    void raise(int spi) {
        machine.controller().setInterruptLine(InterruptLine.spi(spi), true);
    }

    /** Raises the line of a PPI. */
    void raise(VcpuId vcpu, int ppi) {
        machine.controller().setInterruptLine(InterruptLine.ppi(vcpu, ppi), true);
    }

    /** Routes an SPI of a GICv3 by affinity. */
    void route(int spi, int affinity) {
        machine.controller()
                .devices()
                .getFirst()
                .set(Gicv3Distributor.GICD_IROUTER.frame().attributeGroup(),
                        Gicv3Distributor.GICD_IROUTER.attribute(0, 2 * spi), affinity);
    }

    /** Lowers a line, of a PPI that of one processor. */
    void lower(int cpu, int intid) {
        VcpuId vcpu = machine.controller().vcpus().get(cpu).id();
        machine.controller()
                .setInterruptLine(intid >= 32 ? InterruptLine.spi(intid) : InterruptLine.ppi(vcpu, intid), false);
    }

    /** How often the guest has counted an interrupt on a processor. */
    int count(int cpu, int intid) {
        return machine.memory().get(WORD, GuestMap.COUNTS + cpu * GuestMap.COUNTS_STRIDE + 4L * intid);
    }

    /** Moves the guest as it is: its interrupt controller, through a file, its processors and its memory. */
    void move(GuestPlatform platform) {
        List<ProcessorState> processors =
                machine.processors().stream().map(GuestProcessor::save).toList();
        Snapshot snapshot = SnapshotFile.through(Snapshots.save(machine.controller()));
        GuestMachine before = machine;
        machine = platform.resume(before.memory(), snapshot, processors);
        before.close();
    }

    @Override
    public void close() {
        machine.close();
    }
}
