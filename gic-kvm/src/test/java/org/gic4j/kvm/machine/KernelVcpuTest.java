package org.gic4j.kvm.machine;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.gic4j.api.Affinity;
import org.gic4j.api.Errno;
import org.gic4j.api.GicException;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.VirtualMachineConfiguration;
import org.gic4j.emulated.EmulatedBackend;
import org.gic4j.kvm.Backends;
import org.gic4j.kvm.call.KvmStructs.Run;
import org.gic4j.kvm.fake.FakeKernel;
import org.gic4j.kvm.vmm.ArmRegister;
import org.gic4j.kvm.vmm.ExitReason;
import org.gic4j.kvm.vmm.KvmVcpu;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Running vCPUs, and their registers. */
class KernelVcpuTest {
    private final FakeKernel kernel = FakeKernel.ofGicv2Host();
    private final VirtualMachine vm = Backends.on(kernel).createVirtualMachine(VirtualMachineConfiguration.KVM_GICV2);
    private final KvmVcpu vcpu = KvmVcpu.of(vm.createVcpu(2));

    @AfterEach
    void nothingStaysOpen() {
        vm.close();
        assertThat(kernel.leaked()).isEmpty();
        assertThat(kernel.leakedMappings()).isZero();
        assertThat(kernel.faults()).isEmpty();
    }

    @Test
    void shouldShowAnMmioWrite() {
        vcpu.initialize();
        kernel.executing(run -> {
            run.set(JAVA_LONG, Run.MMIO_ADDRESS, 0x0A00_0000L);
            run.set(JAVA_INT, Run.MMIO_LENGTH, 2);
            run.set(JAVA_BYTE, Run.MMIO_IS_WRITE, (byte) 1);
            run.set(JAVA_LONG, Run.MMIO_DATA, 0xFFFF_1234L);
            run.set(JAVA_LONG, Run.DEVICE_INTERRUPT_LEVEL, KvmVcpu.LEVEL_VIRTUAL_TIMER);
            return ExitReason.MMIO;
        });

        assertThat(vcpu.run()).isEqualTo(ExitReason.MMIO);
        assertThat(vcpu.mmioAddress()).isEqualTo(0x0A00_0000L);
        assertThat(vcpu.mmioLength()).isEqualTo(2);
        assertThat(vcpu.mmioIsWrite()).isTrue();
        assertThat(vcpu.mmioData()).isEqualTo(0x1234);
        assertThat(vcpu.deviceInterruptLevels()).isEqualTo(KvmVcpu.LEVEL_VIRTUAL_TIMER);
    }

    @Test
    void shouldGiveTheGuestWhatItReads() {
        vcpu.initialize();
        kernel.executing(run -> {
            if (run.get(JAVA_LONG, Run.MMIO_DATA) == 0x55) {
                run.set(JAVA_INT, Run.EXIT, 1);
                return ExitReason.SYSTEM_EVENT;
            }
            run.set(JAVA_INT, Run.MMIO_LENGTH, Long.BYTES);
            run.set(JAVA_BYTE, Run.MMIO_IS_WRITE, (byte) 0);
            return ExitReason.MMIO;
        });

        assertThat(vcpu.run()).isEqualTo(ExitReason.MMIO);
        assertThat(vcpu.mmioIsWrite()).isFalse();
        vcpu.setMmioData(0x55);
        assertThat(vcpu.mmioData()).isEqualTo(0x55);
        assertThat(vcpu.run()).isEqualTo(ExitReason.SYSTEM_EVENT);
        assertThat(vcpu.systemEvent()).isEqualTo(1);
    }

    @Test
    void shouldReturnAtOnceWhenAskedToAndRunAgainAfterwards() {
        vcpu.initialize();
        kernel.executing(run -> ExitReason.ARM_NISV);
        vcpu.requestExit();

        assertThat(vcpu.run()).isEqualTo(-Errno.EINTR);
        assertThat(vcpu.run()).isEqualTo(ExitReason.ARM_NISV);
    }

    @Test
    void shouldExecuteNothingToValidate() {
        vcpu.initialize();
        AtomicInteger executed = new AtomicInteger();
        kernel.executing(run -> executed.incrementAndGet());

        assertThat(vcpu.tryValidateFirstRun()).isEqualTo(Errno.OK);
        assertThat(executed).hasValue(0);
        assertThat(vcpu.run()).isEqualTo(1);
    }

    @Test
    void shouldBeRunByOneThread() throws InterruptedException {
        vcpu.initialize();
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch hold = new CountDownLatch(1);
        kernel.executing(run -> await(entered, hold));
        Thread runner = new Thread(vcpu::run);
        runner.start();
        entered.await();

        assertThat(vcpu.run()).isEqualTo(-Errno.EBUSY);
        assertThat(vcpu.tryValidateFirstRun()).isEqualTo(Errno.EBUSY);
        hold.countDown();
        runner.join();
        assertThat(vcpu.run()).isEqualTo(ExitReason.UNKNOWN);
    }

