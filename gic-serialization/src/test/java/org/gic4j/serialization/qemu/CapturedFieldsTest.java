package org.gic4j.serialization.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.IntBinaryOperator;
import org.gic4j.api.snapshot.SnapshotSource;
import org.gic4j.serialization.qemu.stream.DeviceSection;
import org.gic4j.serialization.qemu.stream.MigrationStream;
import org.gic4j.serialization.qemu.stream.VmState;
import org.gic4j.testkit.captures.CapturedFields;
import org.gic4j.testkit.captures.Captures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The fields of real streams, against what another program decoded. */
class CapturedFieldsTest {
    static final List<String> CAPTURES = Captures.gicv2();

    @ParameterizedTest
    @FieldSource("CAPTURES")
    void shouldDecodeEveryField(String capture) {
        CapturedFields expected = new CapturedFields(capture);
        ArmGicFields fields = fieldsOf(capture);

        assertThat(fields.control).isEqualTo(expected.of("ctlr")[0]);
        assertThat(fields.cpuControl).isEqualTo(expected.of("cpu_ctlr"));
        assertThat(fields.enabled).isEqualTo(expected.of("enabled"));
        assertThat(fields.pending).isEqualTo(expected.of("pending"));
        assertThat(fields.active).isEqualTo(expected.of("active"));
        assertThat(fields.level).isEqualTo(expected.of("level"));
        assertThat(fields.model).isEqualTo(expected.of("model"));
        assertThat(fields.edge).isEqualTo(expected.of("edge_trigger"));
        assertThat(fields.group).isEqualTo(expected.of("group"));
        assertThat(fields.target).isEqualTo(expected.of("irq_target"));
        assertThat(fields.priorityMask).isEqualTo(expected.of("priority_mask"));
        assertThat(fields.runningPriority).isEqualTo(expected.of("running_priority"));
        assertThat(fields.binaryPoint).isEqualTo(expected.of("bpr"));
        assertThat(fields.aliasedBinaryPoint).isEqualTo(expected.of("abpr"));
    }

    @ParameterizedTest
    @FieldSource("CAPTURES")
    void shouldIndexTheArraysOfSeveralDimensions(String capture) {
        CapturedFields expected = new CapturedFields(capture);
        ArmGicFields fields = fieldsOf(capture);

        assertThat(table(32, 8, fields::priority)).isEqualTo(expected.of("priority1"));
        assertThat(table(988, 1, (spi, cpu) -> fields.priority(32 + spi, 0))).isEqualTo(expected.of("priority2"));
        assertThat(table(16, 8, fields::sgiSources)).isEqualTo(expected.of("sgi_pending"));
        assertThat(table(4, 8, (word, cpu) -> fields.activePriorities(cpu, word))).isEqualTo(expected.of("apr"));
        assertThat(table(4, 8, (word, cpu) -> fields.activePrioritiesOfGroup1(cpu, word)))
                .isEqualTo(expected.of("nsapr"));
    }

    @ParameterizedTest
    @FieldSource("CAPTURES")
    void shouldFindTheSectionWhereTheOtherProgramDid(String capture) {
        String header = Captures.lines(capture, "gicfields").getFirst();
        try (SnapshotSource source = Captures.open(capture)) {
            DeviceSection section = section(source);

            assertThat(header)
                    .isEqualTo("## arm_gic instance 0 version %d body at 0x%x length %d"
                            .formatted(section.version(), section.body().offset(), section.body().length()));
        }
    }

    @Test
    void shouldReadElementsThatHaveSubsectionsOfTheirOwn() {
        try (SnapshotSource source = Captures.open("q100-bm-v3-smp4")) {
            VmState gicv3 = MigrationStream.read(source).named("arm_gicv3").getFirst().body();

            assertThat(gicv3.number("gicd_ctlr", 4)).isEqualTo(0x53);
            assertThat(gicv3.elements("cpu", 4)).allSatisfy(cpu -> {
                assertThat(cpu.number("edge_trigger", 4) & 0xFFFF).isEqualTo(0xFFFF);
                assertThat(cpu.subsection("arm_gicv3_cpu/sre_el1").orElseThrow().numbers("icc_sre_el1", 8))
                        .containsExactly(0L);
            });
        }
    }

    private static ArmGicFields fieldsOf(String capture) {
        try (SnapshotSource source = Captures.open(capture)) {
            return new ArmGicFields(section(source).body());
        }
    }

    private static DeviceSection section(SnapshotSource source) {
        return MigrationStream.read(source).named("arm_gic").getFirst();
    }

    private static int[] table(int rows, int columns, IntBinaryOperator value) {
        int[] table = new int[rows * columns];
        for (int i = 0; i < table.length; i++) {
            table[i] = value.applyAsInt(i / columns, i % columns);
        }
        return table;
    }
}
