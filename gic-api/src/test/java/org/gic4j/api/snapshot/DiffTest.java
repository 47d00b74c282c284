package org.gic4j.api.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.gic4j.api.Affinity;
import org.gic4j.api.GicVersion;
import org.gic4j.api.VcpuId;
import org.gic4j.api.VcpuIndex;
import org.gic4j.api.registers.Gicv2Distributor;
import org.gic4j.api.registers.Gicv3CpuInterface;
import org.gic4j.api.registers.Gicv3Distributor;
import org.gic4j.api.registers.Gicv3RedistributorSgi;
import org.gic4j.api.registers.Its;
import org.junit.jupiter.api.Test;

class DiffTest {
    private final GicState gicv2 = States.small()
            .word(Gicv2Distributor.GICD_IIDR, 0, 0, 0x4B00_343B)
            .word(Gicv2Distributor.GICD_ISENABLER, 0, 1, 0x100)
            .build();

    @Test
    void shouldFindEqualStatesEqual() {
        assertThat(Diff.between(gicv2, gicv2.toBuilder().build()).isEqual()).isTrue();
    }

    @Test
    void shouldTellIdentificationApart() {
        Diff diff = Diff.between(
                gicv2, gicv2.toBuilder().word(Gicv2Distributor.GICD_IIDR, 0, 0, 0x4B00_243B).build());

        assertThat(diff.isEqual()).isTrue();
        assertThat(diff.identification()).hasSize(1);
    }

    @Test
    void shouldPutTogetherWhatChangedOfOneInterrupt() {
        GicState right = gicv2.toBuilder()
                .word(Gicv2Distributor.GICD_ISENABLER, 0, 1, 0)
                .word(Gicv2Distributor.GICD_IPRIORITYR, 0, 10, 0xA0)
                .build();
        GicState left = gicv2.toBuilder()
                .word(Gicv2Distributor.GICD_IPRIORITYR, 0, 10, 0)
                .build();

        assertThat(Diff.between(left, right).interrupts())
                .extracting(InterruptDifference::toString)
                .containsExactly("INTID 40: ENABLED 0x1 -> 0x0, PRIORITY 0x0 -> 0xa0");
    }

    @Test
    void shouldCompareTheInterruptsThatBothHave() {
        GicState larger = new GicState.Builder(GicVersion.GICV2, 96, VcpuDescription.consecutive(3))
                .word(Gicv2Distributor.GICD_ISENABLER, 1, 0, 1 << 27)
                .word(Gicv2Distributor.GICD_ISENABLER, 0, 1, 0x100)
                .word(Gicv2Distributor.GICD_ISENABLER, 0, 2, 0x1)
                .build();

        Diff diff = Diff.between(gicv2, larger);

        assertThat(diff.registers())
                .extracting(Difference::toString)
                .containsExactly("GICD_ISENABLER0 of vCPU 1: 0x0 -> 0x8000000");
        assertThat(diff.unpairedLeft()).isEmpty();
        assertThat(diff.unpairedRight())
                .extracting(UnpairedWord::toString)
                .containsExactly("GICD_ISENABLER2: 0x1");
        assertThat(diff.facts()).extracting(Diff.Fact::name).containsExactly("interrupts", "vCPUs");
        assertThat(diff.interrupts())
                .extracting(InterruptDifference::toString)
                .containsExactly("INTID 27 of vCPU 1: ENABLED 0x0 -> 0x1");
    }

