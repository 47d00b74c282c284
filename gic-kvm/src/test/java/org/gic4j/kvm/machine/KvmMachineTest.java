package org.gic4j.kvm.machine;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.gic4j.api.Errno;
import org.gic4j.api.GicException;
import org.gic4j.api.InterruptLine;
import org.gic4j.api.Quiescence;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.VirtualMachineConfiguration;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.device.Device;
import org.gic4j.api.device.DeviceType;
import org.gic4j.kvm.Backends;
import org.gic4j.kvm.fake.FakeKernel;
import org.gic4j.kvm.vmm.ExitReason;
import org.gic4j.kvm.vmm.KvmVcpu;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a machine does beside the contract: standing still, guest memory, other devices, and what it says. */
class KvmMachineTest {
    private static final long GUEST_ADDRESS = 0x4000_0000L;
    private static final int PAGE = 4096;
    private static final int VFIO = 4;

    private final FakeKernel kernel = FakeKernel.ofGicv2Host();
    private final VirtualMachine vm = Backends.on(kernel).createVirtualMachine(VirtualMachineConfiguration.KVM_GICV2);
    private final Arena arena = Arena.ofShared();

    @AfterEach
    void nothingStaysOpen() {
        vm.close();
        arena.close();
        assertThat(kernel.leaked()).isEmpty();
        assertThat(kernel.leakedMappings()).isZero();
        assertThat(kernel.faults()).isEmpty();
    }

    @Test
    void shouldNotStandStillWhileAVcpuRuns() throws InterruptedException {
        KvmVcpu vcpu = KvmVcpu.of(vm.createVcpu(0));
        vcpu.initialize();
        Device device = vm.createDevice(DeviceType.VGIC_V2);
        device.set(AttributeGroup.ADDRESS, 0, 0x0800_0000L);
        device.set(AttributeGroup.ADDRESS, 1, 0x0801_0000L);
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch hold = new CountDownLatch(1);
        kernel.executing(run -> {
            entered.countDown();
            await(hold);
            return ExitReason.MMIO;
        });
        Thread runner = new Thread(vcpu::run);
        runner.start();
        entered.await();

        assertThatExceptionOfType(GicException.class)
                .isThrownBy(vm::quiesce)
                .withMessage("EBUSY: quiesce: a vCPU is inside KVM_RUN; stop all vCPUs first");
        assertThatExceptionOfType(GicException.class)
                .isThrownBy(() -> device.get(AttributeGroup.DISTRIBUTOR_REGISTERS, 0))
                .withMessage("EBUSY: KVM_GET_DEVICE_ATTR of GICD_CTLR of vCPU 0: a vCPU is inside its run; stop all vCPUs"
                        + " first");
        assertThat(vm.tryInterruptLine(InterruptLine.spi(40), 1)).isEqualTo(Errno.OK);
        hold.countDown();
        runner.join();
        vm.quiesce().close();
    }

