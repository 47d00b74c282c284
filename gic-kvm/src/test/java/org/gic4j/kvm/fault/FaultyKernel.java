package org.gic4j.kvm.fault;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.gic4j.kvm.call.KernelCalls;
import org.gic4j.kvm.call.KvmRequest;
import org.gic4j.kvm.call.KvmStructs;

/** A kernel of which one call fails, once. What fails is not done, but a descriptor that fails to close is gone. */
final class FaultyKernel implements KernelCalls {
    private final KernelCalls kernel;
    private final int failing;
    private final int errno;
    private final List<String> calls = new ArrayList<>();

    /**
     * Over another kernel.
     *
     * @param kernel what does the work
     * @param failing the position of the call that fails, from 0; -1 for none
     * @param errno what it answers
     */
    FaultyKernel(KernelCalls kernel, int failing, int errno) {
        this.kernel = kernel;
        this.failing = failing;
        this.errno = errno;
    }

    /** The names of the calls so far. */
    List<String> calls() {
        return List.copyOf(calls);
    }

    @Override
    public int open(String path, int flags) {
        return fails("open") ? -errno : kernel.open(path, flags);
    }

    @Override
    public int ioctl(int descriptor, long request, long argument) {
        return fails(name(request, 0)) ? -errno : kernel.ioctl(descriptor, request, argument);
    }

    @Override
    public int ioctl(int descriptor, long request, MemorySegment argument) {
        return fails(name(request, idOf(request, argument))) ? -errno : kernel.ioctl(descriptor, request, argument);
    }

    @Override
    public long mmap(long length, int protection, int flags, int descriptor, long offset) {
        return fails("mmap") ? -errno : kernel.mmap(length, protection, flags, descriptor, offset);
    }

    @Override
    public int munmap(long address, long length) {
        int answer = kernel.munmap(address, length);
        return fails("munmap") ? -errno : answer;
    }

    @Override
    public int close(int descriptor) {
        int answer = kernel.close(descriptor);
        return fails("close") ? -errno : answer;
    }

    private boolean fails(String call) {
        calls.add(call);
        return calls.size() - 1 == failing;
    }

    private static long idOf(long request, MemorySegment argument) {
        return request == KvmRequest.GET_ONE_REG
                ? argument.get(JAVA_LONG, KvmStructs.OneRegister.ID)
                : 0;
    }

    /** One number is two requests: only ids of registers have their upper bits set. */
    private static String name(long request, long id) {
        if (request == KvmRequest.GET_ONE_REG) {
            return id >>> 32 == 0 ? "KVM_ARM_SET_DEVICE_ADDR" : "KVM_GET_ONE_REG";
        }
        return switch ((int) request) {
            case (int) KvmRequest.GET_API_VERSION -> "KVM_GET_API_VERSION";
            case (int) KvmRequest.CREATE_VM -> "KVM_CREATE_VM";
            case (int) KvmRequest.CHECK_EXTENSION -> "KVM_CHECK_EXTENSION";
            case (int) KvmRequest.CREATE_VCPU -> "KVM_CREATE_VCPU";
            case (int) KvmRequest.SET_USER_MEMORY_REGION -> "KVM_SET_USER_MEMORY_REGION";
            case (int) KvmRequest.CREATE_IRQCHIP -> "KVM_CREATE_IRQCHIP";
            case (int) KvmRequest.IRQ_LINE -> "KVM_IRQ_LINE";
            case (int) KvmRequest.RUN -> "KVM_RUN";
            case (int) KvmRequest.SIGNAL_MSI -> "KVM_SIGNAL_MSI";
            case (int) KvmRequest.SET_ONE_REG -> "KVM_SET_ONE_REG";
            case (int) KvmRequest.ARM_VCPU_INIT -> "KVM_ARM_VCPU_INIT";
            case (int) KvmRequest.ARM_PREFERRED_TARGET -> "KVM_ARM_PREFERRED_TARGET";
            case (int) KvmRequest.CREATE_DEVICE -> "KVM_CREATE_DEVICE";
            case (int) KvmRequest.SET_DEVICE_ATTR -> "KVM_SET_DEVICE_ATTR";
            case (int) KvmRequest.GET_DEVICE_ATTR -> "KVM_GET_DEVICE_ATTR";
            case (int) KvmRequest.HAS_DEVICE_ATTR -> "KVM_HAS_DEVICE_ATTR";
            default -> throw new IllegalArgumentException("request 0x" + Long.toHexString(request));
        };
    }
}
