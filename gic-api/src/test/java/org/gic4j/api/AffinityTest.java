package org.gic4j.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AffinityTest {
    @ParameterizedTest
    @CsvSource({"0, 0x0", "15, 0xF", "16, 0x100", "17, 0x101", "35, 0x203", "511, 0x1F0F", "4096, 0x10000"})
    void shouldSpreadTheIdAsTheKernelDoes(int id, int packed) {
        assertThat(Affinity.byDefault(new VcpuId(id))).isEqualTo(new Affinity(packed));
    }

    @Test
    void shouldMoveTheFourthByteToItsPlaceInTheRegister() {
        Affinity affinity = new Affinity(0xF403_0201);

        assertThat(affinity.mpidr()).isEqualTo(0xF4_0003_0201L);
        assertThat(Affinity.ofMpidr(affinity.mpidr())).isEqualTo(affinity);
    }

    @Test
    void shouldIgnoreTheFlagsOfTheRegister() {
        assertThat(Affinity.ofMpidr(0x8100_0003L)).isEqualTo(new Affinity(3));
    }

    @Test
    void shouldPrintTheHighestFirst() {
        assertThat(new Affinity(0xF403_0201)).hasToString("244.3.2.1");
    }
}
