package org.gic4j.serialization.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Arrays;
import java.util.OptionalInt;
import org.gic4j.api.Affinity;
import org.gic4j.api.VcpuId;
import org.gic4j.api.registers.Gicv3Distributor;
import org.gic4j.api.snapshot.Note;
import org.gic4j.api.snapshot.ReadOptions;
import org.gic4j.api.snapshot.SnapshotException;
import org.gic4j.api.snapshot.SnapshotFormat.Imported;
import org.gic4j.api.snapshot.VcpuDescription;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a stream of a GICv3 says of its machine and producer, and what is taken for granted. */
class ArmGicv3SourceTest {
    private final ArmGicv3Encoder gic = new ArmGicv3Encoder(2);

    @ParameterizedTest
    @CsvSource({"0x8000, 1", "0x8300, 4"})
    void shouldTakeFivePriorityBitsWhereFewerAreSaid(String control, int said) {
        Arrays.fill(gic.cpuInterfaceControls, Long.decode(control));

        Imported imported = gic.read();

        assertThat(imported.snapshot().state().priorityBits()).isEqualTo(5);
        assertThat(imported.notes())
                .hasSize(2)
                .allSatisfy(note -> assertThat(note.id()).isEqualTo("unequal-priority-bits"))
                .allSatisfy(note -> assertThat(note.reason()).startsWith("it has " + said + " priority bits"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void shouldTakeThePriorityBitsThatMostCpusHave(int odd) {
        ArmGicv3Encoder three = new ArmGicv3Encoder(3);
        three.cpuInterfaceControls[odd] = 0x8F00;

        Imported imported = three.read();

        assertThat(imported.snapshot().state().priorityBits()).isEqualTo(5);
        assertThat(imported.notes())
                .extracting(Note::id, Note::loss, Note::vcpu, Note::sourceValue)
                .containsExactly(tuple("unequal-priority-bits", false, new VcpuId(odd), 0x8F00L));
    }

    @Test
    void shouldReadASectionOfTheTranslatorAsQemusOwnWhateverItsEnableSays() {
        Arrays.fill(gic.systemRegisterEnables, 7);
        gic.router[66] = 0x1;
        gic.router[48] = 0x8000_0000L;

        Imported imported = gic.read();

        assertThat(imported.snapshot().producer()).isEqualTo("qemu virt-7.2 tcg");
        assertThat(imported.snapshot().state().wideValue(Gicv3Distributor.GICD_IROUTER, 0, 33)).isZero();
        assertThat(imported.snapshot().state().wideValue(Gicv3Distributor.GICD_IROUTER, 0, 48)).isEqualTo(0x8000_0000L);
        assertThat(imported.notes())
                .extracting(Note::id, Note::vcpu, Note::sourceValue)
                .containsExactly(
                        tuple("contradictory-accelerator", new VcpuId(0), 7L),
                        tuple("contradictory-accelerator", new VcpuId(1), 7L));
    }

    @Test
    void shouldRefuseASectionOfKvmsKindWhoseAcceleratorCannotBeTold() {
        Arrays.fill(gic.systemRegisterEnables, 7);
        gic.indexes = new long[] {0x6030_0000_0013_C000L};

        assertThatThrownBy(gic::read)
                .isInstanceOf(SnapshotException.class)
                .hasMessageContaining("ICC_SRE_EL1 of CPU 0 is 7, and unknown accelerator goes with 0 on each CPU");
    }

    @ParameterizedTest
    @CsvSource({"0, 7, ICC_SRE_EL1 of CPU 1 is 7", "7, 0, ICC_SRE_EL1 of CPU 1 is 0", "1, 1, ICC_SRE_EL1 of CPU 0 is 1"})
    void shouldRefuseASectionUnderKvmThatIsNeitherKvmsNorQemusOwn(int first, int second, String message) {
        gic.kvm();
        gic.systemRegisterEnables[0] = first;
        gic.systemRegisterEnables[1] = second;

        assertThatThrownBy(gic::read).isInstanceOf(SnapshotException.class).hasMessageContaining(message);
    }

    @Test
    void shouldReadQemusOwnUnderKvm() {
        gic.kvm();
        Arrays.fill(gic.systemRegisterEnables, 0);

        assertThat(gic.read().snapshot().producer()).isEqualTo("qemu virt-7.2 kvm without its interrupt controller");
    }

    @ParameterizedTest
    @CsvSource({"128, ''", "256, GICD_IROUTER144 to 255", "288, GICD_IROUTER144 to 287", "320, GICD_IROUTER144 to 319"})
    void shouldKnowWhichRoutesMachineVirtSavedWhateverItIsTold(int told, String unsaved) {
        gic.kvm();
        gic.router[2 * 143] = 1;
        // Damage: the machine has no such entry.
        gic.router[2 * 144] = 1;

        Imported imported = gic.read(new ReadOptions(OptionalInt.of(told)));

        assertThat(String.join("", imported.notes().stream().map(Note::register).toList()))
                .isEqualTo(unsaved);
        if (told > 144) {
            assertThat(imported.snapshot().state().wideValue(Gicv3Distributor.GICD_IROUTER, 0, 143)).isEqualTo(1);
            assertThat(imported.snapshot().state().wideValue(Gicv3Distributor.GICD_IROUTER, 0, 144)).isZero();
        }
    }

    @Test
    void shouldTakeRoutesOfOtherMachinesAsFarAsTheyWereSaved() {
        gic.kvm();
        gic.machine = "sbsa-ref";
        gic.router[2 * 140] = 1;

        Imported imported = gic.read(new ReadOptions(OptionalInt.of(256)));

        assertThat(imported.snapshot().state().wideValue(Gicv3Distributor.GICD_IROUTER, 0, 140)).isEqualTo(1);
        assertThat(imported.notes()).extracting(Note::register).contains("GICD_IROUTER144 to 255");
    }

    @Test
    void shouldRefuseAnInterruptInUseThatMachineVirtDoesNotHave() {
        gic.enabled[15] = 1;

        assertThatThrownBy(gic::read)
                .isInstanceOf(SnapshotException.class)
                .hasMessageContaining("INTID 480 is in use, and machine virt has 288 interrupts: the stream is damaged");
        assertThat(gic.read(new ReadOptions(OptionalInt.of(512))).snapshot().state().geometry().interrupts())
                .isEqualTo(512);
    }

    @Test
    void shouldPassOverGroupsOfInterruptsThatMachineVirtDoesNotHave() {
        Arrays.fill(gic.group, 0xFFFF_FFFFL);

        assertThat(gic.read().snapshot().state().geometry().interrupts()).isEqualTo(288);
    }

    @Test
    void shouldSayWhatIsTakenForGrantedOfOtherMachines() {
        gic.machine = "sbsa-ref";
        gic.priority[255] = 0xA0;

        assertThat(gic.read().notes())
                .extracting(Note::id, Note::loss, Note::register, Note::sourceValue)
                .containsExactly(
                        tuple("assumed-affinity", false, "MPIDR_EL1", 2L),
                        tuple("assumed-interrupts", false, "GICD_TYPER", 256L));
    }

    @Test
    void shouldTakeForGrantedNothingThatItIsTold() {
        gic.kvm();
        gic.machine = "sbsa-ref";
        gic.mpidrs = new long[] {0x8000_0000L, 0x1_8100_0200L};

        Imported imported = gic.read(new ReadOptions(OptionalInt.of(64)));

        assertThat(imported.snapshot().state().vcpus())
                .extracting(VcpuDescription::affinity)
                .containsExactly(new Affinity(0), new Affinity(0x0100_0200));
        assertThat(imported.notes()).extracting(Note::id).containsExactly("unsaved-routes");
    }

    @Test
    void shouldRefuseCpusWithTheSameAffinity() {
        gic.kvm();
        gic.mpidrs = new long[] {0x8000_0001L, 0x8000_0001L};

        assertThatThrownBy(gic::read)
                .isInstanceOf(SnapshotException.class)
                .hasMessageContaining("CPU 1 has affinity 0.0.0.1 in MPIDR_EL1, which CPU 0 has");
    }
}
