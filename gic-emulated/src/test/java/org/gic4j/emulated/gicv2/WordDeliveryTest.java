package org.gic4j.emulated.gicv2;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.VirtualMachineConfiguration;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.device.Device;
import org.gic4j.api.device.DeviceType;
import org.gic4j.api.guest.GuestAccess;
import org.gic4j.emulated.EmulatedBackend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One write that makes interrupts of several vCPUs deliverable, or takes them away. */
class WordDeliveryTest {
    private static final long GICD = 0x0800_0000L;
    private static final long GICC = 0x0801_0000L;
    private static final int VCPUS = 3;
    private static final int FIRST = 64;

    enum Profile {
        KVM(VirtualMachineConfiguration.KVM_GICV2),
        QEMU(VirtualMachineConfiguration.QEMU_VIRT_GICV2);

        final VirtualMachineConfiguration configuration;

        Profile(VirtualMachineConfiguration configuration) {
            this.configuration = configuration;
        }
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void shouldReachEachTargetOfAWord(Profile profile) {
        GuestAccess guest = started(profile.configuration);
        for (int n = 0; n < 32; n++) {
            guest.write(0, GICD + 0x800 + FIRST + n, 1, 1L << n % VCPUS);
        }
        guest.write(0, GICD + 0x100 + FIRST / 8, 4, 0xFFFF_FFFFL);
        guest.write(0, GICD + 0x200 + FIRST / 8, 4, 0xFFFF_FFFFL);
        for (int cpu = 0; cpu < VCPUS; cpu++) {
            List<Long> expected = new ArrayList<>();
            for (int n = cpu; n < 32; n += VCPUS) {
                expected.add((long) FIRST + n);
            }
            assertThat(acknowledged(guest, cpu)).isEqualTo(expected);
        }
    }

    @Test
    void shouldReachAllTargetsOfAnInterrupt() {
        GuestAccess guest = started(VirtualMachineConfiguration.QEMU_VIRT_GICV2);
        guest.write(0, GICD + 0x800 + FIRST, 4, 0x0702_0503L);
        guest.write(0, GICD + 0x100 + FIRST / 8, 4, 0xF);
        guest.write(0, GICD + 0x200 + FIRST / 8, 4, 0xF);
        assertThat(acknowledged(guest, 1)).containsExactly(FIRST + 0L, FIRST + 2L, FIRST + 3L);
        assertThat(acknowledged(guest, 0)).containsExactly(FIRST + 1L);
        assertThat(acknowledged(guest, 2)).isEmpty();
    }

