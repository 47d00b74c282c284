package org.gic4j.serialization.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.gic4j.api.Errno;
import org.gic4j.api.GicException;
import org.gic4j.api.GicVersion;
import org.gic4j.api.InterruptLine;
import org.gic4j.api.VcpuId;
import org.gic4j.api.registers.Gicv2CpuInterface;
import org.gic4j.api.registers.Gicv2Distributor;
import org.gic4j.api.registers.Gicv2Input;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.serialization.samples.Samples;
import org.junit.jupiter.api.Test;

/** In which order a GICv2's registers are written, and how the awkward ones are. */
class RestoreOrderTest {
    private final GicState.Builder state =
            new GicState.Builder(GicVersion.GICV2, 64, List.of(Samples.vcpu(5, 0), Samples.vcpu(0, 1)));
    private final CatalogueMachine machine =
            CatalogueMachine.of(GicVersion.GICV2, 64, Samples.vcpu(5, 0), Samples.vcpu(0, 1));

    @Test
    void shouldWriteRegistersInTheOrderThatDeliversWhatIsPending() {
        Samples.filled(state, 1);
        List<String> log = restore();

        assertThat(log.getFirst()).startsWith("GICD_IIDR");
        assertOrder(log, "GICD_ICENABLER", "GICD_CTLR");
        assertOrder(log, "GICD_ICPENDR", "GICD_CTLR");
        assertOrder(log, "GICD_ICACTIVER", "GICD_CTLR");
        assertOrder(log, "GICD_CPENDSGIR", "GICD_CTLR");
        assertOrder(log, "GICD_CTLR", "GICD_ICFGR");
        assertOrder(log, "GICD_ICFGR", "GICD_ISPENDR");
        assertOrder(log, "GICD_IGROUPR", "GICD_ISENABLER");
        assertOrder(log, "GICD_IPRIORITYR", "GICD_ISENABLER");
        assertOrder(log, "GICD_ITARGETSR", "GICD_ISENABLER");
        assertOrder(log, "GICD_ISENABLER", "GICD_SPENDSGIR");
        assertOrder(log, "GICD_SPENDSGIR", "GICD_ISPENDR");
        assertOrder(log, "GICD_ISPENDR", "GICC_CTLR");
        assertOrder(log, "GICC_CTLR", "GICC_APR");
        assertOrder(log, "GICC_APR", "GICD_ISACTIVER");
    }

    @Test
    void shouldAccessBankedRegistersByTheIdsOfVcpus() {
        state.word(Gicv2CpuInterface.GICC_PMR, 0, 0, 0x1E).word(Gicv2CpuInterface.GICC_PMR, 1, 0, 0x1F);

        assertThat(restore()).contains("GICC_PMR of vCPU 5 = 1e", "GICC_PMR of vCPU 0 = 1f");
    }

    @Test
    void shouldLeaveAloneWhatTheStateDoesNotHave() {
        state.word(Gicv2Distributor.GICD_CTLR, 0, 0, 1);

        assertThat(restore()).containsExactly("GICD_IIDR of vCPU 5 = 0", "GICD_CTLR of vCPU 5 = 1");
    }

    @Test
    void shouldWriteBackTheDevicesIdentificationWhereTheStateHasNone() {
        machine.device().put(Gicv2Distributor.GICD_IIDR, 5, 0, 0x4B00_343B);

        assertThat(restore()).containsExactly("GICD_IIDR of vCPU 5 = 4b00343b");
    }

    @Test
    void shouldNeverSendSgisByTheirPendingBits() {
        state.word(Gicv2Distributor.GICD_SPENDSGIR, 1, 1, 0x0100_0000);
        state.word(Gicv2Distributor.GICD_ISPENDR, 1, 0, 0x0001_0080);

        assertThat(restore())
                .contains("GICD_SPENDSGIR1 of vCPU 0 = 1000000", "GICD_ISPENDR0 of vCPU 0 = 10000")
                .noneMatch(entry -> entry.startsWith("GICD_ISPENDR0 of vCPU 5"));
    }

