package org.gic4j.testkit.replay.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.gic4j.api.HostKind;
import org.gic4j.testkit.fake.FakeBackend;
import org.gic4j.testkit.fake.FakeMachine;
import org.gic4j.testkit.replay.ExpectedDifferences;
import org.gic4j.testkit.replay.Replay;
import org.gic4j.testkit.replay.ReplayException;
import org.gic4j.testkit.replay.ReplayOptions;
import org.gic4j.testkit.replay.ReplayReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Gicv3TraceReplayTest {
    private static final String EXTENT =
            """
            gicv3_dist_read GICv3 distributor read: offset 0x4 data 0x61 size 4 secure 0
            gicv3_redist_read GICv3 redistributor 0x3 read: offset 0x8 data 0x300000311 size 8 secure 0
            """;
    private static final String READ_PMR = "gicv3_icc_pmr_read GICv3 ICC_PMR read cpu 0x2 value 0x0\n";
    private static final String SEND_SGI_5_TO_CPUS_1_AND_2 =
            "gicv3_icc_generate_sgi GICv3 CPU i/f 0x0 generating SGI 5 IRM 0 target affinity 0x0xx targetlist 0x6\n";
    private static final String ACKNOWLEDGE_AT_CPU_1 = "gicv3_icc_iar1_read GICv3 ICC_IAR1 read cpu 0x1 value 0x5\n";

    private final FakeBackend backend = FakeBackend.create();

    @TempDir
    Path folder;

    @Test
    void shouldMakeAMachineAsTheTraceShows() throws IOException {
        replay(EXTENT);
        FakeMachine machine = backend.machines().getFirst();
        assertThat(machine.vcpus()).hasSize(4);
        assertThat(machine.configuration().host()).isEqualTo(HostKind.GICV3);
        assertThat(machine.configuration().profile().name()).isEqualTo("qemu-virt");
        assertThat(machine.calls()).contains("set 3 0x0 0x40", "set 0 0x2 0x8000000", "set 0 0x3 0x80a0000", "set 4 0x0 0x0");
        assertThat(machine.vcpus().get(3).affinity().packed()).isEqualTo(3);
    }

    @Test
    void shouldCompareReadsOfFramesAndSystemRegisters() throws IOException {
        ReplayReport report = replay(EXTENT + READ_PMR);
        assertThat(report.differences()).isEmpty();
        assertThat(report.counts()).containsEntry("reads", 3L).containsEntry("bad reads", 0L);
        assertThat(replay(EXTENT + READ_PMR.replace("value 0x0", "value 0xf0")).differences())
                .containsExactly("line 3: CPU 0.0.0.2 reads ICC_PMR_EL1: expected 0xf0, got 0x0");
    }

    @Test
    void shouldExpectZeroOfABadRead() throws IOException {
        ReplayReport report = replay(EXTENT
                + "gicv3_dist_badread GICv3 distributor read: offset 0xc size 4 secure 0: error\n"
                + "gicv3_redist_badread GICv3 redistributor 0x0 read: offset 0x8 size 4 secure 0: error\n"
                + "gicv3_dist_badwrite GICv3 distributor write: offset 0x8 data 0x1 size 4 secure 0: error\n");
        assertThat(report.counts()).containsEntry("bad reads", 2L);
        assertThat(report.differences())
                .containsExactly("line 4: redistributor 0.0.0.0 at 0x8: expected 0x0, got 0x1");
    }

    @Test
    void shouldGiveLinesOfSpisAndPpis() throws IOException {
        replay(EXTENT
                + "gicv3_dist_set_irq GICv3 distributor interrupt 33 level changed to 1\n"
                + "gicv3_redist_set_irq GICv3 redistributor 0x3 interrupt 27 level changed to 0\n");
        assertThat(backend.machines().getFirst().calls()).endsWith("line 0x1000021 1", "line 0x203001b 0");
    }

    @Test
    void shouldWriteFramesAndSystemRegisters() throws IOException {
        assertThat(replay(EXTENT
                                + "gicv3_dist_write GICv3 distributor write: offset 0x84 data 0xffffffff size 4 secure 0\n"
                                + "gicv3_redist_write GICv3 redistributor 0x2 write: offset 0x10080 data 0x7 size 4 secure 0\n"
                                + "gicv3_icc_ap_write GICv3 ICC_AP1R0 write cpu 0x2 value 0x10\n"
                                + "gicv3_dist_read GICv3 distributor read: offset 0x84 data 0xffffffff size 4 secure 0\n"
                                + "gicv3_redist_read GICv3 redistributor 0x2 read: offset 0x10080 data 0x7 size 4 secure 0\n"
                                + "gicv3_icc_ap_read GICv3 ICC_AP1R0 read cpu 0x2 value 0x10\n")
                        .differences())
                .isEmpty();
    }

    @Test
    void shouldComposeASentSgi() throws IOException {
        String trace = EXTENT
                + "gicv3_icc_generate_sgi GICv3 CPU i/f 0x0 generating SGI 15 IRM 1 target affinity 0x90807xx targetlist 0x1\n";
        assertThat(replay(trace + outputs(0, 0, 1)).differences()).isEmpty();
        assertThat(Gicv3Forms.PARSER.parse(org.gic4j.testkit.replay.source.LogText.of(folder.resolve("v3.trace"))))
                .contains(new Gicv3Event.SystemWrite(
                        3, 0, SystemRegister.named("ICC_SGI1R").orElseThrow(), 0x0009_0108_0F07_0001L));
    }

    @Test
    void shouldCompareThatASentSgiIsPending() throws IOException {
        String sent = EXTENT + SEND_SGI_5_TO_CPUS_1_AND_2 + outputs(1, 0, 1) + outputs(2, 0, 1);
        ReplayReport report = replay(sent + pending(1, 5) + pending(2, 5));
        assertThat(report.differences()).isEmpty();
        assertThat(report.counts()).containsEntry("SGI lines", 2L);
        assertThat(replay(sent + pending(3, 5)).differences())
                .containsExactly("line 6: SGI 5 of CPU 0.0.0.3: expected pending, got not");
    }

    @Test
    void shouldTakeRepeatedOutputsThatAreTrue() throws IOException {
        ReplayReport report =
                replay(outputs(0, 0, 0) + EXTENT + SEND_SGI_5_TO_CPUS_1_AND_2 + (outputs(1, 0, 1) + outputs(2, 0, 1)).repeat(2));
        assertThat(report.differences()).isEmpty();
        assertThat(report.counts()).containsEntry("output lines", 5L).containsEntry("changes", 2L);
        assertThat(report.agreeing()).isEqualTo(2 + 5);
    }

    @Test
    void shouldTellOutputsThatAreNotTrue() throws IOException {
        assertThat(replay(EXTENT + outputs(1, 1, 1)).differences())
                .containsExactly(
                        "line 3: outputs of CPU 1: expected FIQ 1 IRQ 1, got FIQ 0 IRQ 0",
                        "line 2: outputs of CPU 1 after this event: expected FIQ 1 IRQ 1, got FIQ 0 IRQ 0");
    }

    @Test
    void shouldTellAChangeThatWasNotPrinted() throws IOException {
        assertThat(replay(EXTENT + SEND_SGI_5_TO_CPUS_1_AND_2 + outputs(2, 0, 1)).differences())
                .containsExactly("line 3: outputs of CPU 1 after this event: expected FIQ 0 IRQ 0, got FIQ 0 IRQ 1");
    }

    @Test
    void shouldTakeOutputsFromBeforeAndAfterALateEvent() throws IOException {
        String sent = EXTENT + SEND_SGI_5_TO_CPUS_1_AND_2 + outputs(1, 0, 1) + outputs(2, 0, 1);
        assertThat(replay(sent + outputs(1, 0, 1) + outputs(1, 0, 0) + ACKNOWLEDGE_AT_CPU_1).differences())
                .isEmpty();
        assertThat(replay(sent + ACKNOWLEDGE_AT_CPU_1).differences())
                .containsOnly("line 6: outputs of CPU 1 after this event: expected FIQ 0 IRQ 1, got FIQ 0 IRQ 0");
    }

    @Test
    void shouldIgnoreWhatRepeatsOtherLines() throws IOException {
        assertThat(replay(EXTENT + "gicv3_cpuif_update GICv3 CPU i/f 0x0 HPPI update: irq 27 group 1 prio 160\n")
                        .counts())
                .containsEntry("reads", 2L);
    }

    @Test
    void shouldNameTheLineThatDoesNotParse() {
        assertRefused(EXTENT + "gicv3_icv_pmr_read GICv3 ICV_PMR\n", "line 3: no event of a GICv3 trace is named");
        assertRefused(EXTENT + "gic_cpu_read cpu 0 iface read at 0x0: 0x0\n", "line 3: no event of a GICv3 trace");
        assertRefused(EXTENT + READ_PMR.replace("cpu", "CPU"), "line 3: not the form of event gicv3_icc_pmr_read");
        assertRefused(EXTENT + READ_PMR.replace("ICC_PMR", "ICC_SRE9"), "line 3: no system register is named ICC_SRE9");
        assertRefused(EXTENT + outputs(9, 0, 0), "line 3: CPU 0.0.0.9 is none of the 4 that GICR_TYPER shows");
    }

    @Test
    void shouldNeedTheReadsThatTellTheExtent() {
        assertRefused(READ_PMR, "no read of GICD_TYPER");
        assertRefused(EXTENT.replace("0x300000311", "0x300000301"), "no read of the last redistributor's GICR_TYPER");
    }

    @Test
    void shouldRefuseAGicv2Host() throws IOException {
        Path file = Files.writeString(folder.resolve("v3.trace"), EXTENT);
        ReplayOptions options =
                new ReplayOptions(backend, Optional.of(HostKind.GICV2), Optional.empty(), ExpectedDifferences.none());
        assertThatThrownBy(() -> Replay.run(file, options))
                .isInstanceOf(ReplayException.class)
                .hasMessageContaining("the trace is of a GICv3");
    }

    private static String outputs(int cpu, int fiq, int irq) {
        return "gicv3_cpuif_set_irqs GICv3 CPU i/f 0x" + cpu + " HPPI update: setting FIQ " + fiq + " IRQ " + irq + "\n";
    }

    private static String pending(int cpu, int sgi) {
        return "gicv3_redist_send_sgi GICv3 redistributor 0x" + cpu + " pending SGI " + sgi + "\n";
    }

    private void assertRefused(String trace, String message) {
        assertThatThrownBy(() -> replay(trace)).isInstanceOf(ReplayException.class).hasMessageContaining(message);
    }

    private ReplayReport replay(String trace) throws IOException {
        return Replay.run(Files.writeString(folder.resolve("v3.trace"), trace), ReplayOptions.of(backend));
    }
}