    @Test
    void shouldEndWellWhenItIsClosedWhileItRuns() throws InterruptedException {
        vcpu.initialize();
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch hold = new CountDownLatch(1);
        kernel.executing(run -> await(entered, hold));
        AtomicInteger result = new AtomicInteger(1);
        Thread runner = new Thread(() -> result.set(vcpu.run()));
        runner.start();
        entered.await();
        vm.close();
        assertThat(kernel.leaked()).as("the descriptor of the run").hasSize(1);
        hold.countDown();
        runner.join();

        assertThat(result).hasValue(-Errno.EBADF);
        assertThat(vcpu.run()).isEqualTo(-Errno.EBADF);
    }

    @Test
    void shouldSayThatItIsClosed() {
        vcpu.initialize();
        kernel.executing(run -> ExitReason.MMIO);
        vcpu.run();
        vcpu.close();

        assertThatExceptionOfType(GicException.class)
                .isThrownBy(vcpu::mmioAddress)
                .withMessage("EBADF: last exit of vCPU 2: the handle or its virtual machine is closed");
        assertThatExceptionOfType(GicException.class)
                .isThrownBy(vcpu::requestExit)
                .withMessage("EBADF: mmap of vCPU 2: the handle or its virtual machine is closed");
    }

    @Test
    void shouldSayThatThereWasNoExit() {
        assertThatExceptionOfType(GicException.class)
                .isThrownBy(vcpu::mmioData)
                .withMessage("ENXIO: last exit of vCPU 2: it has not run");
    }

    @Test
    void shouldGetAndSetRegisters() {
        vcpu.initialize();
        long[] value = new long[1];

        assertThat(vcpu.trySetRegister(ArmRegister.PC, 0x4000_0000L)).isEqualTo(Errno.OK);
        assertThat(vcpu.trySetRegister(ArmRegister.x(30), -1)).isEqualTo(Errno.OK);
        assertThat(vcpu.tryGetRegister(ArmRegister.PC, value, 0)).isEqualTo(Errno.OK);
        assertThat(value[0]).isEqualTo(0x4000_0000L);
        assertThat(vcpu.tryGetRegister(ArmRegister.x(30), value, 0)).isEqualTo(Errno.OK);
        assertThat(value[0]).isEqualTo(-1);
        assertThat(vcpu.tryGetRegister(ArmRegister.x(0), value, 0)).isEqualTo(Errno.OK);
        assertThat(value[0]).isZero();
        assertThat(vcpu.tryGetRegister(0x6030_0000_0013_FFFFL, value, 0)).isEqualTo(Errno.ENOENT);
    }

    /** The kernel would write 16 bytes where there is room for 8. */
    @Test
    void shouldRefuseRegistersThatDoNotFit() {
        vcpu.initialize();
        long v0 = 0x6040_0000_0010_0054L;

        assertThat(vcpu.tryGetRegister(v0, new long[1], 0)).isEqualTo(Errno.EINVAL);
        assertThat(vcpu.trySetRegister(v0, 0)).isEqualTo(Errno.EINVAL);
    }

    @Test
    void shouldRefuseRegistersBeforeInitialisation() {
        assertThat(vcpu.tryGetRegister(ArmRegister.PC, new long[1], 0)).isEqualTo(Errno.ENOEXEC);
        assertThat(vcpu.trySetRegister(ArmRegister.PC, 0)).isEqualTo(Errno.ENOEXEC);
    }

    @Test
    void shouldFollowItsRegisterWithTheAffinity() {
        vcpu.initialize();
        assertThat(vcpu.affinity()).isEqualTo(new Affinity(2));
        assertThat(vcpu.trySetRegister(ArmRegister.MPIDR_EL1, 1L << 31 | 0x102)).isEqualTo(Errno.OK);
        assertThat(vcpu.affinity()).isEqualTo(new Affinity(0x102));
    }

    @Test
    void shouldKeepTheAffinityWhenItIsInitialisedAgain() {
        vcpu.initialize(KvmVcpu.FEATURE_PSCI_0_2);
        vcpu.setAffinity(new Affinity(0x0102_0304));
        assertThat(vcpu.affinity()).isEqualTo(new Affinity(0x0102_0304));
        vcpu.initialize(KvmVcpu.FEATURE_PSCI_0_2);

        assertThat(vcpu.affinity()).isEqualTo(new Affinity(0x0102_0304));
    }

    @Test
    void shouldNameFeaturesThatTheHostLacks() {
        assertThatExceptionOfType(GicException.class)
                .isThrownBy(() -> vcpu.initialize(1 << 20))
                .withMessageStartingWith("EINVAL: KVM_ARM_VCPU_INIT of vCPU 2: this host's CPU lacks features of 0x100000");
    }

    @Test
    void shouldNotRunVcpusOfOtherBackends() {
        try (VirtualMachine emulated =
                new EmulatedBackend().createVirtualMachine(VirtualMachineConfiguration.KVM_GICV2)) {
            assertThatExceptionOfType(GicException.class)
                    .isThrownBy(() -> KvmVcpu.of(emulated.createVcpu(0)))
                    .withMessageContaining("vCPU 0 is not of the backend 'kvm'");
        }
    }

    private static int await(CountDownLatch entered, CountDownLatch hold) {
        entered.countDown();
        try {
            hold.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return ExitReason.UNKNOWN;
    }
}