    @Test
    void shouldCompareControlAndCpuInterfacesWhateverTheNumberOfInterrupts() {
        GicState left = gicv3(256, VcpuDescription.consecutive(2))
                .word(Gicv3Distributor.GICD_CTLR, 0, 0, 0x50)
                .word(Gicv3CpuInterface.ICC_PMR_EL1, 1, 0, 0x80)
                .build();
        GicState right = gicv3(288, VcpuDescription.consecutive(2))
                .word(Gicv3Distributor.GICD_CTLR, 0, 0, 0x52)
                .word(Gicv3CpuInterface.ICC_PMR_EL1, 1, 0, 0xF0)
                .build();

        assertThat(Diff.between(left, right).registers())
                .extracting(Difference::toString)
                .containsExactlyInAnyOrder("GICD_CTLR: 0x50 -> 0x52", "ICC_PMR_EL1 of vCPU 1: 0x80 -> 0xf0");
        assertThat(Diff.between(right, left).registers()).hasSize(2);
    }

    @Test
    void shouldPairVcpusOfAGicv3ByAffinity() {
        GicState left = gicv3(64, List.of(vcpu(0, 0, 0), vcpu(1, 1, 1)))
                .word(Gicv3CpuInterface.ICC_PMR_EL1, 0, 0, 0x10)
                .word(Gicv3CpuInterface.ICC_PMR_EL1, 1, 0, 0x20)
                .build();
        GicState right = gicv3(64, List.of(vcpu(4, 0, 1), vcpu(5, 1, 2)))
                .word(Gicv3CpuInterface.ICC_PMR_EL1, 0, 0, 0x28)
                .word(Gicv3CpuInterface.ICC_PMR_EL1, 1, 0, 0x30)
                .build();

        Diff diff = Diff.between(left, right);

        assertThat(diff.registers())
                .extracting(Difference::toString)
                .containsExactly("ICC_PMR_EL1 of vCPU 1: 0x20 -> 0x28");
        assertThat(diff.unpairedLeft())
                .extracting(UnpairedWord::toString)
                .containsExactly("ICC_PMR_EL1 of vCPU 0: 0x10");
        assertThat(diff.unpairedRight())
                .extracting(UnpairedWord::toString)
                .containsExactly("ICC_PMR_EL1 of vCPU 5: 0x30");
    }

    @Test
    void shouldPairByIdVcpusWhoseAffinityOnlyOneHas() {
        GicState left = gicv3(64, List.of(vcpu(0, 0, 0), vcpu(1, 1, 1)))
                .word(Gicv3RedistributorSgi.GICR_ISENABLER, 1, 0, 1)
                .build();
        GicState right = gicv3(64, List.of(vcpu(0, 0, 0), vcpu(1, 1, 0x100)))
                .word(Gicv3RedistributorSgi.GICR_ISENABLER, 1, 0, 2)
                .build();

        Diff diff = Diff.between(left, right);

        assertThat(diff.registers())
                .extracting(Difference::toString)
                .containsExactly("GICR_ISENABLER0 of vCPU 1: 0x1 -> 0x2");
        assertThat(diff.interrupts()).extracting(InterruptDifference::intid).containsExactly(0, 1);
        assertThat(diff.facts()).extracting(Diff.Fact::name).containsExactly("vCPUs");
    }

    @Test
    void shouldCompareAnItsWhateverTheNumberOfVcpus() {
        GicState left = gicv3(64, VcpuDescription.consecutive(1))
                .translationService(new ItsState.Builder().value(Its.GITS_CTLR, 0, 1).build())
                .build();
        GicState right = gicv3(64, VcpuDescription.consecutive(2))
                .translationService(new ItsState.Builder().value(Its.GITS_CTLR, 0, 0).build())
                .translationService(new ItsState.Builder()
                        .value(Its.GITS_CBASER, 0, 0x8_0000_0000L)
                        .build())
                .build();

        Diff diff = Diff.between(left, right);

        assertThat(diff.registers()).extracting(Difference::toString).containsExactly("GITS_CTLR: 0x1 -> 0x0");
        assertThat(diff.unpairedRight())
                .extracting(UnpairedWord::toString)
                .containsExactly("ITS 1 GITS_CBASER[63:32]: 0x8");
    }

