package org.gic4j.emulated.gicv2;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.gic4j.api.InterruptLine;
import org.gic4j.api.Vcpu;
import org.gic4j.api.VcpuId;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.VirtualMachineConfiguration;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.device.Device;
import org.gic4j.api.device.DeviceType;
import org.gic4j.api.guest.GuestAccess;
import org.gic4j.emulated.EmulatedBackend;
import org.gic4j.emulated.allocation.Allocations;
import org.junit.jupiter.api.Test;

/** Hot paths allocate nothing: counted, not timed. */
class AllocationTest {
    private static final long GICD = 0x0800_0000L;
    private static final long GICC = 0x0801_0000L;
    private static final long IAR = GICC + 0x0C;
    private static final long EOIR = GICC + 0x10;
    private static final int VCPUS = 8;

    private final VirtualMachine vm =
            new EmulatedBackend().createVirtualMachine(VirtualMachineConfiguration.KVM_GICV2);
    private final GuestAccess guest = vm.facet(GuestAccess.class).orElseThrow();
    private final long[] values = new long[1];
    private final Device gic = started();
    private List<Vcpu> seen = List.of();

    @Test
    void shouldSeeAnAllocation() {
        assertThat(Allocations.by(() -> seen = vm.vcpus())).isPositive();
        assertThat(seen).hasSize(VCPUS);
    }

    @Test
    void shouldNotAllocateInACycleOfASharedInterrupt() {
        int line = InterruptLine.spi(40);
        assertThat(Allocations.by(() -> {
                    vm.tryInterruptLine(line, 1);
                    long intid = guest.read(3, IAR, 4);
                    vm.tryInterruptLine(line, 0);
                    guest.write(3, EOIR, 4, intid);
                }))
                .isZero();
    }

    @Test
    void shouldNotAllocateInACycleThatAListenerHearsOf() {
        int[] heard = new int[1];
        guest.onOutputChange((vcpu, outputs) -> heard[0]++);
        int line = InterruptLine.spi(40);
        assertThat(Allocations.by(() -> {
                    vm.tryInterruptLine(line, 1);
                    long intid = guest.read(3, IAR, 4);
                    vm.tryInterruptLine(line, 0);
                    guest.write(3, EOIR, 4, intid);
                }))
                .isZero();
        assertThat(heard[0]).isPositive();
    }

    @Test
    void shouldNotAllocateForPrivateInterrupts() {
        int line = InterruptLine.ppi(new VcpuId(2), 20);
        assertThat(Allocations.by(() -> {
                    vm.tryInterruptLine(line, 1);
                    guest.write(2, EOIR, 4, guest.read(2, IAR, 4));
                    vm.tryInterruptLine(line, 0);
                    guest.write(2, GICD + 0xF00, 4, 1 << 24 | 5);
                    guest.write(3, EOIR, 4, guest.read(3, IAR, 4));
                }))
                .isZero();
    }

    @Test
    void shouldNotAllocateForRegisters() {
        assertThat(Allocations.by(() -> {
                    guest.write(0, GICD + 0x108, 4, 0xFFFF_FFFFL);
                    guest.write(0, GICD + 0x208, 4, 0xFFFF_FFFFL);
                    guest.write(0, GICD + 0x188, 4, 0xFFFF_FFFFL);
                    guest.write(0, GICD + 0x288, 4, 0xFFFF_FFFFL);
                    guest.write(0, GICD + 0x440, 4, guest.read(0, GICD + 0x440, 4) ^ 0x8080_8080L);
                    guest.write(0, GICD + 0x840, 1, guest.read(0, GICD + 0x840, 1) ^ 3);
                    guest.write(0, GICC + 4, 4, guest.read(0, GICC + 4, 4));
                    guest.read(0, GICD + 0xFFC, 4);
                }))
                .isZero();
    }

    @Test
    void shouldNotAllocateForAttributes() {
        assertThat(Allocations.by(() -> {
                    gic.tryGet(AttributeGroup.DISTRIBUTOR_REGISTERS, 0x208, values, 0);
                    gic.trySet(AttributeGroup.DISTRIBUTOR_REGISTERS, 0x108, values[0]);
                    gic.tryGet(AttributeGroup.CPU_REGISTERS, 1L << 32 | 4, values, 0);
                    gic.trySet(AttributeGroup.CPU_REGISTERS, 1L << 32 | 4, values[0]);
                    gic.trySet(AttributeGroup.CPU_REGISTERS, 9L << 32 | 4, values[0]);
                    gic.tryHas(AttributeGroup.CONTROL, 0);
                    gic.tryHas(AttributeGroup.DISTRIBUTOR_REGISTERS, 0x108);
                    gic.tryHas(AttributeGroup.CPU_REGISTERS, 1L << 32 | 0xFC);
                }))
                .isZero();
    }

    private Device started() {
        for (int id = 0; id < VCPUS; id++) {
            vm.createVcpu(id).initialize();
        }
        Device device = vm.createDevice(DeviceType.VGIC_V2);
        device.set(AttributeGroup.ADDRESS, AttributeGroup.ADDRESS_V2_DISTRIBUTOR, GICD);
        device.set(AttributeGroup.ADDRESS, AttributeGroup.ADDRESS_V2_CPU, GICC);
        device.initialize();
        guest.write(0, GICD, 4, 1);
        for (int cpu = 0; cpu < VCPUS; cpu++) {
            guest.write(cpu, GICC, 4, 1);
            guest.write(cpu, GICC + 4, 4, 0xF0);
            guest.write(cpu, GICD + 0x100, 4, 1 << 20);
        }
        guest.write(0, GICD + 0x400 + 40, 1, 0x80);
        guest.write(0, GICD + 0x800 + 40, 1, 1 << 3);
        guest.write(0, GICD + 0xC08, 4, 0);
        guest.write(0, GICD + 0x104, 4, 1 << 8);
        return device;
    }
}
