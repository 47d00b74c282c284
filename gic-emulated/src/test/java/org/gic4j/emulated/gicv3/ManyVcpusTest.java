package org.gic4j.emulated.gicv3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_SGI1R_EL1;

import java.util.BitSet;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import org.gic4j.api.Affinity;
import org.gic4j.api.GicProfile;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.device.DeviceType;
import org.gic4j.api.guest.GuestAccess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ManyVcpusTest {
    private static final int VCPUS = 512;
    private static final int ROUNDS = 3_000;
    private static final int SPI = 40;
    private static final long SGI_5_TO_VCPU_0 = 5L << 24 | 1;
    private static final long SGI_5_TO_VCPU_1 = 5L << 24 | 2;
    private static final long SGI_3_TO_ALL_OTHERS = 3L << 24 | 1L << 40;

    private final Gicv3Guest guest = new Gicv3Guest(GicProfile.KVM, VCPUS);

    @Test
    void shouldTellTheListenerOfEveryVcpuOnce() {
        AtomicIntegerArray told = new AtomicIntegerArray(VCPUS);
        guest.access.onOutputChange((vcpu, outputs) -> told.addAndGet(vcpu, outputs));
        guest.set(7, ICC_SGI1R_EL1, SGI_3_TO_ALL_OTHERS);
        for (int cpu = 0; cpu < VCPUS; cpu++) {
            assertThat(told.get(cpu)).as("vCPU %d", cpu).isEqualTo(cpu == 7 ? 0 : GuestAccess.OUTPUT_IRQ);
        }
    }

    @Test
    void shouldTellAfterAQuiescenceWhatHappenedDuringIt() {
        BitSet told = new BitSet();
        guest.access.onOutputChange((vcpu, outputs) -> told.set(vcpu));
        try (var quiet = guest.vm.quiesce()) {
            assertThat(quiet).isNotNull();
            guest.set(0, ICC_SGI1R_EL1, SGI_3_TO_ALL_OTHERS);
            assertThat(told.isEmpty()).isTrue();
        }
        assertThat(told.cardinality()).isEqualTo(VCPUS - 1);
    }

    @Test
    @Timeout(60)
    void shouldHoldNoLockWhileItTellsOfAStandstillsEndOrANewAffinity() {
        BitSet told = new BitSet();
        guest.enable(SPI, 0x80, 0x7777);
        guest.access.onOutputChange((vcpu, outputs) -> {
            told.set(vcpu);
            Thread other = Thread.ofPlatform().start(() -> {
                guest.vm.createDevice(DeviceType.ITS.number(), VirtualMachine.CREATE_DEVICE_TEST);
                guest.set(vcpu, ICC_SGI1R_EL1, 0);
            });
            assertThatCode(other::join).doesNotThrowAnyException();
        });
        guest.raise(SPI);
        guest.vm.vcpus().get(1).setAffinity(new Affinity(0x7777));
        assertThat(told.get(1)).isTrue();
        try (var quiet = guest.vm.quiesce()) {
            assertThat(quiet).isNotNull();
            guest.set(0, ICC_SGI1R_EL1, 5L << 24 | 1);
        }
        assertThat(told.get(0)).isTrue();
    }

    /** In each round vCPU 0 raises an SPI and sends an SGI; vCPU 1 takes both and answers with an SGI. */
    @Test
    @Timeout(120)
    void shouldLoseNoInterruptBetweenThreads() throws InterruptedException {
        guest.enable(SPI, 0x80, 1);
        AtomicIntegerArray taken = new AtomicIntegerArray(3);
        Thread asks = Thread.ofPlatform().start(() -> {
            for (int round = 0; round < ROUNDS; round++) {
                guest.raise(SPI);
                guest.set(0, ICC_SGI1R_EL1, SGI_5_TO_VCPU_1);
                take(0, 1, taken);
            }
        });
        Thread answers = Thread.ofPlatform().start(() -> {
            for (int round = 0; round < ROUNDS; round++) {
                take(1, 2, taken);
                guest.set(1, ICC_SGI1R_EL1, SGI_5_TO_VCPU_0);
            }
        });
        asks.join();
        answers.join();
        assertThat(taken.get(0)).isEqualTo(ROUNDS);
        assertThat(taken.get(1)).isEqualTo(ROUNDS);
        assertThat(taken.get(2)).isEqualTo(ROUNDS);
        assertThat(guest.access.outputs(0) | guest.access.outputs(1)).isZero();
    }

    /** Takes and ends some interrupts; counts SGIs by vCPU, and the SPI. */
    private void take(int cpu, int count, AtomicIntegerArray taken) {
        int left = count;
        while (left > 0) {
            int intid = guest.acknowledge(cpu);
            if (intid == Gicv3Guest.SPURIOUS) {
                LockSupport.parkNanos(1_000);
            } else {
                taken.incrementAndGet(intid == SPI ? 2 : cpu);
                guest.end(cpu, intid);
                left--;
            }
        }
    }
}
