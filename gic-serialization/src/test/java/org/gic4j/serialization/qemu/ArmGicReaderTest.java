package org.gic4j.serialization.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_APR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_NSAPR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_PMR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ICFGR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_IGROUPR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ISACTIVER;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ISENABLER;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ISPENDR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ITARGETSR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_SPENDSGIR;
import static org.gic4j.api.registers.Gicv2Input.LINE_LEVEL;
import static org.gic4j.api.registers.Gicv2Input.PENDING_LATCH;

import java.util.Arrays;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.Note;
import org.gic4j.api.snapshot.ReadOptions;
import org.gic4j.api.snapshot.SnapshotException;
import org.gic4j.api.snapshot.SnapshotFormat;
import org.gic4j.serialization.qemu.stream.StructureEncoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How fields become registers, each rule by itself. */
class ArmGicReaderTest {
    private final ArmGicEncoder gic = new ArmGicEncoder();

    @Test
    void shouldTakePrivateBitmapsApart() {
        gic.interrupt(20, 0b0101, 0b0010, 0b1000, 0b0001, 0, 0b0100);

        GicState state = read();

        for (int cpu = 0; cpu < 4; cpu++) {
            assertThat(state.word(GICD_ISENABLER, cpu, 0) >>> 20).isEqualTo(0b0101 >> cpu & 1);
            assertThat(state.word(PENDING_LATCH, cpu, 0) >>> 20).isEqualTo(0b0010 >> cpu & 1);
            assertThat(state.word(GICD_ISACTIVER, cpu, 0) >>> 20).isEqualTo(0b1000 >> cpu & 1);
            assertThat(state.word(LINE_LEVEL, cpu, 0) >>> 20).isEqualTo(0b0001 >> cpu & 1);
            assertThat(state.word(GICD_IGROUPR, cpu, 0) >>> 20).isEqualTo(0b0100 >> cpu & 1);
            assertThat(state.word(GICD_ISPENDR, cpu, 0) >>> 20).isEqualTo(0b0011 >> cpu & 1);
        }
    }

    @Test
    void shouldTakeAnyBitOfASharedInterruptAsSet() {
        gic.interrupt(33, 0x80, 0x04, 0x40, 0x02, 0, 0x10);

        GicState state = read();

        assertThat(state.word(GICD_ISENABLER, 0, 1)).isEqualTo(0b10);
        assertThat(state.word(PENDING_LATCH, 0, 1)).isEqualTo(0b10);
        assertThat(state.word(GICD_ISACTIVER, 0, 1)).isEqualTo(0b10);
        assertThat(state.word(LINE_LEVEL, 0, 1)).isEqualTo(0b10);
        assertThat(state.word(GICD_IGROUPR, 0, 1)).isEqualTo(0b10);
    }

    @Test
    void shouldReadAHighLineAsPendingOnlyWhenLevelSensitive() {
        gic.interrupt(33, 0, 0, 0, 0xFF, 0, 0).interrupt(34, 0, 0, 0, 0xFF, 1, 0);

        GicState state = read();

        assertThat(state.word(GICD_ISPENDR, 0, 1)).isEqualTo(0b010);
        assertThat(state.word(LINE_LEVEL, 0, 1)).isEqualTo(0b110);
        assertThat(state.word(PENDING_LATCH, 0, 1)).isZero();
    }

    @Test
    void shouldReadTriggerAndModelAsConfiguration() {
        gic.interrupt(32, 0, 0, 0, 0, 1, 0).interrupt(33, 0, 0, 0, 0, 0, 0);
        gic.interrupts[33][4] = 1;
        gic.interrupts[31][5] = 1;
        gic.interrupts[2][5] = 0;

        GicState state = read();

        assertThat(state.word(GICD_ICFGR, 0, 2)).isEqualTo(0b0110);
        for (int cpu = 0; cpu < 4; cpu++) {
            assertThat(state.word(GICD_ICFGR, cpu, 0)).as("SGIs are edge-triggered").isEqualTo(0xAAAA_AAAA);
            assertThat(state.word(GICD_ICFGR, cpu, 1)).isEqualTo(0x8000_0000);
        }
    }

