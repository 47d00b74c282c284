package org.gic4j.emulated.gicv3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gic4j.api.registers.Gicv3Redistributor.GICR_CTLR;
import static org.gic4j.api.registers.Gicv3Redistributor.GICR_PROPBASER;
import static org.gic4j.emulated.gicv3.Gicv3Guest.address;

import org.gic4j.api.GicProfile;
import org.junit.jupiter.api.Test;

class RedistributorTest {
    @Test
    void shouldKeepTheTablesOfQemuAndEnableLpis() {
        Gicv3Guest qemu = new Gicv3Guest(GicProfile.QEMU_VIRT, 1);
        qemu.access.write(0, address(0, GICR_PROPBASER, 0), 8, 0x4015_000FL);
        assertThat(qemu.access.read(0, address(0, GICR_PROPBASER, 0), 8)).isEqualTo(0x4015_000FL);
        qemu.write(0, GICR_CTLR, 0, 1);
        assertThat(qemu.read(0, GICR_CTLR, 0)).isEqualTo(3);
        qemu.access.write(0, address(0, GICR_PROPBASER, 0), 8, 0);
        assertThat(qemu.access.read(0, address(0, GICR_PROPBASER, 0), 8)).isEqualTo(0x4015_000FL);
    }

    @Test
    void shouldKeepAConfigurationTableForEachRedistributorOfQemu() {
        Gicv3Guest qemu = new Gicv3Guest(GicProfile.QEMU_VIRT, 2);
        qemu.access.write(0, address(1, GICR_PROPBASER, 0), 8, 0x4015_000FL);
        assertThat(qemu.access.read(0, address(0, GICR_PROPBASER, 0), 8)).isZero();
        assertThat(qemu.access.read(0, address(1, GICR_PROPBASER, 0), 8)).isEqualTo(0x4015_000FL);
    }
}
