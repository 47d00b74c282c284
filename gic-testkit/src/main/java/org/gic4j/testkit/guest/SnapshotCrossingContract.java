package org.gic4j.testkit.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.Collections;
import java.util.List;
import org.gic4j.api.GicBackend;
import org.gic4j.api.GicVersion;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.registers.Frame;
import org.gic4j.api.snapshot.Difference;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.Snapshots;
import org.gic4j.testkit.differential.GeneratedMachine;
import org.gic4j.testkit.differential.Seed;
import org.junit.jupiter.api.Test;

/**
 * States that a generator made cross from one backend through a file to another, and come back: they are the same, and
 * what was pending is delivered.
 */
public abstract class SnapshotCrossingContract {
    private static final int MACHINES = 16;
    private static final int OPERATIONS = 300;
    /** Of five machines one has its frames where guest programs do not look for them: enough are left. */
    private static final int MOST_TRIES = 2 * MACHINES;

    private final GicBackend here;
    private final GicBackend there;
    private final GuestPlatform guestHere;
    private final GuestPlatform guestThere;
    private final long seed = Seed.chosen();

    /**
     * Two backends.
     *
     * @param here where states are made
     * @param there where they go
     * @param guestHere runs guests with interrupt controllers of the first
     * @param guestThere runs guests with interrupt controllers of the second
     */
    protected SnapshotCrossingContract(
            GicBackend here, GicBackend there, GuestPlatform guestHere, GuestPlatform guestThere) {
        this.here = here;
        this.there = there;
        this.guestHere = guestHere;
        this.guestThere = guestThere;
    }

    @Test
    void shouldBeTheSameAfterCrossingAndComingBack() {
        for (int number = 0; number < MACHINES; number++) {
            Snapshot made;
            try (VirtualMachine vm = generated(number)) {
                made = Snapshots.save(vm);
            }
            Snapshot crossed = moved(made, there);
            Snapshot back = moved(crossed, here);
            assertThat(differences(made, crossed)).as(nameOf(number)).isEmpty();
            assertThat(differences(made, back)).as(nameOf(number)).isEmpty();
        }
    }

    @Test
    void shouldDeliverWhatIsPendingAfterCrossing() {
        deliver(guestThere, false);
    }

    @Test
    void shouldDeliverWhatIsPendingAfterComingBack() {
        deliver(guestHere, true);
    }

    private void deliver(GuestPlatform platform, boolean back) {
        GicVersion version = platform.version();
        MemorySegment program = GuestProgram.polling(version);
        int delivered = 0;
        int machines = 0;
        for (int number = 0; number < MOST_TRIES && machines < MACHINES; number++) {
            Snapshot made;
            try (VirtualMachine vm = generated(number)) {
                if (!PendingInterrupts.tryMakeDeliverable(version, vm)) {
                    continue;
                }
                made = Snapshots.save(vm);
            }
            machines++;
            Snapshot crossing = back ? moved(made, there) : made;
            int cpus = made.state().vcpus().size();
            List<ProcessorState> processors = Collections.nCopies(cpus, ProcessorState.AT_RESET);
            try (GuestRun run =
                    GuestRun.of(platform.resume(program, SnapshotFile.through(crossing), processors))) {
                for (int cpu = 0; cpu < cpus; cpu++) {
                    List<Long> expected = PendingInterrupts.of(version, made.state(), cpu);
                    assertThat(GuestRun.acknowledged(run.untilIdle(cpu)))
                            .as("CPU %d of %s", cpu, nameOf(number))
                            .containsExactlyInAnyOrderElementsOf(expected);
                    delivered += expected.size();
                }
            }
        }
        assertThat(machines).isEqualTo(MACHINES);
        assertThat(delivered).as("interrupts delivered, " + nameOf(0)).isGreaterThan(MACHINES);
    }

    private VirtualMachine generated(int number) {
        return GeneratedMachine.create(here, guestHere.version(), seed, number, OPERATIONS);
    }

    /** What a machine of a backend saves after a restore from a file. */
    private static Snapshot moved(Snapshot snapshot, GicBackend backend) {
        try (VirtualMachine vm = backend.createVirtualMachine(Snapshots.configurationFor(snapshot))) {
            Controllers.restore(vm, SnapshotFile.through(snapshot));
            return Snapshots.save(vm);
        }
    }

    /** A backend that cannot tell lines from latches saves and restores pending states, not their causes. */
    private static List<Difference> differences(Snapshot one, Snapshot other) {
        return Difference.between(one.state(), other.state()).stream()
                .filter(difference -> difference.register().frame() != Frame.GICV2_INPUTS)
                .toList();
    }

    private String nameOf(int number) {
        return "machine " + number + " (repeat with -D" + Seed.PROPERTY + "=" + Seed.format(seed) + ")";
    }
}