    @Test
    void shouldReadEachCpuAsTheTargetOfItsPrivateInterrupts() {
        gic.target[5] = 0x08;
        gic.target[32] = 0xF3;

        GicState state = read();

        for (int cpu = 0; cpu < 4; cpu++) {
            assertThat(state.word(GICD_ITARGETSR, cpu, 1)).isEqualTo(0x0101_0101 << cpu);
        }
        assertThat(state.word(GICD_ITARGETSR, 0, 8)).isEqualTo(0x03);
    }

    @Test
    void shouldExplainTargetsThatDoNotExist() {
        gic.target[48] = 0xFF;
        gic.target[49] = 0x0F;

        assertThat(gic.read().notes())
                .extracting(Note::toString)
                .containsExactly("GICD_ITARGETSR12 INTID 48: 0xff (absent-cpu: targets CPUs that the machine does not"
                        + " have, which are left out)");
    }

    @Test
    void shouldReadNoTargetsOfASoftwareGicWithOneCpu() {
        gic.cpus = 1;
        Arrays.fill(gic.target, 1);

        assertThat(read().words(GICD_ITARGETSR)).containsOnly(0);
    }

    @Test
    void shouldKeepTargetsOfKvmWithOneCpu() {
        gic.cpus = 1;
        gic.kvm();
        Arrays.fill(gic.target, 1);

        assertThat(read().words(GICD_ITARGETSR)).containsOnly(0x0101_0101);
    }

    @Test
    void shouldKeepActivePrioritiesByCpuAndWord() {
        gic.activePriorities[1 * 8 + 2] = 0xFFFF_FFFFL;
        gic.activePrioritiesOfGroup1[3 * 8] = 0x8000_0000L;

        GicState state = read();

        assertThat(state.word(GICC_APR, 2, 1)).isEqualTo(-1);
        assertThat(state.word(GICC_APR, 1, 2)).isZero();
        assertThat(state.word(GICC_NSAPR, 0, 3)).isEqualTo(0x8000_0000);
    }

    @Test
    void shouldMaskSourcesToCpusThatExist() {
        gic.interrupt(3, 0xFF, 0b0001, 0, 0, 1, 0);
        gic.sgiSources[3 * 8] = 0x82;

        SnapshotFormat.Imported imported = gic.read();
        GicState state = imported.snapshot().state();

        assertThat(state.word(GICD_SPENDSGIR, 0, 0)).isEqualTo(0x0200_0000);
        assertThat(state.word(GICD_ISPENDR, 0, 0)).isEqualTo(1 << 3);
        assertThat(imported.notes())
                .extracting(Note::toString)
                .containsExactly("GICD_SPENDSGIR0 of vCPU 0 INTID 3: 0x82 -> 0x2"
                        + " (absent-cpu: pending from CPUs that the machine does not have)");
    }

    @Test
    void shouldNotKeepAnSgiPendingThatOnlyAbsentCpusSent() {
        gic.interrupt(3, 0xFF, 0b0001, 0, 0, 1, 0);
        gic.sgiSources[3 * 8] = 0x80;

        SnapshotFormat.Imported imported = gic.read();

        assertThat(imported.snapshot().state().word(GICD_ISPENDR, 0, 0)).isZero();
        assertThat(imported.notes()).extracting(Note::id).containsExactly("absent-cpu");
    }

    @Test
    void shouldNotShowSgisAsLatches() {
        gic.interrupt(3, 0xFF, 0b0001, 0, 0, 1, 0);
        gic.sgiSources[3 * 8] = 0x01;

        assertThat(read().word(PENDING_LATCH, 0, 0)).isZero();
    }

