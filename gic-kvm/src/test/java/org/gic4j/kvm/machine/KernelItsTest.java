package org.gic4j.kvm.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.gic4j.api.Errno;
import org.gic4j.api.GicVersion;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.device.Device;
import org.gic4j.api.device.DeviceType;
import org.gic4j.api.its.ItsCommand;
import org.gic4j.api.registers.Its;
import org.gic4j.kvm.Backends;
import org.gic4j.kvm.call.Arguments;
import org.gic4j.kvm.call.KernelCalls;
import org.gic4j.kvm.call.KvmRequest;
import org.gic4j.kvm.fake.FakeKernel;
import org.gic4j.kvm.fake.ForwardingCalls;
import org.gic4j.kvm.vmm.KvmAttachment;
import org.gic4j.kvm.vmm.KvmAttachments;
import org.gic4j.kvm.vmm.KvmVcpu;
import org.gic4j.testkit.golden.GoldenData;
import org.gic4j.testkit.its.ItsMachine;
import org.gic4j.testkit.replay.Replay;
import org.gic4j.testkit.replay.ReplayOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a guest or a virtual machine's owner did to an ITS is not seen; what of it could crash the kernel is refused. What
 * user space did is the contract's.
 */
class KernelItsTest {
    private static final int DEVICE = 2;
    private static final int COLLECTION = 1;
    private static final int LPI = 8192;

    private final FakeKernel kernel = FakeKernel.ofGicv3Host();

    @AfterEach
    void nothingReachedTheKernelThatCrashesIt() {
        assertThat(kernel.faults()).isEmpty();
        assertThat(kernel.leaked()).isEmpty();
    }

    @Test
    void shouldNotSaveOnceAGuestMayHaveUnmappedACollection() {
        try (ItsMachine machine = new ItsMachine(Backends.on(kernel), 0, 1).started()) {
            run(machine);
            machine.execute(ItsCommand.mapCollection(COLLECTION, 0));
            assertThat(machine.saveTables()).isEqualTo(Errno.OK);

            // As a guest leaves it in the queue: whether events were mapped to it, nobody saw.
            ItsCommand.unmapCollection(COLLECTION).write(machine.memory(), ItsMachine.QUEUE + 0x800);
            assertThat(machine.saveTables()).isEqualTo(Errno.EINVAL);

            assertThat(machine.reset()).isEqualTo(Errno.OK);
            machine.placed();
            assertThat(machine.saveTables()).isEqualTo(Errno.OK);
        }
    }

    @Test
    void shouldSaveOnceEventsWereMovedToACollectionThatStays() {
        try (ItsMachine machine = new ItsMachine(Backends.on(kernel), 0).started()) {
            machine.mapDevice(DEVICE);
            machine.execute(
                    ItsCommand.mapCollection(COLLECTION, 0),
                    ItsCommand.mapCollection(COLLECTION + 1, 0),
                    ItsCommand.mapEvent(DEVICE, 0, LPI, COLLECTION),
                    ItsCommand.move(DEVICE, 0, COLLECTION + 1),
                    ItsCommand.unmapCollection(COLLECTION));
            assertThat(machine.saveTables()).isEqualTo(Errno.OK);
            machine.execute(ItsCommand.unmapCollection(COLLECTION + 1));
            assertThat(machine.saveTables()).isEqualTo(Errno.EINVAL);
        }
    }

    @Test
    void shouldNotMindWhatLiesInAQueueThatNoGuestHasSeen() {
        try (ItsMachine machine = new ItsMachine(Backends.on(kernel), 0).started()) {
            ItsCommand.unmapCollection(COLLECTION).write(machine.memory(), ItsMachine.QUEUE + 0x800);
            assertThat(machine.saveTables()).isEqualTo(Errno.OK);
        }
    }

    @Test
    void shouldNotSaveAfterAFailedRestoreOfWhatAGuestMayHaveMapped() {
        try (ItsMachine machine = new ItsMachine(Backends.on(kernel), 0).started()) {
            machine.memory().writeLong(ItsMachine.COLLECTIONS, 1L << 63 | 5L << 16);
            run(machine);
            assertThat(machine.restoreTables()).isEqualTo(Errno.EINVAL);
            assertThat(machine.saveTables()).isEqualTo(Errno.EINVAL);
        }
    }

    @Test
    void shouldSeeCommandsThatEnablingTheItsExecutes() {
        try (ItsMachine machine = new ItsMachine(Backends.on(kernel), 0).started()) {
            machine.set(Its.GITS_CTLR, 0, 0);
            machine.mapDevice(DEVICE);
            machine.execute(
                    ItsCommand.mapCollection(COLLECTION, 0),
                    ItsCommand.mapEvent(DEVICE, 0, LPI, COLLECTION),
                    ItsCommand.unmapCollection(COLLECTION));
            assertThat(machine.saveTables()).isEqualTo(Errno.OK);
            machine.set(Its.GITS_CTLR, 0, 1);
            assertThat(machine.saveTables()).isEqualTo(Errno.EINVAL);
        }
    }