    @Test
    void shouldReachAllTargetsOfAWordThatIsFiledAlike() {
        GuestAccess guest = started(VirtualMachineConfiguration.QEMU_VIRT_GICV2);
        for (int n = 0; n < 32; n += 4) {
            guest.write(0, GICD + 0x800 + FIRST + n, 4, 0x0505_0505L);
        }
        guest.write(0, GICD + 0x100 + FIRST / 8, 4, 0xFFFF_FFFFL);
        guest.write(0, GICD + 0x200 + FIRST / 8, 4, 0x8000_0010L);
        assertThat(guest.outputs(2)).isEqualTo(GuestAccess.OUTPUT_IRQ);
        assertThat(guest.outputs(1)).isZero();
        assertThat(acknowledged(guest, 0)).containsExactly(FIRST + 4L, FIRST + 31L);
        assertThat(guest.outputs(2)).isZero();
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void shouldFileAPendingInterruptUnderItsNewPriority(Profile profile) {
        GuestAccess guest = started(profile.configuration);
        targetAndRaise(guest, 0b11);
        guest.write(0, GICD + 0x400 + FIRST + 1, 1, 0x40);
        assertThat(acknowledged(guest, 0)).containsExactly(FIRST + 1L, FIRST + 0L);
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void shouldMoveAPendingInterruptToItsNewTarget(Profile profile) {
        GuestAccess guest = started(profile.configuration);
        targetAndRaise(guest, 0b111);
        guest.write(0, GICD + 0x800 + FIRST, 4, 0x0401_0201L);
        assertThat(acknowledged(guest, 2)).isEmpty();
        assertThat(acknowledged(guest, 1)).containsExactly(FIRST + 1L);
        assertThat(acknowledged(guest, 0)).containsExactly(FIRST + 0L, FIRST + 2L);
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void shouldNotLowerTheOutputWhileAPendingInterruptIsFiledAnew(Profile profile) {
        GuestAccess guest = started(profile.configuration);
        List<Integer> told = new ArrayList<>();
        guest.onOutputChange((cpu, outputs) -> told.add(outputs));
        targetAndRaise(guest, 0b1);
        guest.write(0, GICD + 0x400 + FIRST, 1, 0x40);
        guest.write(0, GICD + 0x400 + FIRST, 1, 0xFF);
        assertThat(told).containsExactly(GuestAccess.OUTPUT_IRQ, 0);
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void shouldLeaveNothingWithAnyTarget(Profile profile) {
        GuestAccess guest = started(profile.configuration);
        for (int n = 0; n < 32; n++) {
            guest.write(0, GICD + 0x800 + FIRST + n, 1, 1L << n % VCPUS);
        }
        guest.write(0, GICD + 0x200 + FIRST / 8, 4, 0xFFFF_FFFFL);
        guest.write(0, GICD + 0x100 + FIRST / 8, 4, 0xFFFF_FFFFL);
        assertThat(guest.outputs(0)).isEqualTo(GuestAccess.OUTPUT_IRQ);
        guest.write(0, GICD + 0x180 + FIRST / 8, 4, 0xFFFF_FFFEL);
        assertThat(guest.outputs(0)).isEqualTo(GuestAccess.OUTPUT_IRQ);
        assertThat(guest.outputs(1)).isZero();
        assertThat(guest.outputs(2)).isZero();
        guest.write(0, GICD + 0x180 + FIRST / 8, 4, 1);
        assertThat(guest.outputs(0)).isZero();
    }

    /** Makes some of the first interrupts pending at vCPU 0. */
    private static void targetAndRaise(GuestAccess guest, long which) {
        guest.write(0, GICD + 0x800 + FIRST, 4, 0x0101_0101L);
        guest.write(0, GICD + 0x100 + FIRST / 8, 4, which);
        guest.write(0, GICD + 0x200 + FIRST / 8, 4, which);
    }

    private static List<Long> acknowledged(GuestAccess guest, int cpu) {
        List<Long> all = new ArrayList<>();
        for (long intid = guest.read(cpu, GICC + 0x0C, 4); intid < 1020; intid = guest.read(cpu, GICC + 0x0C, 4)) {
            all.add(intid);
            guest.write(cpu, GICC + 0x10, 4, intid);
        }
        return all;
    }

    private static GuestAccess started(VirtualMachineConfiguration configuration) {
        VirtualMachine vm = new EmulatedBackend().createVirtualMachine(configuration);
        for (int id = 0; id < VCPUS; id++) {
            vm.createVcpu(id).initialize();
        }
        Device gic = vm.createDevice(DeviceType.VGIC_V2);
        gic.set(AttributeGroup.ADDRESS, AttributeGroup.ADDRESS_V2_DISTRIBUTOR, GICD);
        gic.set(AttributeGroup.ADDRESS, AttributeGroup.ADDRESS_V2_CPU, GICC);
        gic.initialize();
        GuestAccess guest = vm.facet(GuestAccess.class).orElseThrow();
        guest.write(0, GICD, 4, 1);
        for (int cpu = 0; cpu < VCPUS; cpu++) {
            guest.write(cpu, GICC, 4, 1);
            guest.write(cpu, GICC + 4, 4, 0xF0);
        }
        for (int n = 0; n < 32; n++) {
            guest.write(0, GICD + 0x400 + FIRST + n, 1, 0x80);
        }
        return guest;
    }
}
