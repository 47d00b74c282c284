package org.gic4j.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.gic4j.api.snapshot.Snapshot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InterruptNamesTest {
    @ParameterizedTest
    @CsvSource({"23, PMU", "25, GIC maintenance", "26, hypervisor timer", "27, virtual timer", "30, physical timer"})
    void shouldNamePrivatePeripherals(int intid, String name) {
        assertThat(namesOf("anyone").of(intid)).contains(name);
    }

    @ParameterizedTest
    @CsvSource({"33, UART", "34, RTC", "39, GPIO", "48, virtio-mmio 0", "80, GICv2m MSI 0", "143, GICv2m MSI 63"})
    void shouldNameTheDevicesOfQemuVirt(int intid, String name) {
        assertThat(namesOf("qemu virt-7.2 tcg").of(intid)).contains(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gic4j 0.1.0 emulated", "qemu vexpress-a15 tcg", "firecracker virtual"})
    void shouldNameNoDeviceOfAnotherMachine(String producer) {
        assertThat(namesOf(producer).of(33)).isEmpty();
    }

    @Test
    void shouldNotNameSoftwareGeneratedInterrupts() {
        assertThat(namesOf("qemu virt-7.2 tcg").of(1)).isEmpty();
    }

    private static InterruptNames namesOf(String producer) {
        return InterruptNames.of(new Snapshot(producer, StateOf.vcpus(1).state()));
    }
}
