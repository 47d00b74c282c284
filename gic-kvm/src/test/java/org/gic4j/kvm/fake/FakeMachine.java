package org.gic4j.kvm.fake;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.gic4j.api.Errno;
import org.gic4j.api.GicException;
import org.gic4j.api.Vcpu;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.device.Device;
import org.gic4j.api.device.DeviceType;
import org.gic4j.kvm.call.KvmRequest;
import org.gic4j.kvm.call.KvmStructs;
import org.gic4j.kvm.call.KvmStructs.CreateDevice;
import org.gic4j.kvm.call.KvmStructs.DeviceAddress;
import org.gic4j.kvm.call.KvmStructs.InterruptLevel;
import org.gic4j.kvm.call.KvmStructs.MemoryRegion;
import org.gic4j.kvm.call.KvmStructs.Message;
import org.gic4j.kvm.call.KvmStructs.VcpuInit;

/** A virtual machine of the fake kernel: decodes requests for an emulated one. */
final class FakeMachine implements FakeFile {
    /** {@code KVM_ARM_TARGET_GENERIC_V8}. */
    static final int TARGET = 5;

    private static final long PAGE = 4096;

    private final FakeKernel kernel;
    private final VirtualMachine emulated;
    private final Set<Integer> slots = new HashSet<>();
    private final AtomicInteger holders = new AtomicInteger(1);

    FakeMachine(FakeKernel kernel, VirtualMachine emulated) {
        this.kernel = kernel;
        this.emulated = emulated;
    }

    @Override
    public int ioctl(long request, long argument) {
        return answer(() -> {
            if (request == KvmRequest.CHECK_EXTENSION) {
                return emulated.checkExtension((int) argument);
            }
            emulated.checkExtension(0);
            if (request == KvmRequest.CREATE_VCPU) {
                Vcpu vcpu = emulated.createVcpu((int) Math.min(argument & 0xFFFF_FFFFL, Integer.MAX_VALUE));
                return kernel.add(new FakeVcpu(kernel, this, vcpu));
            }
            if (request == KvmRequest.CREATE_IRQCHIP) {
                emulated.createIrqchip();
                return 0;
            }
            return request == KvmRequest.FOREIGN ? -Errno.EINVAL : UNKNOWN;
        });
    }

    @Override
    public int ioctl(long request, MemorySegment argument) {
        return answer(() -> {
            emulated.checkExtension(0);
            if (request == KvmRequest.CREATE_DEVICE) {
                return createDevice(argument);
            }
            if (request == KvmRequest.IRQ_LINE) {
                return -emulated.tryInterruptLine(
                        argument.get(JAVA_INT, InterruptLevel.IRQ), argument.get(JAVA_INT, InterruptLevel.LEVEL));
            }
            if (request == KvmRequest.SIGNAL_MSI) {
                return emulated.trySignalMsi(
                        argument.get(JAVA_LONG, Message.ADDRESS),
                        argument.get(JAVA_INT, Message.DATA),
                        argument.get(JAVA_INT, Message.FLAGS),
                        argument.get(JAVA_INT, Message.DEVICE_ID));
            }
            if (request == KvmRequest.ARM_SET_DEVICE_ADDR) {
                emulated.setDeviceAddress(
                        argument.get(JAVA_LONG, DeviceAddress.ID), argument.get(JAVA_LONG, DeviceAddress.ADDRESS));
                return 0;
            }
            if (request == KvmRequest.ARM_PREFERRED_TARGET) {
                argument.asSlice(0, VcpuInit.SIZE).fill((byte) 0);
                argument.set(JAVA_INT, VcpuInit.TARGET, TARGET);
                return 0;
            }
            return request == KvmRequest.SET_USER_MEMORY_REGION ? setMemory(argument) : UNKNOWN;
        });
    }

    private int createDevice(MemorySegment request) {
        int type = request.get(JAVA_INT, CreateDevice.TYPE);
        int flags = request.get(JAVA_INT, CreateDevice.FLAGS);
        boolean controller = DeviceType.ofNumber(type).isPresent();
        if (controller && !kernel.host().offers(type)) {
            return -kernel.host().typeErrno;
        }
        if (controller && (flags & VirtualMachine.CREATE_DEVICE_TEST) != 0) {
            return 0;
        }
        Device device = emulated.createDevice(type, flags);
        if ((flags & VirtualMachine.CREATE_DEVICE_TEST) == 0) {
            request.set(JAVA_INT, CreateDevice.DESCRIPTOR, kernel.add(new FakeDevice(kernel, this, device)));
        }
        return 0;
    }

    private int setMemory(MemorySegment region) {
        int slot = region.get(JAVA_INT, MemoryRegion.SLOT);
        long bytes = region.get(JAVA_LONG, MemoryRegion.BYTES);
        long user = region.get(JAVA_LONG, MemoryRegion.USER_ADDRESS);
        Optional<MemorySegment> first = kernel.user().at(user, 1);
        if (region.get(JAVA_INT, MemoryRegion.FLAGS) != 0 || user % PAGE != 0 || first.isEmpty()) {
            return -Errno.EINVAL;
        }
        if (slots.contains(slot)) {
            kernel.fault("memory slot " + slot + " is set twice");
            return -Errno.EINVAL;
        }
        emulated.memory()
                .map(region.get(JAVA_LONG, MemoryRegion.GUEST_ADDRESS), KvmStructs.at(user, bytes, Arena.global()));
        slots.add(slot);
        return 0;
    }

    /** 0, or the errno of a machine that died. */
    int errno() {
        return -answer(() -> Math.min(emulated.checkExtension(0), 0));
    }

    /** A vCPU or a device keeps the machine, as in the kernel. */
    void hold() {
        holders.incrementAndGet();
    }

    @Override
    public void release() {
        if (holders.decrementAndGet() == 0) {
            emulated.close();
        }
    }

    static int answer(IntSupplier request) {
        try {
            return request.getAsInt();
        } catch (GicException refused) {
            return -refused.errno();
        }
    }
}
