package org.gic4j.serialization.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.gic4j.api.GicVersion;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.SnapshotFormat;
import org.gic4j.api.snapshot.VcpuDescription;
import org.gic4j.testkit.captures.Captures;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** What real streams say about the machine. */
class CapturedMachinesTest {
    static final List<String> CAPTURES = Captures.gicv2();

    @ParameterizedTest
    @CsvSource({
        "q72-v2-smp4, qemu virt-7.2 tcg, 4",
        "q52-v2-smp4, qemu virt-5.2 tcg, 4",
        "q72-bm-v2-smp1, qemu virt-7.2 tcg, 1",
        "q72-bm-v2-smp4, qemu virt-7.2 tcg, 4",
        "k100-v2-smp2, qemu virt-10.0 kvm, 2",
        "k100-bm-v2-smp4, qemu virt-10.0 kvm, 4"
    })
    void shouldNameMachineAndAccelerator(String capture, String producer, int cpus) {
        SnapshotFormat.Imported imported = QemuCaptures.read(capture);
        GicState state = imported.snapshot().state();

        assertThat(imported.format()).isEqualTo("qemu");
        assertThat(imported.snapshot().producer()).isEqualTo(producer);
        assertThat(imported.snapshot().parts()).isEmpty();
        assertThat(state.version()).isEqualTo(GicVersion.GICV2);
        assertThat(state.geometry()).isEqualTo(new Geometry(288, cpus));
        assertThat(state.vcpus()).isEqualTo(VcpuDescription.consecutive(cpus));
    }

    @ParameterizedTest
    @FieldSource("CAPTURES")
    void shouldKnowTheAddressesOfMachineVirt(String capture) {
        assertThat(QemuCaptures.read(capture).snapshot().state().addresses())
                .isEqualTo(Map.of(
                        AttributeGroup.ADDRESS_V2_DISTRIBUTOR, 0x0800_0000L,
                        AttributeGroup.ADDRESS_V2_CPU, 0x0801_0000L));
    }
}
