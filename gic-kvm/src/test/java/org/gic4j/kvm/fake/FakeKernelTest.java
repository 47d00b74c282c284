package org.gic4j.kvm.fake;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.gic4j.api.Errno;
import org.gic4j.kvm.call.Arguments;
import org.gic4j.kvm.call.KernelCalls;
import org.gic4j.kvm.call.KvmRequest;
import org.gic4j.kvm.call.KvmStructs.DeviceAttribute;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What tests of gic-kvm rely on: pointers are checked, exactly as much is written, and unsound calls are seen. */
class FakeKernelTest {
    private static final long UNMAPPED = 0x10;

    private final FakeKernel kernel = FakeKernel.ofGicv2Host();
    private final int kvm = kernel.open("/dev/kvm", KernelCalls.O_RDWR | KernelCalls.O_CLOEXEC);
    private final int vm = kernel.ioctl(kvm, KvmRequest.CREATE_VM, 0);
    private final MemorySegment value = Arena.ofAuto().allocate(Long.BYTES, Long.BYTES);

    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldRefuseBadPointersInTheKernelsOrder() {
        int device = device();

        assertThat(attribute(device, KvmRequest.SET_DEVICE_ATTR, 0, 0, UNMAPPED)).isEqualTo(-Errno.EFAULT);
        assertThat(attribute(device, KvmRequest.SET_DEVICE_ATTR, 1, 0, UNMAPPED)).isEqualTo(-Errno.EFAULT);
        assertThat(attribute(device, KvmRequest.SET_DEVICE_ATTR, 1, 7L << 32, UNMAPPED)).isEqualTo(-Errno.EINVAL);
        assertThat(attribute(device, KvmRequest.GET_DEVICE_ATTR, 1, 0, UNMAPPED)).isEqualTo(-Errno.EFAULT);
        assertThat(attribute(device, KvmRequest.GET_DEVICE_ATTR, 0, 9, UNMAPPED)).isEqualTo(-Errno.ENXIO);
        assertThat(attribute(device, KvmRequest.SET_DEVICE_ATTR, 4, 0, UNMAPPED)).isZero();
        assertThat(attribute(device, KvmRequest.HAS_DEVICE_ATTR, 4, 0, UNMAPPED)).isZero();
    }

    @Test
    void shouldWriteAsManyBytesAsTheKernel() {
        int device = device();
        value.set(JAVA_LONG, 0, -1);
        assertThat(attribute(device, KvmRequest.GET_DEVICE_ATTR, 3, 0, value.address())).isZero();
        assertThat(value.get(JAVA_LONG, 0)).isEqualTo(0xFFFF_FFFF_0000_0020L);

        assertThat(attribute(device, KvmRequest.SET_DEVICE_ATTR, 0, 0, aligned(0x0800_0000L))).isZero();
        value.set(JAVA_LONG, 0, -1);
        assertThat(attribute(device, KvmRequest.GET_DEVICE_ATTR, 0, 0, value.address())).isZero();
        assertThat(value.get(JAVA_LONG, 0)).isEqualTo(0x0800_0000L);
        assertThat(kernel.faults()).isEmpty();
    }

    @Test
    void shouldSeeUnsoundCalls() {
        assertThat(kernel.close(99)).isEqualTo(-Errno.EBADF);
        assertThat(kernel.ioctl(99, KvmRequest.CREATE_VM, 0)).isEqualTo(-Errno.EBADF);
        assertThat(kernel.ioctl(vm, KvmRequest.RUN, 0)).isEqualTo(-Errno.ENOTTY);
        assertThat(kernel.munmap(UNMAPPED, 4096)).isEqualTo(-Errno.EINVAL);
        assertThat(kernel.mmap(4096, 3, 1, vm, 0)).isEqualTo(-Errno.ENODEV);
        assertThat(kernel.ioctl(vm, KvmRequest.IRQ_LINE, value.asSlice(0, 4))).isNegative();

        assertThat(kernel.faults()).hasSize(5);
        assertThat(kernel.leaked()).containsExactlyInAnyOrder(kvm, vm);
    }

    @Test
    void shouldKeepTheMachineUntilItsLastDescriptorIsClosed() {
        int device = device();
        kernel.close(vm);
        assertThat(attribute(device, KvmRequest.HAS_DEVICE_ATTR, 0, 0, 0)).isZero();
    }

    private long aligned(long word) {
        value.set(JAVA_LONG, 0, word);
        return value.address();
    }

    private int device() {
        assertThat(kernel.ioctl(vm, KvmRequest.CREATE_VCPU, 0)).isPositive();
        Arguments arguments = Arguments.ofThisThread();
        assertThat(kernel.ioctl(vm, KvmRequest.CREATE_DEVICE, arguments.createDevice(5, 0))).isZero();
        return arguments.createdDescriptor();
    }

    private int attribute(int device, long request, int group, long attribute, long pointer) {
        MemorySegment struct = Arena.ofAuto().allocate(DeviceAttribute.SIZE, Long.BYTES);
        struct.set(JAVA_INT, DeviceAttribute.GROUP, group);
        struct.set(JAVA_LONG, DeviceAttribute.ATTRIBUTE, attribute);
        struct.set(JAVA_LONG, DeviceAttribute.ADDRESS, pointer);
        return kernel.ioctl(device, request, struct);
    }
}
