package org.gic4j.testkit.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gic4j.testkit.guest.GuestEvent.Kind.ACKNOWLEDGED;
import static org.gic4j.testkit.guest.GuestEvent.Kind.ENDED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.gic4j.api.GicVersion;
import org.gic4j.api.its.ItsCommand;
import org.gic4j.testkit.its.ItsMachine;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A guest takes LPIs that devices' messages have become, and moves with its ITS to a machine of another platform in the
 * middle of them: none is lost, none comes twice.
 */
public abstract class LpiGuestContract {
    private static final int INTERRUPTS = 64;
    private static final int DEVICE = 3;
    private static final int FIRST_LPI = ItsMachine.FIRST_LPI;
    private static final int EVENTS = 32;
    /** An event of which the LPI is disabled at first. */
    private static final int DISABLED = 31;

    private final GuestPlatform from;
    private final GuestPlatform to;
    private @Nullable GuestRun guest;

    /**
     * A guest that moves.
     *
     * @param from where it begins
     * @param to where it goes on; may be the same
     */
    protected LpiGuestContract(GuestPlatform from, GuestPlatform to) {
        this.from = from;
        this.to = to;
    }

    /** Ends the guest. */
    @AfterEach
    final void close() {
        if (guest != null) {
            guest.close();
        }
    }

    @Test
    void shouldTakeAnLpi() {
        GuestRun run = started();
        its(run).signal(DEVICE, 0);
        assertThat(run.untilIdle(0))
                .containsExactly(new GuestEvent(ACKNOWLEDGED, FIRST_LPI), new GuestEvent(ENDED, FIRST_LPI));
        assertThat(run.untilIdle(1)).isEmpty();
    }

    @Test
    void shouldTakeAnLpiOnTheVcpuOfItsCollection() {
        GuestRun run = started();
        its(run).signal(DEVICE, 1);
        assertThat(run.untilIdle(0)).isEmpty();
        assertThat(GuestRun.acknowledged(run.untilIdle(1))).containsExactly(FIRST_LPI + 1L);
    }

    @Test
    void shouldTakeAnLpiOnceHoweverOftenItWasSent() {
        GuestRun run = started();
        its(run).signal(DEVICE, 2);
        its(run).signal(DEVICE, 2);
        assertThat(GuestRun.acknowledged(run.untilIdle(0))).containsExactly(FIRST_LPI + 2L);
        its(run).signal(DEVICE, 2);
        assertThat(GuestRun.acknowledged(run.untilIdle(0))).containsExactly(FIRST_LPI + 2L);
    }

    @Test
    void shouldLoseNoneAndTakeNoneTwiceWhenItMovesInTheMiddle() {
        GuestRun run = started();
        for (int event = 0; event < EVENTS; event++) {
            its(run).signal(DEVICE, event);
        }
        // The first vCPU stands between acknowledge and end; the same LPI comes again meanwhile.
        GuestEvent taken = run.next(0);
        assertThat(taken.kind()).isEqualTo(ACKNOWLEDGED);
        its(run).signal(DEVICE, (int) taken.value() - FIRST_LPI);

        run.move(to);

        assertThat(run.next(0)).isEqualTo(new GuestEvent(ENDED, taken.value()));
        assertThat(GuestRun.acknowledged(run.untilIdle(0))).containsExactlyInAnyOrderElementsOf(lpisOf(0));
        assertThat(GuestRun.acknowledged(run.untilIdle(1))).containsExactlyInAnyOrderElementsOf(lpisOf(1));

        // What was sent while it was disabled is still there.
        its(run).configure(FIRST_LPI + DISABLED, 0xA0, true);
        its(run).execute(ItsCommand.ofEvent(ItsCommand.INV, DEVICE, DISABLED));
        assertThat(GuestRun.acknowledged(run.untilIdle(1))).containsExactly((long) FIRST_LPI + DISABLED);
        // And it goes on to take new ones.
        its(run).signal(DEVICE, 4);
        assertThat(GuestRun.acknowledged(run.untilIdle(0))).containsExactly(FIRST_LPI + 4L);
    }

    @Test
    void shouldComeBackFromElsewhereWithMorePendingEachTime() {
        GuestRun run = started();
        List<Long> acknowledged = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            for (int event = 0; event < 6; event += 2) {
                its(run).signal(DEVICE, i * 6 + event);
            }
            GuestEvent event = run.next(0);
            assertThat(event.kind()).isEqualTo(ACKNOWLEDGED);
            acknowledged.add(event.value());
            run.move(i % 2 == 0 ? to : from);
            assertThat(run.next(0)).isEqualTo(new GuestEvent(ENDED, event.value()));
        }
        acknowledged.addAll(GuestRun.acknowledged(run.untilIdle(0)).toList());
        assertThat(acknowledged)
                .containsExactlyInAnyOrderElementsOf(LongStream.range(0, 12)
                        .map(event -> FIRST_LPI + 2 * event)
                        .boxed()
                        .toList());
    }

    /** The enabled LPIs that go to a vCPU: even events to the first, odd ones to the second. */
    private static List<Long> lpisOf(int vcpuIndex) {
        return LongStream.range(0, EVENTS)
                .filter(event -> event % 2 == vcpuIndex && event != DISABLED)
                .map(event -> FIRST_LPI + event)
                .boxed()
                .toList();
    }

    /** Two vCPUs that are idle, and an ITS with 32 events. */
    private GuestRun started() {
        MemorySegment content = Arena.ofAuto().allocate(ItsMachine.RAM_SIZE, 1 << 12);
        content.asSlice(0, GuestMap.MEMORY_SIZE)
                .copyFrom(GuestProgram.takingExceptions(GicVersion.GICV3, INTERRUPTS));
        GuestRun run = GuestRun.begin(from, content, INTERRUPTS, 0, 1);
        guest = run;
        for (int cpu = 0; cpu < 2; cpu++) {
            assertThat(run.untilIdle(cpu)).isEmpty();
        }
        ItsMachine its = ItsMachine.in(run.machine().controller());
        for (int event = 0; event < EVENTS; event++) {
            its.configure(FIRST_LPI + event, 0xA0, event != DISABLED);
        }
        its.takeLpis();
        its.mapDevice(DEVICE);
        its.execute(ItsCommand.mapCollection(0, 0), ItsCommand.mapCollection(1, 1));
        for (int event = 0; event < EVENTS; event++) {
            its.execute(ItsCommand.mapEvent(DEVICE, event, FIRST_LPI + event, event % 2));
        }
        return run;
    }

    private static ItsMachine its(GuestRun run) {
        return ItsMachine.of(run.machine().controller());
    }
}
