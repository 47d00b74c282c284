package org.gic4j.testkit.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gic4j.testkit.guest.GuestEvent.Kind.ACKNOWLEDGED;
import static org.gic4j.testkit.guest.GuestEvent.Kind.ENDED;
import static org.gic4j.testkit.guest.GuestEvent.Kind.IDLE;

import java.util.ArrayList;
import java.util.List;
import org.gic4j.api.GicVersion;
import org.gic4j.api.VcpuId;
import org.gic4j.api.device.Device;
import org.gic4j.api.registers.Register;
import org.gic4j.api.registers.Registers;
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
    static final int SGI = 5;
    private static final int PPI = 20;
    static final int EDGE = 40;
    private static final int OTHER_EDGE = 42;
    private static final int LEVEL = 41;
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

    private GicVersion version() {
        return from.version();
    }

    /** The command that sends an SGI. */
    final long sgi(int processor, int sgi) {
        return GuestProgram.softwareInterrupt(version(), processor, sgi);
    }

    /** What an acknowledge of an SGI reads: a GICv2 names the sender. */
    private long sgiFrom(int sender, int sgi) {
        return switch (version()) {
            case GICV2 -> (long) sender << SENDER_SHIFT | sgi;
            case GICV3 -> sgi;
        };
    }

    /** Ends the guest. */
    @AfterEach
    final void close() {
        if (guest != null) {
            guest.close();
        }
    }

    /** A guest that has set its interrupt controller up; interrupt {@link #LEVEL} is level-sensitive. */
    final GuestRun started(int... vcpuIds) {
        GuestRun begun =
                GuestRun.begin(from, GuestProgram.takingExceptions(version(), INTERRUPTS), INTERRUPTS, vcpuIds);
        guest = begun;
        set(begun, "GICD_ICFGR", LEVEL / 16, 0xAAAA_AAAAL & ~(3L << LEVEL % 16 * 2));
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
        run.command(0, sgi(0, SGI));
        assertTakes(run, SGI);
    }

    @Test
    void shouldTakeOneSgiOfTwoSendersAsOftenAsItTellsThemApart() {
        GuestRun run = started(0, 1, 2);
        for (int cpu = 1; cpu <= 2; cpu++) {
            assertThat(run.next(cpu).kind()).isEqualTo(IDLE);
            run.command(cpu, sgi(0, SGI));
            assertThat(run.untilIdle(cpu)).isEmpty();
        }
        List<Long> expected =
                switch (version()) {
                    case GICV2 -> List.of(sgiFrom(1, SGI), sgiFrom(2, SGI));
                    case GICV3 -> List.of((long) SGI);
                };
        assertThat(GuestRun.acknowledged(run.untilIdle(0))).containsExactlyElementsOf(expected);
    }

    @Test
    void shouldShowWhatIsActiveWhileTheGuestStands() {
        GuestRun run = started(0);
        run.raise(EDGE);
        assertThat(run.next(0)).isEqualTo(new GuestEvent(ACKNOWLEDGED, EDGE));
        assertThat(get(run, "GICD_ISACTIVER", EDGE / 32) >>> EDGE % 32 & 1).isEqualTo(1);
        assertThat(get(run, activePriorities(), 0)).isEqualTo(1L << (0xA0 >> 3));
        assertThat(run.next(0)).isEqualTo(new GuestEvent(ENDED, EDGE));
        assertThat(get(run, "GICD_ISACTIVER", EDGE / 32)).isZero();
        assertThat(get(run, activePriorities(), 0)).isZero();
    }

    @Test
    void shouldFinishElsewhereWhatIsActiveAndPending() {
        GuestRun run = started(0, 1);
        run.raise(EDGE);
        assertThat(run.next(0)).isEqualTo(new GuestEvent(ACKNOWLEDGED, EDGE));
        // Now the second processor sends two SGIs to the first, and devices raise their lines; one again.
        assertThat(run.next(1).kind()).isEqualTo(IDLE);
        run.command(1, sgi(0, 3));
        assertThat(run.next(1).kind()).isEqualTo(IDLE);
        run.command(1, sgi(0, 4));
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
                        sgiFrom(1, 3),
                        sgiFrom(1, 4),
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

    static void assertTakes(GuestRun run, int intid) {
        assertThat(run.untilIdle(0))
                .containsExactly(new GuestEvent(ACKNOWLEDGED, intid), new GuestEvent(ENDED, intid));
    }

    private String activePriorities() {
        return version() == GicVersion.GICV2 ? "GICC_APR" : "ICC_AP1R_EL1";
    }

    private long get(GuestRun run, String name, int word) {
        Register register = named(name);
        return device(run).get(register.frame().attributeGroup(), register.attribute(0, word));
    }

    private void set(GuestRun run, String name, int word, long value) {
        Register register = named(name);
        device(run).set(register.frame().attributeGroup(), register.attribute(0, word), value);
    }

    private Register named(String name) {
        return Registers.named(version(), name).orElseThrow();
    }

    private static Device device(GuestRun run) {
        return run.machine().controller().devices().getFirst();
    }
}
