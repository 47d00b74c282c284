package org.gic4j.emulated.gicv2;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.gic4j.api.InterruptLine;
import org.gic4j.api.VcpuId;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.VirtualMachineConfiguration;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.device.Device;
import org.gic4j.api.device.DeviceType;
import org.gic4j.api.guest.GuestAccess;
import org.gic4j.emulated.EmulatedBackend;
import org.junit.jupiter.api.Test;

class Gicv2CycleTest {
    private static final long GICD = 0x0800_0000L;
    private static final long GICC = 0x0801_0000L;

    private final VirtualMachine vm = started(2);
    private final GuestAccess guest = vm.facet(GuestAccess.class).orElseThrow();

    @Test
    void shouldRaiseTheOutputAcknowledgeAndEnd() {
        enable(40, 0xA0);
        vm.setInterruptLine(InterruptLine.spi(40), true);
        assertThat(guest.outputs(0)).isEqualTo(GuestAccess.OUTPUT_IRQ);
        assertThat(guest.read(0, GICC + 0x0C, 4)).isEqualTo(40);
        assertThat(guest.outputs(0)).isZero();
        assertThat(guest.read(0, GICC + 0x14, 4)).isEqualTo(0xA0);
        guest.write(0, GICC + 0x10, 4, 40);
        assertThat(guest.read(0, GICC + 0x0C, 4)).isEqualTo(1023);
    }

    @Test
    void shouldTellTheListenerWithoutALockHeld() {
        List<String> told = new ArrayList<>();
        enable(40, 0xA0);
        guest.onOutputChange((vcpu, outputs) -> {
            told.add(vcpu + ":" + outputs);
            if (outputs != 0) {
                guest.read(vcpu, GICC + 0x0C, 4);
            }
        });
        vm.setInterruptLine(InterruptLine.spi(40), true);
        assertThat(told).containsExactly("0:1", "0:0");
    }

    @Test
    void shouldTellOfAnOutputThatFallsAfterItWasListenedTo() {
        List<String> told = new ArrayList<>();
        enable(40, 0xA0);
        vm.setInterruptLine(InterruptLine.spi(40), true);
        guest.onOutputChange((vcpu, outputs) -> told.add(vcpu + ":" + outputs));
        guest.read(0, GICC + 0x0C, 4);
        assertThat(told).containsExactly("0:0");
    }

    @Test
    void shouldTellWhatHappensBeforeAVcpuRuns() {
        List<String> told = new ArrayList<>();
        guest.onOutputChange((vcpu, outputs) -> told.add(vcpu + ":" + outputs));
        Device gic = vm.devices().getFirst();
        gic.set(AttributeGroup.CPU_REGISTERS, 1L << 32 | 0x00, 1);
        gic.set(AttributeGroup.CPU_REGISTERS, 1L << 32 | 0x04, 0x1E);
        gic.set(AttributeGroup.DISTRIBUTOR_REGISTERS, 1L << 32 | 0x000, 1);
        gic.set(AttributeGroup.DISTRIBUTOR_REGISTERS, 1L << 32 | 0x200, 1);
        assertThat(told).containsExactly("1:1");
    }

    @Test
    void shouldTellWhatHappenedDuringAQuiescenceAfterIt() {
        List<String> told = new ArrayList<>();
        enable(40, 0xA0);
        guest.onOutputChange((vcpu, outputs) -> told.add(vcpu + ":" + outputs));
        try (var quiet = vm.quiesce()) {
            assertThat(quiet).isNotNull();
            vm.setInterruptLine(InterruptLine.spi(40), true);
            assertThat(told).isEmpty();
        }
        assertThat(told).containsExactly("0:1");
    }

    @Test
    void shouldCountWhatItIgnores() {
        guest.read(0, GICD + 0x00C, 4);
        guest.write(0, GICD + 0x102, 2, 1);
        guest.read(0, 0x1234, 4);
        assertThat(guest.ignoredAccesses()).isEqualTo(3);
    }

    @Test
    void shouldDeliverAnSgiWithItsSource() {
        guest.write(0, GICC, 4, 1);
        guest.write(0, GICC + 4, 4, 0xF0);
        guest.write(0, GICD, 4, 1);
        guest.write(1, GICD + 0xF00, 4, 0x0001_0003);
        assertThat(guest.read(0, GICC + 0x0C, 4)).isEqualTo(1 << 10 | 3);
    }

    private void enable(int intid, int priority) {
        guest.write(0, GICD, 4, 1);
        guest.write(0, GICC, 4, 1);
        guest.write(0, GICC + 4, 4, 0xF0);
        guest.write(0, GICD + 0x400 + intid, 1, priority);
        guest.write(0, GICD + 0x100 + intid / 32 * 4L, 4, 1L << intid % 32);
    }

    private static VirtualMachine started(int vcpus) {
        VirtualMachine vm = new EmulatedBackend().createVirtualMachine(VirtualMachineConfiguration.KVM_GICV2);
        for (int id = 0; id < vcpus; id++) {
            vm.createVcpu(new VcpuId(id).value()).initialize();
        }
        Device gic = vm.createDevice(DeviceType.VGIC_V2);
        gic.set(AttributeGroup.ADDRESS, AttributeGroup.ADDRESS_V2_DISTRIBUTOR, GICD);
        gic.set(AttributeGroup.ADDRESS, AttributeGroup.ADDRESS_V2_CPU, GICC);
        gic.initialize();
        return vm;
    }
}
