package org.gic4j.api.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.UnaryOperator;
import org.gic4j.api.GicVersion;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.registers.Its;
import org.junit.jupiter.api.Test;

/** A configuration for a snapshot has as many address bits as its frames and tables need, up to their last byte. */
class AddressSpaceTest {
    private static final long END = 1L << 40;
    private static final long REDISTRIBUTOR = 0x2_0000;
    private static final long VALID = 1L << 63;

    @Test
    void shouldReachTheEndOfARegion() {
        assertThat(bits(state -> state.redistributorRegion(new RedistributorRegion(END - 2 * REDISTRIBUTOR, 2))))
                .isEqualTo(40);
        assertThat(bits(state -> state.redistributorRegion(new RedistributorRegion(END - REDISTRIBUTOR, 2))))
                .isEqualTo(41);
    }

    @Test
    void shouldReachTheRedistributorsOfAllVcpusInTheLegacyRegion() {
        assertThat(bits(state -> state.redistributorRegion(new RedistributorRegion(END - 3 * REDISTRIBUTOR, 0))))
                .isEqualTo(40);
        assertThat(bits(state -> state.redistributorRegion(new RedistributorRegion(END - 2 * REDISTRIBUTOR, 0))))
                .isEqualTo(41);
    }

    @Test
    void shouldReachTheEndOfAnIts() {
        assertThat(bits(state -> state.translationService(its(END - 0x2_0000).build()))).isEqualTo(40);
        assertThat(bits(state -> state.translationService(its(END - 0x1_0000).build()))).isEqualTo(41);
    }

    @Test
    void shouldReachTheEndOfTablesAndQueueOfAnIts() {
        long table = END - 0x1_0000;
        assertThat(bits(state -> state.translationService(
                        its(0).value(Its.GITS_BASER, 0, VALID | table | 1).build())))
                .isEqualTo(41);
        assertThat(bits(state -> state.translationService(
                        its(0).value(Its.GITS_CBASER, 0, VALID | table | 0xF).build())))
                .isEqualTo(40);
        assertThat(bits(state -> state.translationService(
                        its(0).value(Its.GITS_CBASER, 0, VALID | table | 0x10).build())))
                .isEqualTo(41);
    }

    /** KVM counts two pages of the CPU interface (DEV-8). */
    @Test
    void shouldReachTheSecondPageOfACpuInterface() {
        GicState.Builder state = States.small()
                .address(AttributeGroup.ADDRESS_V2_DISTRIBUTOR, END - 0x1000)
                .address(AttributeGroup.ADDRESS_V2_CPU, END - 0x2000);
        assertThat(Snapshots.configurationFor(new Snapshot("test", state.build())).addressBits()).isEqualTo(40);
        GicState.Builder beyond = States.small().address(AttributeGroup.ADDRESS_V2_CPU, END - 0x1000);
        assertThat(Snapshots.configurationFor(new Snapshot("test", beyond.build())).addressBits()).isEqualTo(41);
    }

    /** Whatever is beyond is refused by name later. */
    @Test
    void shouldNotAskForMoreBitsThanTheHostHas() {
        assertThat(bits(state -> state.redistributorRegion(new RedistributorRegion(1L << 48, 2)))).isEqualTo(40);
    }

    private static ItsState.Builder its(long address) {
        return new ItsState.Builder().address(address);
    }

    /** For a GICv3 of three vCPUs. */
    private static int bits(UnaryOperator<GicState.Builder> frames) {
        GicState.Builder state =
                new GicState.Builder(GicVersion.GICV3, 64, List.of(States.vcpu(0, 0), States.vcpu(1, 1), States.vcpu(2, 2)));
        return Snapshots.configurationFor(new Snapshot("test", frames.apply(state).build())).addressBits();
    }
}
