package org.gic4j.testkit.replay.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.gic4j.api.GicException;
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

class Gicv2TraceReplayTest {
    private static final String TYPER = "gic_dist_read dist read at 0x00000004 size 4: 0x00000061\n";
    private static final String SEND_SGI_1_TO_CPU_1 = "gic_dist_write dist write at 0x00000f00 size 4: 0x00020001\n";
    private static final String SEND_SGI_1_TO_CPU_2 = "gic_dist_write dist write at 0x00000f00 size 4: 0x00040001\n";
    private static final String IRQ_OF_CPU_1 = "gic_update_set_irq cpu[1]: irq = 1\n";
    private static final String IRQ_OF_CPU_2 = "gic_update_set_irq cpu[2]: irq = 1\n";

    private final FakeBackend backend = FakeBackend.create();

    @TempDir
    Path folder;

    @Test
    void shouldMakeAMachineAsTheTraceShows() throws IOException {
        replay(TYPER);
        FakeMachine machine = backend.machines().getFirst();
        assertThat(machine.vcpus()).hasSize(4);
        assertThat(machine.configuration().profile().name()).isEqualTo("qemu-virt");
        assertThat(machine.calls()).contains("set 3 0x0 0x40", "set 0 0x0 0x8000000", "set 0 0x1 0x8010000", "set 4 0x0 0x0");
    }

    @Test
    void shouldCompareReads() throws IOException {
        assertThat(replay(TYPER).agreeing()).isEqualTo(1);
        ReplayReport report = replay(TYPER + "gic_cpu_read cpu 2 iface read at 0x000000fc: 0x0002043b\n");
        assertThat(report.counts()).containsEntry("reads", 2L);
        assertThat(report.differences())
                .containsExactly("line 2: CPU 2 reads CPU interface at 0xfc: expected 0x2043b, got 0x0");
    }

    @Test
    void shouldGiveLinesOfSpisAndPpis() throws IOException {
        replay(TYPER
                + "gic_set_irq irq 33 level 1 cpumask 0xff target 0x1\n"
                + "gic_set_irq irq 27 level 0 cpumask 0x4 target 0x4\n");
        assertThat(backend.machines().getFirst().calls()).endsWith("line 0x1000021 1", "line 0x202001b 0");
    }

    @Test
    void shouldTakeTheSenderOfAnSgiFromTheAcknowledge() throws IOException {
        String trace = TYPER
                + "gic_cpu_write cpu 0 iface write at 0x00000004 0x000000f0\n"
                + SEND_SGI_1_TO_CPU_1
                + IRQ_OF_CPU_1
                + SEND_SGI_1_TO_CPU_1
                + IRQ_OF_CPU_1
                + "gic_cpu_read cpu 1 iface read at 0x0000000c: 0x00000801\n"
                + "gic_cpu_read cpu 1 iface read at 0x0000000c: 0x00000c01\n"
                + "gic_cpu_read cpu 1 iface read at 0x0000000c: 0x000003ff\n";
        assertThat(replay(trace).differences()).isEmpty();
    }

    @Test
    void shouldClaimAnAcknowledgeOnEveryTarget() throws IOException {
        String trace = TYPER
                + "gic_dist_write dist write at 0x00000f00 size 4: 0x00060001\n"
                + IRQ_OF_CPU_1
                + IRQ_OF_CPU_2
                + "gic_cpu_read cpu 1 iface read at 0x0000000c: 0x00000001\n"
                + SEND_SGI_1_TO_CPU_2
                + "gic_cpu_read cpu 2 iface read at 0x0000000c: 0x00000001\n"
                + "gic_cpu_read cpu 2 iface read at 0x0000000c: 0x00000c01\n";
        assertThat(replay(trace).differences()).isEmpty();
    }

    @Test
    void shouldTakeTheAccessingCpuFromItsTargetByte() throws IOException {
        ReplayReport report = replay(TYPER
                + "gic_dist_read dist read at 0x00000800 size 4: 0x08080808\n"
                + "gic_dist_read dist read at 0x00000c04 size 4: 0x00000001\n");
        assertThat(report.differences()).last().asString().startsWith("line 3: CPU 3 reads distributor at 0xc04");
    }

