package org.gic4j.testkit.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gic4j.testkit.guest.GuestEvent.Kind.ACKNOWLEDGED;
import static org.gic4j.testkit.guest.GuestEvent.Kind.ENDED;
import static org.gic4j.testkit.guest.GuestEvent.Kind.IDLE;

import java.util.ArrayList;
import java.util.List;
import org.gic4j.api.VcpuId;
import org.gic4j.api.device.Device;
import org.gic4j.api.registers.Gicv2CpuInterface;
import org.gic4j.api.registers.Gicv2Distributor;
import org.gic4j.api.registers.Register;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.jspecify.annotations.Nullable;

/**
 * A guest runs, with an interrupt controller of its platform, and moves to a machine of another platform in the middle of
 * its interrupts: nothing is lost, nothing comes twice.
 */
public abstract class RunningGuestContract {
    private static final int INTERRUPTS = 64;
    private static final VcpuId FIRST = new VcpuId(0);
    private static final VcpuId SECOND = new VcpuId(1);
    private static final int SGI = 5;
    private static final int PPI = 20;
    private static final int EDGE = 40;
    private static final int OTHER_EDGE = 42;
    private static final int LEVEL = 41;
    /** GICD_SGIR: to the processor that sends. */
    private static final long TO_SELF = 2L << 24;
    /** GICD_SGIR: to processor 0. */
    private static final long TO_FIRST = 1L << 16;
    /** GICC_IAR: the sender of an SGI stands above the INTID. */
    private static final int SENDER_SHIFT = 10;

    private final GuestPlatform from;
    private final GuestPlatform to;
    private @Nullable GuestRun guest;

