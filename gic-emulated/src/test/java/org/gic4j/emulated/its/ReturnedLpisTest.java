package org.gic4j.emulated.its;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gic4j.emulated.its.ItsGuest.SPURIOUS;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A vCPU keeps what it was given and cannot take any more until it leaves its guest: so KVM's at each of its exits. */
class ReturnedLpisTest {
    private static final int LPI = 8192;

    private final ItsGuest guest = new ItsGuest(2);

    /** An LPI of vCPU 1, given to it, then disabled and unmapped by vCPU 0. */
    @BeforeEach
    void unmapWhileGiven() {
        guest.configure(LPI, 0xA0, true);
        guest.mapDevice(0, 5);
        guest.mapCollection(0, 0);
        guest.mapCollection(1, 1);
        guest.map(0, 0, LPI, 1);
        guest.signal(0, 0);
        guest.configure(LPI, 0xA0, false);
        guest.invalidate(0, 0);
        guest.discard(0, 0);
        guest.configure(LPI, 0xA0, true);
    }

    @AfterEach
    void close() {
        guest.close();
    }

    @Test
    void shouldBeKeptWhileTheVcpuStandsStill() {
        mapAgain();

        assertThat(guest.acknowledge(1)).isEqualTo(LPI);
    }

    @Test
    void shouldBeKeptThroughAFirstRunThatExecutesNothing() {
        guest.vm.vcpus().get(1).validateFirstRun();
        mapAgain();

        assertThat(guest.acknowledge(1)).isEqualTo(LPI);
    }

    @Test
    void shouldBeGivenBackWithAnAccessOfTheVcpu() {
        guest.highestPending(1);
        mapAgain();

        assertThat(guest.acknowledge(1)).isEqualTo(SPURIOUS);
    }

    @Test
    void shouldBeGivenBackWhenTheVcpuLeavesARun() {
        var marks = guest.vm.vcpus().get(1).executionMarks().orElseThrow();
        marks.enter();
        marks.leave();
        mapAgain();

        assertThat(guest.acknowledge(1)).isEqualTo(SPURIOUS);
    }

    @Test
    void shouldBeGivenBackByAVcpuWhoseDistributorForwardsNothing() {
        giveWithoutForwarding();
        var marks = guest.vm.vcpus().get(1).executionMarks().orElseThrow();
        marks.enter();
        marks.leave();
        guest.access.write(0, ItsGuest.GICD, 4, 3);
        mapAgain();

        assertThat(guest.acknowledge(1)).isEqualTo(SPURIOUS);
    }

    @Test
    void shouldBeGivenBackWithAnAccessWhileTheDistributorForwardsNothing() {
        giveWithoutForwarding();
        guest.highestPending(1);
        guest.access.write(0, ItsGuest.GICD, 4, 3);
        mapAgain();

        assertThat(guest.acknowledge(1)).isEqualTo(SPURIOUS);
    }

    /** Deliverable again and unmapped; then the distributor is disabled. */
    private void giveWithoutForwarding() {
        mapAgain();
        guest.discard(0, 0);
        guest.access.write(0, ItsGuest.GICD, 4, 0);
    }

    @Test
    void shouldBeNoOnesOnceTheVcpuThatHasThemDisablesLpis() {
        mapAgain();
        guest.move(0, 0, 0);
        assertThat(guest.access.outputs(0)).isNotZero();
        guest.enableLpis(1, false);

        assertThat(guest.access.outputs(0)).isZero();
        assertThat(guest.acknowledge(0)).isEqualTo(SPURIOUS);
    }

    private void mapAgain() {
        guest.map(0, 0, LPI, 1);
        guest.invalidate(0, 0);
    }
}
