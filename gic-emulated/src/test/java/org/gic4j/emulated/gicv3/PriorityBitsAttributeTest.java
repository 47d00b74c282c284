package org.gic4j.emulated.gicv3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gic4j.api.device.AttributeGroup.CPU_SYSTEM_REGISTERS;
import static org.gic4j.api.device.AttributeGroup.DISTRIBUTOR_REGISTERS;
import static org.gic4j.api.device.AttributeGroup.REDISTRIBUTOR_REGISTERS;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_AP0R_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_AP1R_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_CTLR_EL1;
import static org.gic4j.api.registers.Gicv3Distributor.GICD_IPRIORITYR;
import static org.gic4j.api.registers.Gicv3RedistributorSgi.GICR_IPRIORITYR;

import org.gic4j.api.Errno;
import org.gic4j.api.GicProfile;
import org.gic4j.api.device.Device;
import org.gic4j.api.registers.Gicv3CpuInterface;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What user space sees of profiles with five to eight priority bits (CONTRACT 5.3); real hosts of the contract have five. */
class PriorityBitsAttributeTest {
    private static final int TWO_WORDS_OF_GICR = 8;

    @ParameterizedTest
    @CsvSource({"5, 0xF8F8F8F8", "6, 0xFCFCFCFC", "7, 0xFEFEFEFE", "8, 0xFFFFFFFF"})
    void shouldKeepAsManyBitsOfPriorities(int bits, String kept) {
        Device device = device(bits);
        for (int word = TWO_WORDS_OF_GICR; word < 24; word += 5) {
            long attribute = GICD_IPRIORITYR.attribute(0, word);
            device.set(DISTRIBUTOR_REGISTERS, attribute, 0xFFFF_FFFFL);
            assertThat(device.get(DISTRIBUTOR_REGISTERS, attribute)).isEqualTo(Long.decode(kept));
        }
        for (int word = 0; word < TWO_WORDS_OF_GICR; word++) {
            long attribute = GICR_IPRIORITYR.attribute(0, word);
            device.set(REDISTRIBUTOR_REGISTERS, attribute, 0xFFFF_FFFFL);
            assertThat(device.get(REDISTRIBUTOR_REGISTERS, attribute)).isEqualTo(Long.decode(kept));
        }
    }

    @ParameterizedTest
    @CsvSource({"5, 0x8C00, 1", "6, 0x8D00, 2", "7, 0x8E00, 4", "8, 0x8F00, 4"})
    void shouldHaveActivePrioritiesAsFarAsTheyGo(int bits, String control, int words) {
        Device device = device(bits);
        assertThat(device.get(CPU_SYSTEM_REGISTERS, ICC_CTLR_EL1.attribute(0, 0))).isEqualTo(Long.decode(control));
        assertAccessible(device, ICC_AP0R_EL1, words);
        assertAccessible(device, ICC_AP1R_EL1, words);
    }

    /** DEV-18: what user space lowers hides words for good. */
    @ParameterizedTest
    @CsvSource({"6, 5, 1", "7, 6, 2", "8, 7, 4", "8, 5, 1", "7, 3, 1"})
    void shouldHideActivePrioritiesOnceTheBitsAreLowered(int bits, int lowered, int words) {
        Device device = device(bits);
        device.set(CPU_SYSTEM_REGISTERS, ICC_CTLR_EL1.attribute(0, 0), 0x8800 | lowered - 1 << 8);
        assertAccessible(device, ICC_AP0R_EL1, words);
        assertAccessible(device, ICC_AP1R_EL1, words);
        assertThat(device.trySet(CPU_SYSTEM_REGISTERS, ICC_CTLR_EL1.attribute(0, 0), 0x8800 | bits - 1 << 8))
                .isEqualTo(Errno.EINVAL);
    }

    private static void assertAccessible(Device device, Gicv3CpuInterface register, int words) {
        for (int word = 0; word < 4; word++) {
            long attribute = register.attribute(0, word);
            int expected = word < words ? Errno.OK : Errno.EINVAL;
            assertThat(device.tryHas(CPU_SYSTEM_REGISTERS, attribute)).isEqualTo(Errno.OK);
            assertThat(device.tryGet(CPU_SYSTEM_REGISTERS, attribute, new long[1], 0)).isEqualTo(expected);
            assertThat(device.trySet(CPU_SYSTEM_REGISTERS, attribute, 0x11)).isEqualTo(expected);
        }
    }

    private static Device device(int priorityBits) {
        GicProfile profile =
                GicProfile.KVM.withGicv3(GicProfile.KVM.gicv3().withPriorityBits(priorityBits));
        return new Gicv3Guest(profile, 1).device;
    }
}
