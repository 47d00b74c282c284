package org.gic4j.api.registers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CpuInterfaceControlTest {
    @ParameterizedTest
    @CsvSource({"0x8c00, 5, 5", "0x8f03, 8, 8", "0x8000, 1, 5", "0xffffffff, 8, 8"})
    void shouldTellThePriorityBits(String control, int said, int least) {
        int value = Long.decode(control).intValue();

        assertThat(CpuInterfaceControl.saidPriorityBits(value)).isEqualTo(said);
        assertThat(CpuInterfaceControl.priorityBits(value)).isEqualTo(least);
    }

    @Test
    void shouldHaveTheFieldsOfTheCatalogue() {
        int all = CpuInterfaceControl.MODES
                | CpuInterfaceControl.PRIORITY_BITS
                | CpuInterfaceControl.IDENTIFIER_BITS
                | CpuInterfaceControl.SYSTEM_ERRORS
                | CpuInterfaceControl.AFFINITY_3_VALID;
        int fields = 0;
        for (BitField field : Gicv3CpuInterface.ICC_CTLR_EL1.row().fields()) {
            fields |= (int) ((1L << field.high() + 1) - (1L << field.low()));
        }

        assertThat(all).isEqualTo(fields);
    }
}