    @Test
    void shouldLatchWhatIsPendingWhereLinesAreNotTold() {
        state.word(Gicv2Distributor.GICD_ISPENDR, 0, 1, 0x300);
        machine.raise(InterruptLine.spi(40));

        assertThat(restore()).contains("GICD_ISPENDR1 of vCPU 5 = 300");
    }

    @Test
    void shouldRaiseLinesByTheLineCallAndLatchTheRest() {
        state.word(Gicv2Distributor.GICD_ICFGR, 0, 2, 0);
        state.word(Gicv2Distributor.GICD_ISPENDR, 0, 1, 0x300);
        state.word(Gicv2Input.LINE_LEVEL, 0, 1, 0x100);
        state.word(Gicv2Input.LINE_LEVEL, 0, 0, 1 << 27);
        state.word(Gicv2Input.PENDING_LATCH, 0, 1, 0x200);

        assertThat(restore())
                .containsSubsequence("GICD_ICFGR2 of vCPU 5 = 0", "line 27 of vCPU 5 = 1", "line 40 = 1")
                .containsSubsequence("line 40 = 1", "GICD_ISPENDR1 of vCPU 5 = 200");
        assertThat(machine.high())
                .containsExactlyInAnyOrder(InterruptLine.spi(40), InterruptLine.ppi(new VcpuId(5), 27));
    }

    @Test
    void shouldRaiseTheLineOfAnEdgeTriggeredInterruptWithoutLatchingIt() {
        state.word(Gicv2Distributor.GICD_ICFGR, 0, 2, 0xAAAA_AAAA);
        state.word(Gicv2Input.LINE_LEVEL, 0, 1, 0x100);

        assertThat(restore())
                .containsSubsequence(
                        "GICD_ICFGR2 of vCPU 5 = aaaaaaaa",
                        "GICD_ICFGR2 of vCPU 5 = aaa8aaaa",
                        "line 40 = 1",
                        "GICD_ICFGR2 of vCPU 5 = aaaaaaaa");
    }

    @Test
    void shouldLowerLinesThatTheStateDoesNotHave() {
        machine.tellingLines().raise(InterruptLine.spi(50));
        state.word(Gicv2Distributor.GICD_ISPENDR, 0, 1, 0);

        assertThat(restore()).contains("line 50 = 0");
        assertThat(machine.high()).isEmpty();
    }

    @Test
    void shouldCallOnlyForLinesThatChange() {
        machine.tellingLines().raise(InterruptLine.spi(40));
        state.word(Gicv2Input.LINE_LEVEL, 0, 1, 0x100);

        assertThat(restore()).noneMatch(entry -> entry.startsWith("line"));
    }

    @Test
    void shouldNameTheRegisterTheVcpuAndTheErrnoOfWhatWasRefused() {
        state.word(Gicv2CpuInterface.GICC_PMR, 0, 0, 0x1E);
        machine.device().refuse("GICC_PMR of vCPU 0", Errno.EINVAL);

        assertThatExceptionOfType(GicException.class)
                .isThrownBy(this::restore)
                .withMessageContainingAll("EINVAL", "set GICC_PMR of vCPU 0 to 0x0")
                .satisfies(refused -> assertThat(refused.errno()).isEqualTo(Errno.EINVAL));
    }

    @Test
    void shouldNameTheLineThatWasRefused() {
        machine.refusingLines(Errno.EIO);
        state.word(Gicv2Input.LINE_LEVEL, 0, 0, 1 << 20);

        assertThatExceptionOfType(GicException.class)
                .isThrownBy(this::restore)
                .withMessageContainingAll("EIO", "vCPU 5", "number 20");
    }

    private List<String> restore() {
        new AttributeTransfer().restore(machine, new Snapshot("test", state.build()), false);
        return machine.device().log();
    }

    private static void assertOrder(List<String> log, String earlier, String later) {
        int last = log.stream().filter(entry -> entry.startsWith(earlier)).map(log::lastIndexOf).max(Integer::compare).orElseThrow();
        int first = log.stream().filter(entry -> entry.startsWith(later)).map(log::indexOf).min(Integer::compare).orElseThrow();
        assertThat(last).as("%s before %s", earlier, later).isLessThan(first);
    }
}
