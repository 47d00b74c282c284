package org.gic4j.serialization.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.gic4j.api.Affinity;
import org.gic4j.api.VcpuId;
import org.gic4j.api.registers.Gicv3Distributor;
import org.gic4j.api.registers.Gicv3Input;
import org.gic4j.api.registers.Gicv3Redistributor;
import org.gic4j.api.registers.Gicv3RedistributorSgi;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.Note;
import org.gic4j.api.snapshot.RedistributorRegion;
import org.gic4j.api.snapshot.SnapshotException;
import org.gic4j.api.snapshot.SnapshotFormat.Imported;
import org.junit.jupiter.api.Test;

/** What no capture shows of {@code arm_gicv3}. */
class ArmGicv3ReaderTest {
    @Test
    void shouldLoseNothingOfASoftwareGicAtReset() {
        assertThat(new ArmGicv3Encoder(2).read().notes()).isEmpty();
    }

    @Test
    void shouldTakeRoutesOfKvmFromWhereQemuPutsThem() {
        ArmGicv3Encoder gic = new ArmGicv3Encoder(4).kvm();
        gic.router[2 * 40] = 0x3;
        gic.router[2 * 40 + 1] = 0x2_0000_0000L;
        gic.router[2 * 41] = 0x2;

        Imported imported = gic.read();

        assertThat(route(imported, 40)).isEqualTo(3);
        assertThat(route(imported, 41)).isEqualTo(2);
        assertThat(imported.notes())
                .extracting(Note::id, Note::loss, Note::register)
                .containsExactly(tuple("unsaved-routes", false, "GICD_IROUTER144 to 287"));
    }

    @Test
    void shouldTakeRoutesOfTheSoftwareGicAsTheyAre() {
        ArmGicv3Encoder gic = new ArmGicv3Encoder(4);
        gic.router[40] = 0x1_8000_0003L;
        gic.router[287] = 0x2;

        Imported imported = gic.read();

        assertThat(route(imported, 40)).isEqualTo(0x1_8000_0003L);
        assertThat(route(imported, 287)).isEqualTo(2);
    }

    @Test
    void shouldMoveBitmapsOfOldProducersBack() {
        ArmGicv3Encoder gic = new ArmGicv3Encoder(1).kvm();
        gic.saysUnshifted = false;
        gic.enabled[2] = 0x10;
        gic.level[1] = 0x20;

        Imported imported = gic.read();

        GicState state = imported.snapshot().state();
        assertThat(state.word(Gicv3Distributor.GICD_ISENABLER, 0, 1)).isEqualTo(0x10);
        assertThat(state.word(Gicv3Distributor.GICD_ISENABLER, 0, 2)).isZero();
        assertThat(state.word(Gicv3Input.LINE_LEVEL, 0, 1)).isEqualTo(0x20);
        assertThat(imported.notes()).extracting(Note::id).contains("shifted-bitmaps");
    }

    @Test
    void shouldNotMoveBitmapsOfTheSoftwareGic() {
        ArmGicv3Encoder gic = new ArmGicv3Encoder(1);
        gic.saysUnshifted = false;
        gic.enabled[2] = 0x10;

        Imported imported = gic.read();

        assertThat(imported.snapshot().state().word(Gicv3Distributor.GICD_ISENABLER, 0, 2)).isEqualTo(0x10);
        assertThat(imported.notes()).isEmpty();
    }

    @Test
    void shouldSayWhatOneSecurityStateCannotHold() {
        ArmGicv3Encoder gic = new ArmGicv3Encoder(2);
        gic.groupModifier[3] = 0x8;
        gic.access[4] = 0xC0;
        gic.errorStatus[1] = 0x1;
        gic.waker[1] = 0x6;

        assertThat(gic.read().notes())
                .allMatch(Note::loss)
                .extracting(Note::id, Note::register, Note::vcpu, Note::sourceValue)
                .containsExactly(
                        tuple("one-security-state", "GICD_IGRPMODR3", null, 0x8L),
                        tuple("one-security-state", "GICD_NSACR4", null, 0xC0L),
                        tuple("error-status", "GICD_STATUSR", null, 0x1L),
                        tuple("waker", "GICR_WAKER", new VcpuId(1), 0x6L));
    }

