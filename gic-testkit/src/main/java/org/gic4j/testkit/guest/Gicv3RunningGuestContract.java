package org.gic4j.testkit.guest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What {@link RunningGuestContract} says, and what only a GICv3 has: routes by affinity. */
public abstract class Gicv3RunningGuestContract extends RunningGuestContract {
    /**
     * A guest that moves.
     *
     * @param from where it begins
     * @param to where it goes on; may be the same
     */
    protected Gicv3RunningGuestContract(GuestPlatform from, GuestPlatform to) {
        super(from, to);
    }

    /** KVM's route at reset is no affinity: GICD_IROUTERn reads 0 and means the vCPU that was created first. */
    @Test
    void shouldTakeAnSpiThatWasNeverRoutedOnTheVcpuThatWasCreatedFirst() {
        GuestRun run = started(1);
        run.raise(EDGE);
        assertTakes(run, EDGE);
    }

    @Test
    void shouldTakeAnSpiThatWasNeverRoutedOnTheVcpuThatWasCreatedFirstThoughAnotherHasAffinity0() {
        GuestRun run = started(1, 0);
        run.raise(EDGE);
        assertTakes(run, EDGE);
        assertThat(run.untilIdle(1)).isEmpty();
    }

    @Test
    void shouldTakeAnSpiOnTheVcpuOfTheAffinityThatWasWritten() {
        GuestRun run = started(1, 0);
        run.route(EDGE, 0);
        run.raise(EDGE);
        assertThat(run.untilIdle(0)).isEmpty();
        assertThat(GuestRun.acknowledged(run.untilIdle(1))).containsExactly((long) EDGE);
    }
}