    @Test
    void shouldTellPrivateInterruptsOfAbsentCpus() {
        gic.interrupt(20, 0xFF, 0x10, 0x20, 0xFF, 0, 0xFF);
        gic.interrupt(4, 0xFF, 0x40, 0, 0, 1, 0);

        assertThat(gic.read().notes())
                .extracting(Note::toString)
                .containsExactly(
                        "GICD_ISPENDR0 of vCPU 6 INTID 4: 0x1 -> 0x0 (absent-cpu: the machine does not have this CPU)",
                        "GICD_ISPENDR0 of vCPU 4 INTID 20: 0x1 -> 0x0 (absent-cpu: the machine does not have this CPU)",
                        "GICD_ISACTIVER0 of vCPU 5 INTID 20: 0x1 -> 0x0 (absent-cpu: the machine does not have this"
                                + " CPU)");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0x0F, 0xFF})
    void shouldNotTellAHolderThatTheSourceDoesNotName(int active) {
        gic.interrupt(40, 0, 0, active, 0, 0, 0);

        assertThat(gic.read().notes()).isEmpty();
    }

    @Test
    void shouldNotTellTheHolderWithOneCpu() {
        gic.cpus = 1;
        gic.interrupt(40, 0, 0, 1, 0, 0, 0);

        assertThat(gic.read().notes()).isEmpty();
    }

    @Test
    void shouldTellTheHolderWithSeveralCpus() {
        gic.interrupt(40, 0, 0, 4, 0, 0, 0);

        assertThat(gic.read().notes()).singleElement().satisfies(note -> {
            assertThat(note.id()).isEqualTo("active-holder");
            assertThat(note.loss()).isTrue();
            assertThat(note.register()).isEqualTo("GICD_ISACTIVER1");
            assertThat(note.vcpu()).isNull();
            assertThat(note.intid()).hasValue(40);
            assertThat(note.sourceValue()).isEqualTo(4);
            assertThat(note.keptValue()).isEqualTo(0xF);
        });
    }

    @Test
    void shouldExplainLevelsThatKvmMerged() {
        gic.kvm().interrupt(27, 0xF, 0b0010, 0, 0, 0, 0).interrupt(33, 0xFF, 0xFF, 0, 0, 0, 0);
        gic.interrupt(34, 0xFF, 0xFF, 0, 0, 1, 0);

        assertThat(gic.read().notes())
                .extracting(Note::toString)
                .containsExactly(
                        "GICD_ISPENDR0 of vCPU 1 INTID 27: 0x1 (merged-level: level-sensitive and pending: KVM saves"
                                + " latch and line as one, which stays the latch)",
                        "GICD_ISPENDR1 INTID 33: 0x1 (merged-level: level-sensitive and pending: KVM saves latch and"
                                + " line as one, which stays the latch)");
    }

    @Test
    void shouldReadKvmInItsOwnForm() {
        gic.kvm();
        gic.priorityMask[1] = 0x1E;

        SnapshotFormat.Imported imported = gic.read();
        GicState state = imported.snapshot().state();

        assertThat(imported.snapshot().producer()).isEqualTo("qemu virt-7.2 kvm");
        assertThat(state.priorityBits()).isEqualTo(5);
        assertThat(state.words(GICC_PMR)).containsExactly(0, 0x1E, 0, 0);
        assertThat(state.registers()).doesNotContain(GICC_NSAPR, LINE_LEVEL, PENDING_LATCH);
    }

    @Test
    void shouldReadKvmWithoutItsInterruptControllerByThePriorityMask() {
        gic.kvm();
        gic.priorityMask[3] = 0x20;

        readsAsSoftware();
    }

    @Test
    void shouldReadKvmWithoutItsInterruptControllerByTheRunningPriority() {
        gic.kvm();
        gic.runningPriority[0] = 0xA0;

        readsAsSoftware();
    }

    @Test
    void shouldNotJudgeByCpuInterfacesThatDoNotExist() {
        gic.kvm();
        gic.priorityMask[4] = 0xF0;
        gic.runningPriority[4] = 0;

        assertThat(read().priorityBits()).isEqualTo(5);
    }

    @Test
    void shouldReadAsSoftwareWhatCannotBeToldToBeKvm() {
        gic.indexes = new long[] {0x6030_0000_0013_C000L};

        SnapshotFormat.Imported imported = gic.read();

        assertThat(imported.snapshot().producer()).isEqualTo("qemu virt-7.2 unknown accelerator");
        assertThat(imported.snapshot().state().priorityBits()).isEqualTo(8);
    }

    @Test
    void shouldKnowNoAddressesOfOtherMachines() {
        gic.machine = "vexpress-a15";

        assertThat(read().addresses()).isEmpty();
    }

    @Test
    void shouldReadAStreamThatDoesNotNameItsMachine() {
        gic.machine = "";

        SnapshotFormat.Imported imported = gic.read();

        assertThat(imported.snapshot().producer()).isEqualTo("qemu tcg");
        assertThat(imported.snapshot().state().addresses()).isEmpty();
    }

    @Test
    void shouldPassOverTheVirtualInterfaceOfAMachineWithVirtualization() {
        gic.virtual = virtual(0, 0);

        SnapshotFormat.Imported imported = new QemuFormat()
                .read(
                        gic.beginning()
                                .device(30, 0, gic.device())
                                .device(31, 0, new StructureEncoder("last", 1).number("mark", 4, 1))
                                .source(),
                        ReadOptions.DEFAULT);

        assertThat(gic.device().bytes()).hasSize(9888 + 2264);
        assertThat(imported.notes()).isEmpty();
    }

    @Test
    void shouldExplainThatAVirtualInterfaceInUseIsNotKept() {
        gic.virtual = virtual(1, 0xB000_0000L);

        assertThat(gic.read().notes())
                .allSatisfy(note -> assertThat(note.loss()).isFalse())
                .extracting(note -> note.register() + " of " + note.vcpu() + " " + note.sourceValue())
                .containsExactly("GICH_HCR of vCPU 2 1", "GICH_LR5 of vCPU 2 2952790016");
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 11, 13})
    void shouldRefuseOtherVersionsOfTheSection(int version) {
        gic.version = version;

        refuses("version " + version + " of arm_gic is not read, only version 12");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 9})
    void shouldRefuseANumberOfCpusThatNoGicv2Has(int cpus) {
        gic.cpus = cpus;

        refuses("a GICv2 has 1 to 8 CPUs, but the stream has " + cpus);
    }

    private GicState read() {
        return gic.read().snapshot().state();
    }

    private void readsAsSoftware() {
        SnapshotFormat.Imported imported = gic.read();
        assertThat(imported.snapshot().producer()).isEqualTo("qemu virt-7.2 kvm without its interrupt controller");
        assertThat(imported.snapshot().state().priorityBits()).isEqualTo(8);
        assertThat(imported.snapshot().state().registers()).contains(GICC_NSAPR, LINE_LEVEL, PENDING_LATCH);
    }

    private void refuses(String message) {
        assertThatThrownBy(gic::read)
                .isInstanceOfSatisfying(SnapshotException.class, refused -> {
                    assertThat(refused).hasMessageContaining(message);
                    assertThat(refused.offset()).isPresent();
                });
    }

    private static StructureEncoder virtual(long control, long listRegister) {
        long[] lists = new long[512];
        lists[5 * 8 + 2] = listRegister;
        long[] controls = new long[8];
        controls[2] = control;
        return new StructureEncoder("arm_gic_virt_state", 1)
                .array("h_hcr", 4, controls)
                .array("h_misr", 4, new long[8])
                .array("h_lr", 4, lists)
                .array("h_apr", 4, new long[8])
                .array("cpu_ctlr", 4, new long[8])
                .array("priority_mask", 2, new long[8])
                .array("running_priority", 2, new long[8])
                .array("current_pending", 2, new long[8])
                .array("bpr", 1, new long[8])
                .array("abpr", 1, new long[8]);
    }
}