    @Test
    void shouldTakeAnOutputLineThatIsTrueAfterTheEventBefore() throws IOException {
        ReplayReport report = replay(TYPER + SEND_SGI_1_TO_CPU_1 + IRQ_OF_CPU_1 + IRQ_OF_CPU_1);
        assertThat(report.differences()).isEmpty();
        assertThat(report.counts()).containsEntry("output lines", 2L).containsEntry("changes", 1L);
    }

    @Test
    void shouldTellAnOutputLineThatIsNotTrue() throws IOException {
        assertThat(replay(TYPER + SEND_SGI_1_TO_CPU_1 + IRQ_OF_CPU_1 + IRQ_OF_CPU_2).differences())
                .containsExactly("line 4: output IRQ of CPU 2: expected 1, got 0");
        assertThat(replay(TYPER + "gic_update_set_irq cpu[1]: fiq = 1\n").differences())
                .containsExactly("line 2: output FIQ of CPU 1: expected 1, got 0");
    }

    @Test
    void shouldTellARiseThatWasNotPrinted() throws IOException {
        assertThat(replay(TYPER + SEND_SGI_1_TO_CPU_1 + TYPER).differences())
                .containsExactly("line 2: output IRQ of CPU 1 after this event: expected 0, got 1");
        assertThat(replay(TYPER + SEND_SGI_1_TO_CPU_1).differing()).isEqualTo(1);
    }

    @Test
    void shouldIgnoreWhatRepeatsOtherLines() throws IOException {
        assertThat(replay(TYPER + "gic_enable_irq irq 27 enabled\ngic_acknowledge_irq cpu 0 acknowledged irq 27\n")
                        .counts())
                .containsEntry("reads", 1L);
    }

    @Test
    void shouldNameTheLineOfAnUnknownEvent() {
        assertRefused(TYPER + "gic_reset all\n", "line 2: no event of a GICv2 trace is named 'gic_reset'");
        assertRefused(TYPER + "gic_cpu_read cpu 9 iface read at 0x0: 0x0\n", "line 2: not the form of event gic_cpu_read");
        assertRefused(TYPER + "gic_set_irq irq 27 level 1 cpumask 0x3 target 0x1\n", "line 2: a cpumask names one CPU");
        assertRefused(TYPER + "gic_cpu_read cpu 5 iface read at 0x0: 0x0\n", "line 2: CPU 5 is beyond the 4");
    }

    @Test
    void shouldRefuseEventsOfAGicv3AmongThoseOfAGicv2() {
        assertRefused(
                TYPER + "gicv3_redist_read GICv3 redistributor 0x0 read: offset 0x8 data 0x1 size 8 secure 0\n",
                "line 2: no event of a GICv2 trace is named 'gicv3_redist_read'");
    }

    @Test
    void shouldNeedAReadOfTyper() {
        assertRefused("gic_cpu_write cpu 0 iface write at 0x00000004 0x000000f0\n", "no read of GICD_TYPER");
    }

    @Test
    void shouldNeedGuestAccess() throws IOException {
        Path file = Files.writeString(folder.resolve("v2.trace"), TYPER);
        assertThatThrownBy(() -> Replay.run(file, ReplayOptions.of(FakeBackend.withoutGuestAccess())))
                .isInstanceOf(GicException.class)
                .hasMessageContaining("serves no guest accesses");
    }

    @Test
    void shouldRefuseAGicv3Host() throws IOException {
        Path file = Files.writeString(folder.resolve("v2.trace"), TYPER);
        ReplayOptions options =
                new ReplayOptions(backend, Optional.of(HostKind.GICV3), Optional.empty(), ExpectedDifferences.none());
        assertThatThrownBy(() -> Replay.run(file, options)).isInstanceOf(ReplayException.class);
    }

    private void assertRefused(String trace, String message) {
        assertThatThrownBy(() -> replay(trace)).isInstanceOf(ReplayException.class).hasMessageContaining(message);
    }

    private ReplayReport replay(String trace) throws IOException {
        return Replay.run(Files.writeString(folder.resolve("v2.trace"), trace), ReplayOptions.of(backend));
    }
}
