package org.gic4j.emulated.gicv3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_AP1R_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_BPR0_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_BPR1_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_CTLR_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_PMR_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_RPR_EL1;

import org.gic4j.api.Errno;
import org.gic4j.api.GicProfile;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.registers.Gicv3CpuInterface;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SystemRegistersTest {
    private static final int SPI = 40;

    private final Gicv3Guest kvm = new Gicv3Guest(GicProfile.KVM, 2);

    private static Gicv3Guest withPriorityBits(int bits) {
        return new Gicv3Guest(
                GicProfile.KVM.withGicv3(GicProfile.KVM.gicv3().withPriorityBits(bits)), 1);
    }

    @ParameterizedTest
    @CsvSource({"5, 0xF8, 2, 0x8C00", "6, 0xFC, 1, 0x8D00", "7, 0xFE, 0, 0x8E00", "8, 0xFF, 0, 0x8F00"})
    void shouldHoldWhatThePriorityBitsAllow(int bits, int mask, int leastBinaryPoint, int control) {
        Gicv3Guest guest = withPriorityBits(bits);
        assertThat(guest.get(0, ICC_PMR_EL1)).isEqualTo(mask);
        guest.set(0, ICC_BPR0_EL1, 0);
        guest.set(0, ICC_BPR1_EL1, 0);
        assertThat(guest.get(0, ICC_BPR0_EL1)).isEqualTo(leastBinaryPoint);
        assertThat(guest.get(0, ICC_BPR1_EL1)).isEqualTo(leastBinaryPoint + 1);
        assertThat(guest.get(0, ICC_CTLR_EL1)).isEqualTo(control);
    }

    @ParameterizedTest
    @CsvSource({"5, 0xC8, 0, 25", "6, 0xC8, 1, 18", "7, 0xCA, 3, 5", "8, 0xCA, 3, 5"})
    void shouldShowAnActivePriorityInItsWord(int bits, int priority, int word, int bit) {
        Gicv3Guest guest = withPriorityBits(bits);
        guest.enable(SPI, priority, 0);
        guest.raise(SPI);
        assertThat(guest.acknowledge(0)).isEqualTo(SPI);
        assertThat(guest.access.readSystemRegister(0, ICC_AP1R_EL1.row().offset() + word))
                .isEqualTo(1L << bit);
        assertThat(guest.get(0, ICC_RPR_EL1)).isEqualTo(priority);
        guest.end(0, SPI);
        assertThat(guest.access.readSystemRegister(0, ICC_AP1R_EL1.row().offset() + word))
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({"5, 1", "6, 2", "7, 4", "8, 4"})
    void shouldHaveActivePrioritiesAsFarAsThePriorityBitsGo(int bits, int words) {
        Gicv3Guest guest = withPriorityBits(bits);
        for (int word = 0; word < 4; word++) {
            long attribute = ICC_AP1R_EL1.attribute(0, word);
            assertThat(guest.device.tryHas(AttributeGroup.CPU_SYSTEM_REGISTERS, attribute)).isZero();
            assertThat(guest.device.trySet(AttributeGroup.CPU_SYSTEM_REGISTERS, attribute, 1))
                    .isEqualTo(word < words ? Errno.OK : Errno.EINVAL);
        }
    }

    @Test
    void shouldKeepAllBitsOfUserSpacesMaskUntilTheGuestWritesIt() {
        assertThat(set(kvm, 0, ICC_PMR_EL1, 0x87)).isZero();
        assertThat(kvm.get(0, ICC_PMR_EL1)).isEqualTo(0x80);
        assertThat(get(kvm, 0, ICC_PMR_EL1)).isEqualTo(0x87);
        kvm.set(0, ICC_PMR_EL1, 0x87);
        assertThat(get(kvm, 0, ICC_PMR_EL1)).isEqualTo(0x80);
    }

    private static int set(Gicv3Guest guest, int affinity, Gicv3CpuInterface register, long value) {
        return guest.device.trySet(AttributeGroup.CPU_SYSTEM_REGISTERS, register.attribute(affinity, 0), value);
    }

    private static long get(Gicv3Guest guest, int affinity, Gicv3CpuInterface register) {
        return guest.device.get(AttributeGroup.CPU_SYSTEM_REGISTERS, register.attribute(affinity, 0));
    }
}
