package org.gic4j.cli.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.gic4j.api.GicVersion;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.registers.Its;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.ItsState;
import org.gic4j.api.snapshot.RedistributorRegion;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.SnapshotFormat.Imported;
import org.gic4j.api.snapshot.VcpuDescription;
import org.gic4j.cli.GicRun;
import org.gic4j.testkit.captures.Captures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ItsPlaceTest {
    @Test
    void shouldFindAFreePlaceForEachItsThatHasNone() {
        GicState state = new GicState.Builder(GicVersion.GICV3, 64, VcpuDescription.consecutive(2))
                .address(AttributeGroup.ADDRESS_V3_DISTRIBUTOR, 0x0808_0000)
                .redistributorRegion(new RedistributorRegion(0x080A_0000, 2))
                .translationService(its().build())
                .translationService(its().address(0x080E_0000).build())
                .translationService(its().build())
                .translationService(new ItsState.Builder().build())
                .build();

        Imported assumed = ItsPlace.assumed(new Imported(new Snapshot("test", state), "test", List.of()));

        assertThat(assumed.snapshot().state().translationServices().stream().map(its -> its.address().orElse(-1)))
                .containsExactly(0x0810_0000L, 0x080E_0000L, 0x0812_0000L, -1L);
        assertThat(assumed.notes()).hasSize(2).allMatch(note -> note.id().equals("assumed-address") && !note.loss());
    }

    @Test
    void shouldLeaveAloneWhatIsThere() {
        GicState state = new GicState.Builder(GicVersion.GICV3, 64, VcpuDescription.consecutive(2))
                .translationService(its().address(0x9000_0000L).build())
                .build();
        Imported imported = new Imported(new Snapshot("test", state), "test", List.of());

        assertThat(ItsPlace.assumed(imported)).isSameAs(imported);
    }

    @Test
    void shouldLetAFileOfCloudHypervisorBeRestored(@TempDir Path folder) throws IOException {
        Path json = folder.resolve("state.json");
        Path memory = Captures.copyFile("k100-v3its-smp2.itspages.bin.gz", folder);
        Path map = Captures.copyFile("k100-v3its-smp2.itspages.txt.gz", folder);
        GicRun.of("convert", Captures.copy("k100-v3its-smp2", folder), "-o", json, "--to=cloud-hypervisor").ok();

        GicRun restored = GicRun.of("restore", json, "--memory", memory, "--memory-map", map).ok();
        GicRun checked = GicRun.of("lint", "--backend=emulated", json, "--memory", memory, "--memory-map", map).ok();

        assertThat(restored.out())
                .contains("0 differing registers")
                .anyMatch(line -> line.startsWith("note: ITS: 0x8080000 (assumed-address: "));
        assertThat(checked.out()).last().asString().startsWith("0 errors, ");
        assertThat(GicRun.of("diff", json, Captures.copy("k100-v3its-smp2", folder)).out())
                .noneMatch(line -> line.startsWith("GITS_"));
    }

    private static ItsState.Builder its() {
        return new ItsState.Builder().value(Its.GITS_CTLR, 0, 1);
    }
}