    @Test
    void shouldHoldOffLinesAndRunsOfOthersUntilTheStandstillEnds() throws InterruptedException {
        KvmVcpu vcpu = KvmVcpu.of(vm.createVcpu(0));
        vcpu.initialize();
        kernel.executing(run -> ExitReason.UNKNOWN);
        Quiescence outer = vm.quiesce();
        Quiescence inner = vm.quiesce();
        CountDownLatch done = new CountDownLatch(3);
        startCounting(done, () -> vm.tryInterruptLine(0, 1));
        startCounting(done, () -> vm.trySignalMsi(0, 0, 0, 0));
        startCounting(done, vcpu::run);
        inner.close();
        inner.close();

        assertThat(vm.tryInterruptLine(0, 1)).as("by the thread that holds off").isEqualTo(Errno.OK);
        assertThat(done.await(50, TimeUnit.MILLISECONDS)).isFalse();
        assertThat(done.getCount()).isEqualTo(3);
        outer.close();
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shouldStandStillWhileOthersRaiseLines() throws InterruptedException {
        vm.createVcpu(0);
        AtomicInteger inside = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(2);
        for (int i = 0; i < 2; i++) {
            startCounting(done, () -> {
                for (int n = 0; n < 2000; n++) {
                    vm.tryInterruptLine(0, n & 1);
                }
            });
        }
        for (int i = 0; i < 200; i++) {
            try (Quiescence _ = vm.quiesce()) {
                inside.incrementAndGet();
            }
        }
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(inside).hasValue(200);
    }

    @Test
    void shouldGiveTheKernelNativeMemory() {
        MemorySegment first = arena.allocate(2 * PAGE, PAGE);
        vm.memory().map(GUEST_ADDRESS, first);
        vm.memory().map(GUEST_ADDRESS + 2 * PAGE, arena.allocate(PAGE, PAGE));
        vm.memory().writeLong(GUEST_ADDRESS + 8, 0x1122_3344_5566_7788L);

        assertThat(first.get(JAVA_LONG, 8)).isEqualTo(0x1122_3344_5566_7788L);
        assertThat(vm.memory().regions()).hasSize(2);
    }

    @Test
    void shouldRefuseMemoryOfTheJavaHeap() {
        assertThatExceptionOfType(GicException.class)
                .isThrownBy(() -> vm.memory().map(GUEST_ADDRESS, MemorySegment.ofArray(new byte[PAGE])))
                .withMessageStartingWith("EINVAL: KVM_SET_USER_MEMORY_REGION of 0x1000 bytes at 0x40000000: the segment is"
                        + " on the Java heap");
        assertThat(vm.memory().regions()).isEmpty();
    }

    @Test
    void shouldRefuseMemoryThatBeginsWithinAPage() {
        MemorySegment aligned = arena.allocate(2 * PAGE, PAGE);

        assertThatExceptionOfType(GicException.class)
                .isThrownBy(() -> vm.memory().map(GUEST_ADDRESS, aligned.asSlice(8, PAGE)))
                .withMessageContaining("the segment begins within a page; allocate it with an alignment of 4096");
        vm.memory().map(GUEST_ADDRESS, aligned);
    }

    @Test
    void shouldRefuseMemoryAfterClose() {
        vm.close();

        assertThatExceptionOfType(GicException.class)
                .isThrownBy(() -> vm.memory().map(GUEST_ADDRESS, arena.allocate(PAGE, PAGE)))
                .satisfies(refusal -> assertThat(refusal.errno()).isEqualTo(Errno.EBADF));
    }

    @Test
    void shouldCloseDevicesThatAreNoInterruptControllers() {
        assertThat(vm.createDevice(VFIO, 0)).isNull();
        assertThat(vm.devices()).isEmpty();
        assertThat(kernel.leaked()).hasSize(2);
    }

    @Test
    void shouldSayWhatTheHostOffers() {
        assertThatExceptionOfType(GicException.class)
                .isThrownBy(() -> vm.createDevice(DeviceType.VGIC_V3))
                .withMessage("ENODEV: KVM_CREATE_DEVICE of VGICv3: this host's kernel does not offer it; it offers VGICv2");
    }

    @Test
    void shouldSayThatTheMachineDied() {
        KvmVcpu vcpu = KvmVcpu.of(vm.createVcpu(0));
        vcpu.initialize();
        Device device = vm.createDevice(DeviceType.VGIC_V2);

        assertThatExceptionOfType(GicException.class)
                .isThrownBy(vcpu::validateFirstRun)
                .withMessageStartingWith("ENXIO: KVM_RUN of vCPU 0: the interrupt controller lacks addresses")
                .withMessageContaining("the virtual machine is dead now: close it, make another");
        assertThatExceptionOfType(GicException.class)
                .isThrownBy(() -> device.get(AttributeGroup.DISTRIBUTOR_REGISTERS, 0))
                .withMessage("EIO: KVM_GET_DEVICE_ATTR of GICD_CTLR of vCPU 0: this virtual machine died when a vCPU's first"
                        + " run failed; close it and make another");
        assertThatExceptionOfType(GicException.class)
                .isThrownBy(vm::quiesce)
                .withMessageStartingWith("EIO: KVM_CHECK_EXTENSION, to quiesce: this virtual machine died");
        assertThatExceptionOfType(GicException.class)
                .isThrownBy(vcpu::validateFirstRun)
                .withMessageStartingWith("EIO: KVM_RUN of vCPU 0: this virtual machine died");
    }

    @Test
    void shouldSayThatAHandleIsClosed() {
        vm.createVcpu(0);
        Device device = vm.createDevice(DeviceType.VGIC_V2);
        device.close();
        assertThatExceptionOfType(GicException.class)
                .isThrownBy(() -> device.set(AttributeGroup.DISTRIBUTOR_REGISTERS, 0, 1))
                .withMessage("EBADF: KVM_SET_DEVICE_ATTR of GICD_CTLR of vCPU 0 to 0x1: the device or its virtual machine is"
                        + " closed");
        vm.close();
        assertThatExceptionOfType(GicException.class)
                .isThrownBy(() -> vm.createVcpu(1))
                .withMessage("EBADF: KVM_CREATE_VCPU of id 1: the handle or its virtual machine is closed");
    }

    @Test
    void shouldNameTheLineThatIsRefused() {
        assertThatExceptionOfType(GicException.class)
                .isThrownBy(() -> vm.setInterruptLine(InterruptLine.spi(40), true))
                .withMessage("ENXIO: KVM_IRQ_LINE 0x1000028 (type 1, vCPU 0, number 40): the virtual machine has no interrupt"
                        + " controller");
    }

    private static void startCounting(CountDownLatch done, Runnable action) {
        new Thread(() -> {
                    action.run();
                    done.countDown();
                })
                .start();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