    @Test
    void shouldSayThatAGuestOfTheGuestIsLeftOut() {
        ArmGicv3Encoder gic = new ArmGicv3Encoder(2);
        gic.virtualControl[1] = 1;

        assertThat(gic.read().notes())
                .singleElement()
                .satisfies(note -> assertThat(note.id()).isEqualTo("virtual-interface"))
                .satisfies(note -> assertThat(note.vcpu()).isEqualTo(new VcpuId(1)));
    }

    @Test
    void shouldShowLinesOfLevelSensitiveInterruptsAlone() {
        ArmGicv3Encoder gic = new ArmGicv3Encoder(1);
        gic.level[1] = 0x3;
        gic.edge[1] = 0x2;

        GicState state = gic.read().snapshot().state();

        assertThat(state.word(Gicv3Input.LINE_LEVEL, 0, 1)).isEqualTo(0x1);
        assertThat(state.word(Gicv3Distributor.GICD_ICFGR, 0, 2)).isEqualTo(0x8);
        assertThat(state.word(Gicv3RedistributorSgi.GICR_ICFGR, 0, 0)).isEqualTo(0xAAAA_AAAA);
    }

    @Test
    void shouldHaveTablesOfLpisOnlyWhereTheyWereSetUp() {
        ArmGicv3Encoder gic = new ArmGicv3Encoder(2);
        gic.pendingTables[1] = 0x1_2345_0580L;

        GicState state = gic.read().snapshot().state();

        assertThat(state.wideValue(Gicv3Redistributor.GICR_PENDBASER, 1, 0)).isEqualTo(0x1_2345_0580L);
        assertThat(new ArmGicv3Encoder(2).read().snapshot().state().registers())
                .doesNotContain(Gicv3Redistributor.GICR_PENDBASER, Gicv3Redistributor.GICR_PROPBASER);
    }

    @Test
    void shouldTakeThePriorityBitsFromTheCpuInterface() {
        ArmGicv3Encoder gic = new ArmGicv3Encoder(1);
        gic.cpuInterfaceControls[0] = 0x8F00;

        assertThat(gic.read().snapshot().state().priorityBits()).isEqualTo(8);
    }

    @Test
    void shouldGiveCpusTheAffinitiesOfTheMachine() {
        assertThat(new ArmGicv3Encoder(17).read().snapshot().state().vcpus().getLast().affinity())
                .isEqualTo(new Affinity(0x100));
    }

    @Test
    void shouldSayThatTheSecondRegionIsUnknown() {
        Imported imported = new ArmGicv3Encoder(124).read();

        assertThat(imported.snapshot().state().redistributorRegions())
                .isEqualTo(List.of(new RedistributorRegion(0x080A_0000, 123)));
        assertThat(imported.notes()).extracting(Note::id).containsExactly("unknown-region");
    }

    @Test
    void shouldRefuseAnotherVersion() {
        ArmGicv3Encoder gic = new ArmGicv3Encoder(1);
        gic.version = 2;

        assertThatThrownBy(gic::read)
                .isInstanceOf(SnapshotException.class)
                .hasMessageContaining("version 2 of arm_gicv3 is not read");
    }

    @Test
    void shouldRefuseMoreInterruptsThanTheKernelHas() {
        ArmGicv3Encoder gic = new ArmGicv3Encoder(1);
        gic.enabled[31] = 0x1;

        assertThatThrownBy(gic::read).isInstanceOf(SnapshotException.class).hasMessageContaining("INTID 992");
    }

    private static long route(Imported imported, int intid) {
        return imported.snapshot().state().wideValue(Gicv3Distributor.GICD_IROUTER, 0, intid);
    }
}
