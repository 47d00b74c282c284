package org.gic4j.emulated.gicv3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_PMR_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_SGI1R_EL1;
import static org.gic4j.api.registers.Gicv3RedistributorSgi.GICR_IPRIORITYR;
import static org.gic4j.api.registers.Gicv3RedistributorSgi.GICR_ISENABLER;

import org.gic4j.api.GicProfile;
import org.gic4j.api.InterruptLine;
import org.gic4j.api.VcpuId;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.emulated.allocation.Allocations;
import org.junit.jupiter.api.Test;

class Gicv3AllocationTest {
    private static final int SPI = 40;
    private static final int PPI = 20;

    private final Gicv3Guest guest = new Gicv3Guest(GicProfile.KVM, 8);
    private final long[] values = new long[1];

    @Test
    void shouldNotAllocateInACycleOfASharedInterruptThatAListenerHearsOf() {
        int[] heard = new int[1];
        guest.access.onOutputChange((vcpu, outputs) -> heard[0]++);
        guest.enable(SPI, 0x80, 5);
        guest.level(SPI);
        int line = InterruptLine.spi(SPI);
        assertThat(Allocations.by(() -> {
                    guest.vm.tryInterruptLine(line, 1);
                    int intid = guest.acknowledge(5);
                    guest.vm.tryInterruptLine(line, 0);
                    guest.end(5, intid);
                }))
                .isZero();
        assertThat(heard[0]).isPositive();
    }

    @Test
    void shouldNotAllocateForPrivateInterrupts() {
        guest.enablePrivate(2, PPI, 0x80);
        int line = InterruptLine.ppi(new VcpuId(2), PPI);
        assertThat(Allocations.by(() -> {
                    guest.vm.tryInterruptLine(line, 1);
                    int ppi = guest.acknowledge(2);
                    guest.vm.tryInterruptLine(line, 0);
                    guest.end(2, ppi);
                    guest.set(2, ICC_SGI1R_EL1, 5L << 24 | 0b1000);
                    guest.end(3, guest.acknowledge(3));
                }))
                .isZero();
    }

    @Test
    void shouldNotAllocateForRegisters() {
        assertThat(Allocations.by(() -> {
                    guest.enable(SPI, 0x80, 3);
                    guest.raise(SPI);
                    guest.enable(SPI, 0xA0, 4);
                    guest.write(6, GICR_ISENABLER, 0, -1);
                    guest.write(6, GICR_IPRIORITYR, 0, guest.read(6, GICR_IPRIORITYR, 0) ^ 0x8080_8080);
                    guest.set(1, ICC_PMR_EL1, guest.get(1, ICC_PMR_EL1));
                    guest.access.read(0, Gicv3Guest.GICD + 0xFFFC, 4);
                }))
                .isZero();
    }

    @Test
    void shouldNotAllocateForAttributes() {
        assertThat(Allocations.by(() -> {
                    guest.device.tryGet(AttributeGroup.DISTRIBUTOR_REGISTERS, 0x204, values, 0);
                    guest.device.trySet(AttributeGroup.DISTRIBUTOR_REGISTERS, 0x6140, 2);
                    guest.device.tryGet(AttributeGroup.REDISTRIBUTOR_REGISTERS, 7L << 32 | 0xC, values, 0);
                    guest.device.trySet(AttributeGroup.REDISTRIBUTOR_REGISTERS, 7L << 32 | 0x1_0400, values[0]);
                    guest.device.tryGet(AttributeGroup.CPU_SYSTEM_REGISTERS, 3L << 32 | 0xC664, values, 0);
                    guest.device.trySet(AttributeGroup.CPU_SYSTEM_REGISTERS, 3L << 32 | 0xC664, values[0]);
                    guest.device.trySet(AttributeGroup.LEVEL_INFO, 32, 0x100);
                    guest.device.trySet(AttributeGroup.LEVEL_INFO, 9L << 32, 0);
                }))
                .isZero();
    }

    @Test
    void shouldNotAllocateToTellWhichAttributesThereAre() {
        assertThat(Allocations.by(() -> {
                    guest.device.tryHas(AttributeGroup.DISTRIBUTOR_REGISTERS, 0x6140);
                    guest.device.tryHas(AttributeGroup.DISTRIBUTOR_REGISTERS, 0x7FF8);
                    guest.device.tryHas(AttributeGroup.REDISTRIBUTOR_REGISTERS, 7L << 32 | 0x78);
                    guest.device.tryHas(AttributeGroup.REDISTRIBUTOR_REGISTERS, 7L << 32 | 0x1_0400);
                    guest.device.tryHas(AttributeGroup.CPU_SYSTEM_REGISTERS, 3L << 32 | 0xC667);
                    guest.device.tryHas(AttributeGroup.LEVEL_INFO, 32);
                    guest.device.tryHas(AttributeGroup.ADDRESS, AttributeGroup.ADDRESS_V3_DISTRIBUTOR);
                }))
                .isZero();
    }
}