    @Test
    void shouldSeeCommandsAroundTheEndOfTheQueue() {
        try (ItsMachine machine = new ItsMachine(Backends.on(kernel), 0).started()) {
            for (int i = 0; i < ItsMachine.QUEUE_SIZE / ItsCommand.SIZE - 2; i++) {
                machine.execute(ItsCommand.sync());
            }
            machine.execute(
                    ItsCommand.mapCollection(COLLECTION, 0),
                    ItsCommand.mapDevice(DEVICE, 5, ItsMachine.translationTable(DEVICE)),
                    ItsCommand.mapEvent(DEVICE, 0, LPI, COLLECTION),
                    ItsCommand.unmapCollection(COLLECTION));
            assertThat(machine.saveTables()).isEqualTo(Errno.EINVAL);
        }
    }

    @Test
    void shouldLookAtTheMemoryOfAnAttachedMachineBeforeItSaves() {
        int kvm = kernel.open("/dev/kvm", KernelCalls.O_RDWR | KernelCalls.O_CLOEXEC);
        int machine = kernel.ioctl(kvm, KvmRequest.CREATE_VM, 0);
        int vcpu = kernel.ioctl(machine, KvmRequest.CREATE_VCPU, 0);
        int gic = create(machine, DeviceType.VGIC_V3);
        int its = create(machine, DeviceType.ITS);
        KvmAttachment handed = KvmAttachments.to(kernel, machine)
                .vcpu(0, vcpu)
                .device(DeviceType.VGIC_V3, gic)
                .device(DeviceType.ITS, its);
        try (Arena arena = Arena.ofShared();
                VirtualMachine vm = handed.attach()) {
            Device device = vm.devices().getLast();
            device.set(AttributeGroup.ADDRESS, AttributeGroup.ADDRESS_ITS, ItsMachine.ITS);
            place(device, Its.GITS_CBASER, 0, ItsMachine.QUEUE);
            place(device, Its.GITS_BASER, 0, ItsMachine.DEVICES);
            place(device, Its.GITS_BASER, 1, ItsMachine.COLLECTIONS);

            MemorySegment ram = arena.allocate(ItsMachine.RAM_SIZE, ItsMachine.QUEUE_SIZE);
            kernel.ioctl(
                    machine,
                    KvmRequest.SET_USER_MEMORY_REGION,
                    Arguments.ofThisThread().memoryRegion(0, ItsMachine.RAM, ItsMachine.RAM_SIZE, ram.address()));

            assertThat(save(device)).isEqualTo(Errno.EFAULT);
            vm.memory().map(ItsMachine.RAM, ram);
            assertThat(save(device)).isEqualTo(Errno.OK);
            ItsCommand.unmapCollection(COLLECTION).write(vm.memory(), ItsMachine.QUEUE + 0x40);
            assertThat(save(device)).isEqualTo(Errno.EINVAL);
        }
        for (int descriptor : new int[] {its, gic, vcpu, machine, kvm}) {
            kernel.close(descriptor);
        }
    }

    @Test
    void shouldLetNoRunBeginBetweenTheLookAndTheSave() throws InterruptedException {
        CountDownLatch running = new CountDownLatch(1);
        kernel.executing(run -> {
            running.countDown();
            return -Errno.EINTR;
        });
        AtomicBoolean armed = new AtomicBoolean();
        AtomicBoolean ranBefore = new AtomicBoolean();
        List<Thread> threads = new ArrayList<>();
        List<ItsMachine> machines = new ArrayList<>();
        KernelCalls watched = new ForwardingCalls(kernel, request -> {
            if (request == KvmRequest.GET_DEVICE_ATTR && armed.getAndSet(false)) {
                threads.add(Thread.startVirtualThread(() -> run(machines.getFirst())));
                ranBefore.set(await(running, 50));
            } else if (request == KvmRequest.SET_DEVICE_ATTR && running.getCount() == 0) {
                ranBefore.set(true);
            }
        });
        try (ItsMachine machine = new ItsMachine(Backends.on(watched), 0).started()) {
            machines.add(machine);
            armed.set(true);
            assertThat(machine.saveTables()).isEqualTo(Errno.OK);
            assertThat(ranBefore).isFalse();
            assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
            threads.getFirst().join();
        }
    }

    private static boolean await(CountDownLatch latch, int milliseconds) {
        try {
            return latch.await(milliseconds, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    @Test
    void shouldFindNoGoldenLogThatAKernelDoesNotSurvive(@TempDir Path folder) throws IOException {
        for (String log : GoldenData.opLogs(GicVersion.GICV3)) {
            if (log.contains("-its")) {
                assertThat(Replay.run(GoldenData.copy(log, folder), ReplayOptions.of(Backends.on(kernel)))
                                .differing())
                        .as(log)
                        .isZero();
            }
        }
        assertThat(kernel.faults()).isEmpty();
    }

    /** As far as anybody knows, the guest has executed something. */
    private static void run(ItsMachine machine) {
        assertThat(KvmVcpu.of(machine.vm().vcpus().getFirst()).run()).isEqualTo(-Errno.EINTR);
    }

    private int create(int machine, DeviceType type) {
        Arguments arguments = Arguments.ofThisThread();
        kernel.ioctl(machine, KvmRequest.CREATE_DEVICE, arguments.createDevice(type.number(), 0));
        return arguments.createdDescriptor();
    }

    private static void place(Device its, Its register, int number, long address) {
        its.set(AttributeGroup.ITS_REGISTERS, ItsMachine.attribute(register, number), 1L << 63 | address);
    }

    private static int save(Device its) {
        return its.trySet(AttributeGroup.CONTROL, AttributeGroup.CONTROL_ITS_SAVE_TABLES, 0);
    }
}
