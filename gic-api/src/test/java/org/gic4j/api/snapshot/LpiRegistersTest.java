package org.gic4j.api.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gic4j.api.registers.Gicv3Redistributor.GICR_CTLR;
import static org.gic4j.api.registers.Gicv3Redistributor.GICR_PENDBASER;
import static org.gic4j.api.registers.Gicv3Redistributor.GICR_PROPBASER;

import org.gic4j.api.GicVersion;
import org.junit.jupiter.api.Test;

class LpiRegistersTest {
    private final GicState.Builder state =
            new GicState.Builder(GicVersion.GICV3, 64, VcpuDescription.consecutive(3));

    @Test
    void shouldHaveNoLpisWithoutTheRegisterThatEnablesThem() {
        GicState built = state.build();

        assertThat(LpiRegisters.areEnabled(built)).isFalse();
        assertThat(LpiRegisters.areEnabled(built, 0)).isFalse();
    }

    @Test
    void shouldTellWhichVcpuTakesLpis() {
        GicState built = state.words(GICR_CTLR, new int[] {6, 7, 6}).build();

        assertThat(LpiRegisters.areEnabled(built)).isTrue();
        assertThat(LpiRegisters.areEnabled(built, 0)).isFalse();
        assertThat(LpiRegisters.areEnabled(built, 1)).isTrue();
    }

    @Test
    void shouldTellTablesThatSomeVcpuHasSet() {
        GicState built = state.words(GICR_PROPBASER, new int[6])
                .wideValue(GICR_PENDBASER, 2, 0, 1L << 40)
                .build();

        assertThat(LpiRegisters.isSet(built, GICR_PROPBASER)).isFalse();
        assertThat(LpiRegisters.isSet(built, GICR_PENDBASER)).isTrue();
    }

    @Test
    void shouldShareTheConfigurationOfTheFirstThatTakesLpis() {
        state.wideValue(GICR_PROPBASER, 1, 0, 0x4000_0000L).words(GICR_CTLR, new int[] {6, 6, 7});

        assertThat(LpiRegisters.sharedConfiguration(state.build())).isEqualTo(2);
    }

    @Test
    void shouldShareTheConfigurationThatIsSetWhereNobodyTakesLpis() {
        state.wideValue(GICR_PROPBASER, 1, 0, 1L << 40).words(GICR_CTLR, new int[] {6, 6, 6});

        assertThat(LpiRegisters.sharedConfiguration(state.build())).isEqualTo(1);
    }

    @Test
    void shouldShareThatOfTheFirstVcpuWhereNobodyHasSetIt() {
        assertThat(LpiRegisters.sharedConfiguration(
                        state.words(GICR_PROPBASER, new int[6]).build()))
                .isZero();
    }
}