    @Test
    void shouldCompareRoutesAndRedistributorsOfAGicv3() {
        GicState left = new GicState.Builder(GicVersion.GICV3, 64, VcpuDescription.consecutive(2))
                .wideValue(Gicv3Distributor.GICD_IROUTER, 0, 40, 0)
                .word(Gicv3RedistributorSgi.GICR_ISPENDR, 1, 0, 0)
                .build();
        GicState right = left.toBuilder()
                .wideValue(Gicv3Distributor.GICD_IROUTER, 0, 40, 0x1_0000_0001L)
                .word(Gicv3RedistributorSgi.GICR_ISPENDR, 1, 0, 8)
                .build();

        assertThat(Diff.between(left, right).interrupts())
                .extracting(InterruptDifference::toString)
                .containsExactly("INTID 3 of vCPU 1: LATCH 0x0 -> 0x1", "INTID 40: ROUTE 0x0 -> 0x100000001");
    }

    @Test
    void shouldCompareNoInterruptsOfDifferentArchitectures() {
        GicState gicv3 = new GicState.Builder(GicVersion.GICV3, 64, VcpuDescription.consecutive(2)).build();

        Diff diff = Diff.between(gicv2, gicv3);

        assertThat(diff.interrupts()).isEmpty();
        assertThat(diff.registers()).isEmpty();
        assertThat(diff.isEqual()).isFalse();
        assertThat(diff.facts().getFirst()).isEqualTo(new Diff.Fact("model", "GICv2", "GICv3"));
    }

    @Test
    void shouldTellAnItsThatOnlyOneHas() {
        GicState none = new GicState.Builder(GicVersion.GICV3, 64, VcpuDescription.consecutive(1)).build();
        GicState one = none.toBuilder()
                .translationService(new ItsState.Builder().address(0x808_0000).value(Its.GITS_CTLR, 0, 1).build())
                .build();

        assertThat(Diff.between(none, one).isEqual()).isFalse();
        assertThat(Diff.between(none, one).facts())
                .containsExactly(new Diff.Fact("ITSs", "[]", "[ITS at 0x8080000 with [GITS_CTLR]]"));
        assertThat(Diff.between(one, one).isEqual()).isTrue();
    }

    @Test
    void shouldTellRegistersOfAnItsThatDiffer() {
        GicState.Builder state = new GicState.Builder(GicVersion.GICV3, 64, VcpuDescription.consecutive(1));
        GicState left = state.translationService(
                        new ItsState.Builder().value(Its.GITS_BASER, 1, 5L << 32).build())
                .build();
        GicState right = left.toBuilder()
                .withoutTranslationServices()
                .translationService(new ItsState.Builder().value(Its.GITS_BASER, 1, 6L << 32).build())
                .build();

        assertThat(Diff.between(left, right).registers())
                .extracting(Difference::toString)
                .containsExactly("GITS_BASER1[63:32]: 0x5 -> 0x6");
    }

    @Test
    void shouldTellMemoryThatDiffers() {
        Snapshot bare = new Snapshot("test", gicv2);
        MemoryBlock same = new MemoryBlock(0x1000, new byte[8]);
        Snapshot left = bare.withMemory(List.of(same, new MemoryBlock(0x2000, new byte[] {1})));
        Snapshot right = bare.withMemory(List.of(same, new MemoryBlock(0x2000, new byte[] {2})));

        assertThat(Diff.between(left, left).isEqual()).isTrue();
        assertThat(Diff.between(left, right).facts())
                .containsExactly(new Diff.Fact("guest memory", "[1 bytes at 0x2000]", "[1 bytes at 0x2000]"));
    }

    private static GicState.Builder gicv3(int interrupts, List<VcpuDescription> vcpus) {
        return new GicState.Builder(GicVersion.GICV3, interrupts, vcpus);
    }

    private static VcpuDescription vcpu(int id, int index, int affinity) {
        return new VcpuDescription(new VcpuId(id), new VcpuIndex(index), new Affinity(affinity));
    }
}
