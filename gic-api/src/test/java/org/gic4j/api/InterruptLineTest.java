package org.gic4j.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InterruptLineTest {
    @Test
    void shouldEncodeASharedInterrupt() {
        int irq = InterruptLine.spi(991);

        assertThat(irq).isEqualTo(0x0100_03DF);
        assertThat(InterruptLine.type(irq)).isEqualTo(InterruptLine.TYPE_SPI);
        assertThat(InterruptLine.number(irq)).isEqualTo(991);
    }

    @ParameterizedTest
    @CsvSource({"0, 16, 0x02000010", "7, 27, 0x0207001B", "255, 31, 0x02FF001F", "511, 16, 0x12FF0010"})
    void shouldSplitTheVcpuIdOfAPrivateInterrupt(int vcpu, int intid, int expected) {
        int irq = InterruptLine.ppi(new VcpuId(vcpu), intid);

        assertThat(irq).isEqualTo(expected);
        assertThat(InterruptLine.type(irq)).isEqualTo(InterruptLine.TYPE_PPI);
        assertThat(InterruptLine.vcpuId(irq)).isEqualTo(vcpu);
        assertThat(InterruptLine.number(irq)).isEqualTo(intid);
    }

    @Test
    void shouldDecodeEveryFieldOfAFullWord() {
        assertThat(InterruptLine.type(-1)).isEqualTo(15);
        assertThat(InterruptLine.vcpuId(-1)).isEqualTo(4095);
        assertThat(InterruptLine.number(-1)).isEqualTo(65535);
    }
}
