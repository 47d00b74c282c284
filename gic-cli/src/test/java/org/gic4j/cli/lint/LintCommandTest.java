package org.gic4j.cli.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.gic4j.api.GicVersion;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.registers.Gicv2CpuInterface;
import org.gic4j.api.registers.Gicv3Distributor;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.RedistributorRegion;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.Snapshots;
import org.gic4j.api.snapshot.VcpuDescription;
import org.gic4j.cli.ExitCode;
import org.gic4j.cli.GicRun;
import org.gic4j.cli.JsonObject;
import org.gic4j.testkit.captures.Captures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LintCommandTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void shouldBePleasedWithAHealthyGuest() throws IOException {
        GicRun run = GicRun.of("lint", "--fail-on=warning", Captures.copy("q72-v3-smp4", folder)).ok();

        assertThat(run.out()).last().asString().startsWith("0 errors, 0 warnings, ");
    }

    @Test
    void shouldSayWhatWasSeenWhyItBreaksAndWhatToDo() throws IOException {
        GicRun run = GicRun.of("lint", wrongPriorityMask()).ends(ExitCode.DIFFERENCES);

        assertThat(run.out())
                .contains(
                        "error cpu-interface-impossible: A CPU interface register has bits that do not exist",
                        "  GICC_PMR of vCPU 1: 0xf8 (only the bits 0x1f exist with 5 priority bits)")
                .anyMatch(line -> line.startsWith("  why: "))
                .anyMatch(line -> line.startsWith("  do: "))
                .last()
                .asString()
                .startsWith("1 error, 0 warnings, ");
    }

    @Test
    void shouldSayTheSameAsJson() throws IOException {
        JsonObject printed = GicRun.of("lint", "--format=json", wrongPriorityMask())
                .ends(ExitCode.DIFFERENCES)
                .json();

        assertThat(printed.number("errors")).isEqualTo(1);
        assertThat(printed.objects("findings").getFirst()).satisfies(finding -> {
            assertThat(finding.text("rule")).isEqualTo("cpu-interface-impossible");
            assertThat(finding.text("severity")).isEqualTo("error");
            assertThat(finding.text("register")).isEqualTo("GICC_PMR");
            assertThat(finding.number("vcpu")).isEqualTo(1);
            assertThat(finding.number("value")).isEqualTo(0xF8);
        });
    }

    @Test
    void shouldFailFromTheSeverityThatIsAskedFor() throws IOException {
        Path file = Captures.copy("k100-bm-v2-smp4", folder);

        GicRun.of("lint", file).ok();
        GicRun.of("lint", "--fail-on", "warning", file).ends(ExitCode.DIFFERENCES);
        GicRun.of("lint", "--fail-on=info", Captures.copy("q52-v2-smp4", folder)).ends(ExitCode.DIFFERENCES);
    }

    @Test
    void shouldAddWhatATargetAsks() throws IOException {
        Path file = Captures.copy("q72-v2-smp4", folder);

        assertThat(GicRun.of("lint", "--for=cloud-hypervisor", file).ends(ExitCode.DIFFERENCES).out())
                .anyMatch(line -> line.startsWith("error target-version: "))
                .anyMatch(line -> line.startsWith("error target-interrupts: "));
    }

    @Test
    void shouldListTheTargetsAndSeverities() throws IOException {
        Path file = Captures.copy("q52-v2-smp4", folder);

        assertThat(GicRun.of("lint", "--for=xen", file).fails(ExitCode.USAGE))
                .contains("no target 'xen'; there are: any, kvm, emulated, qemu, firecracker, cloud-hypervisor, crosvm");
        assertThat(GicRun.of("lint", "--fail-on=never", file).fails(ExitCode.USAGE))
                .contains("there are: info, warning, error");
    }

    @Test
    void shouldRestoreOnABackend() throws IOException {
        for (String capture : Captures.gicv3()) {
            GicRun run =
                    GicRun.of("lint", "--backend=emulated", Captures.copy(capture, folder)).ok();

            assertThat(run.out()).contains("tried: on backend emulated");
        }
    }

    @Test
    void shouldNameTheAttributeThatABackendRefuses() throws IOException {
        GicState state = Snapshots.read(Captures.copy("q72-v2-smp4", folder)).snapshot().state();
        Path file = folder.resolve("far.gic");
        GicState far = state.toBuilder().address(AttributeGroup.ADDRESS_V2_DISTRIBUTOR, 1L << 53).build();
        Snapshots.write(file, new Snapshot("test", far), "native");

        assertThat(GicRun.of("lint", "--backend=emulated", file).ends(ExitCode.DIFFERENCES).out())
                .anyMatch(line -> line.startsWith("error restore-refused: "))
                .anyMatch(line -> line.contains("E2BIG"));
    }

    @Test
    void shouldNameTheFirstRunThatABackendRefuses() throws IOException {
        assertThat(firstRun(new RedistributorRegion(0x800_0000, 4)))
                .anyMatch(line -> line.startsWith("error restore-refused: "))
                .anyMatch(line -> line.startsWith("  first run of vCPU 0") && line.contains("EINVAL"));
        assertThat(firstRun(new RedistributorRegion(0x80A_0000, 2)))
                .anyMatch(line -> line.startsWith("error restore-refused: "))
                .anyMatch(line -> line.startsWith("  first run of vCPU ") && line.contains("ENXIO"));
        assertThat(firstRun(new RedistributorRegion(0x80A_0000, 4)))
                .noneMatch(line -> line.startsWith("error restore-refused: "));
    }

    /** What a backend says of a machine of four vCPUs with its distributor at 0x8000000. */
    private List<String> firstRun(RedistributorRegion region) throws IOException {
        Path file = folder.resolve("frames.gic");
        GicState.Builder state = new GicState.Builder(GicVersion.GICV3, 64, VcpuDescription.consecutive(4))
                .word(Gicv3Distributor.GICD_CTLR, 0, 0, 0x52)
                .address(AttributeGroup.ADDRESS_V3_DISTRIBUTOR, 0x800_0000)
                .redistributorRegion(region);
        Snapshots.write(file, new Snapshot("test", state.build()), "native");
        return GicRun.of("lint", "--backend=emulated", file).out();
    }

    @Test
    void shouldSayThatABackendIsNotHere() throws IOException {
        assertThat(GicRun.of("lint", "--backend=nowhere", Captures.copy("q52-v2-smp4", folder))
                        .fails(ExitCode.BACKEND))
                .contains("nowhere");
    }

    /** KVM's form of priority masks, with a value in the form that guests see. */
    private Path wrongPriorityMask() throws IOException {
        Path file = folder.resolve("wrong.gic");
        GicState.Builder state = Snapshots.read(Captures.copy("k100-v2-smp2", folder))
                .snapshot()
                .state()
                .toBuilder()
                .word(Gicv2CpuInterface.GICC_PMR, 1, 0, 0xF8);
        Snapshots.write(file, new Snapshot("test", state.build()), "native");
        return file;
    }
}