    /**
     * A guest that moves.
     *
     * @param from where it begins
     * @param to where it goes on; may be the same
     */
    protected RunningGuestContract(GuestPlatform from, GuestPlatform to) {
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

    /** A guest that has set its interrupt controller up; interrupt {@link #LEVEL} is level-sensitive. */
    private GuestRun started(int... vcpuIds) {
        GuestRun begun = GuestRun.begin(from, Gicv2Program.takingExceptions(INTERRUPTS), INTERRUPTS, vcpuIds);
        guest = begun;
        set(begun, Gicv2Distributor.GICD_ICFGR, LEVEL / 16, 0xAAAA_AAAAL & ~(3L << LEVEL % 16 * 2));
        for (int cpu = 0; cpu < vcpuIds.length; cpu++) {
            assertThat(begun.untilIdle(cpu)).isEmpty();
        }
        return begun;
    }

    @Test
    void shouldTakeAnSpiThatIsEdgeTriggered() {
        GuestRun run = started(0);
        run.raise(EDGE);
        assertTakes(run, EDGE);
        assertThat(run.count(0, EDGE)).isEqualTo(1);
    }

    @Test
    void shouldTakeAnSpiAgainWhileItsLineIsHigh() {
        GuestRun run = started(0);
        run.raise(LEVEL);
        assertThat(run.next(0)).isEqualTo(new GuestEvent(ACKNOWLEDGED, LEVEL));
        assertThat(run.next(0)).isEqualTo(new GuestEvent(ENDED, LEVEL));
        assertTakes(run, LEVEL);
        assertThat(run.count(0, LEVEL)).isEqualTo(2);
    }

    @Test
    void shouldNotTakeAnSpiWhoseLineFellBefore() {
        GuestRun run = started(0);
        run.raise(LEVEL);
        run.lower(0, LEVEL);
        assertThat(run.untilIdle(0)).isEmpty();
    }

    @Test
    void shouldTakeAPpi() {
        GuestRun run = started(0, 1);
        run.raise(SECOND, PPI);
        assertThat(run.untilIdle(0)).isEmpty();
        assertThat(GuestRun.acknowledged(run.untilIdle(1))).containsExactly((long) PPI);
    }

    @Test
    void shouldTakeAnSgiOfItsOwn() {
        GuestRun run = started(0);
        assertThat(run.next(0).kind()).isEqualTo(IDLE);
        run.command(0, TO_SELF | SGI);
        assertTakes(run, SGI);
    }

    @Test
    void shouldTakeOneSgiOfTwoSendersTwice() {
        GuestRun run = started(0, 1, 2);
        for (int cpu = 1; cpu <= 2; cpu++) {
            assertThat(run.next(cpu).kind()).isEqualTo(IDLE);
            run.command(cpu, TO_FIRST | SGI);
            assertThat(run.untilIdle(cpu)).isEmpty();
        }
        assertThat(GuestRun.acknowledged(run.untilIdle(0)))
                .containsExactly(1L << SENDER_SHIFT | SGI, 2L << SENDER_SHIFT | SGI);
    }

    @Test
    void shouldShowWhatIsActiveWhileTheGuestStands() {
        GuestRun run = started(0);
        run.raise(EDGE);
        assertThat(run.next(0)).isEqualTo(new GuestEvent(ACKNOWLEDGED, EDGE));
        assertThat(get(run, Gicv2Distributor.GICD_ISACTIVER, EDGE / 32) >>> EDGE % 32 & 1).isEqualTo(1);
        assertThat(get(run, Gicv2CpuInterface.GICC_APR, 0)).isEqualTo(1L << (0xA0 >> 3));
        assertThat(run.next(0)).isEqualTo(new GuestEvent(ENDED, EDGE));
        assertThat(get(run, Gicv2Distributor.GICD_ISACTIVER, EDGE / 32)).isZero();
        assertThat(get(run, Gicv2CpuInterface.GICC_APR, 0)).isZero();
    }

    @Test
    void shouldFinishElsewhereWhatIsActiveAndPending() {
        GuestRun run = started(0, 1);
        run.raise(EDGE);
        assertThat(run.next(0)).isEqualTo(new GuestEvent(ACKNOWLEDGED, EDGE));
        // Now the second processor sends two SGIs to the first, and devices raise their lines; one again.
        assertThat(run.next(1).kind()).isEqualTo(IDLE);
        run.command(1, TO_FIRST | 3);
        assertThat(run.next(1).kind()).isEqualTo(IDLE);
        run.command(1, TO_FIRST | 4);
        assertThat(run.untilIdle(1)).isEmpty();
        run.raise(LEVEL);
        run.raise(OTHER_EDGE);
        run.raise(EDGE);
        run.raise(FIRST, PPI);
        run.raise(SECOND, PPI + 1);

        run.move(to);

        assertThat(run.next(0)).isEqualTo(new GuestEvent(ENDED, EDGE));
        List<GuestEvent> onFirst = run.untilIdle(0);
        assertThat(GuestRun.acknowledged(onFirst))
                .containsExactlyInAnyOrder(
                        1L << SENDER_SHIFT | 3,
                        1L << SENDER_SHIFT | 4,
                        (long) PPI,
                        (long) EDGE,
                        (long) LEVEL,
                        (long) OTHER_EDGE);
        assertThat(GuestRun.acknowledged(run.untilIdle(1))).containsExactly(PPI + 1L);
        assertThat(run.count(0, EDGE)).isEqualTo(2);
        assertThat(List.of(3, 4, PPI, LEVEL, OTHER_EDGE)).allSatisfy(intid -> assertThat(run.count(0, intid))
                .isEqualTo(1));
        assertThat(run.count(1, PPI + 1)).isEqualTo(1);
        // And it goes on to take new ones.
        run.raise(EDGE);
        assertTakes(run, EDGE);
    }

    @Test
    void shouldComeBackFromElsewhereWithOneActiveEachTime() {
        GuestRun run = started(0);
        List<Long> acknowledged = new ArrayList<>();
        for (int spi = 43; spi < 53; spi++) {
            run.raise(spi);
        }
        for (int i = 0; i < 10; i++) {
            GuestEvent event = run.next(0);
            assertThat(event.kind()).isEqualTo(ACKNOWLEDGED);
            acknowledged.add(event.value());
            run.lower(0, event.intid());
            run.move(i % 2 == 0 ? to : from);
            assertThat(run.next(0)).isEqualTo(new GuestEvent(ENDED, event.value()));
        }
        assertThat(acknowledged).containsExactlyInAnyOrder(43L, 44L, 45L, 46L, 47L, 48L, 49L, 50L, 51L, 52L);
        assertThat(run.untilIdle(0)).isEmpty();
    }

    private static void assertTakes(GuestRun run, int intid) {
        assertThat(run.untilIdle(0))
                .containsExactly(new GuestEvent(ACKNOWLEDGED, intid), new GuestEvent(ENDED, intid));
    }

    private static long get(GuestRun run, Register register, int word) {
        return device(run).get(register.frame().attributeGroup(), register.attribute(0, word));
    }

    private static void set(GuestRun run, Register register, int word, long value) {
        device(run).set(register.frame().attributeGroup(), register.attribute(0, word), value);
    }

    private static Device device(GuestRun run) {
        return run.machine().controller().devices().getFirst();
    }
}
