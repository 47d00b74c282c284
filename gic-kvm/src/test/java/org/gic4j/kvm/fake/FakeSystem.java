package org.gic4j.kvm.fake;

import java.lang.foreign.MemorySegment;
import org.gic4j.api.Capability;
import org.gic4j.api.VirtualMachine;
import org.gic4j.emulated.EmulatedBackend;
import org.gic4j.kvm.call.KvmRequest;

/** {@code /dev/kvm} of the fake kernel. */
final class FakeSystem implements FakeFile {
    private final FakeKernel kernel;

    FakeSystem(FakeKernel kernel) {
        this.kernel = kernel;
    }

    @Override
    public int ioctl(long request, long argument) {
        if (request == KvmRequest.GET_API_VERSION) {
            return kernel.host().apiVersion;
        }
        if (request == KvmRequest.CHECK_EXTENSION) {
            return argument == Capability.ARM_VM_IPA_SIZE.number()
                    ? kernel.host().addressBits
                    : argument == Capability.NR_VCPUS.number() ? kernel.host().cpus : 0;
        }
        return request == KvmRequest.CREATE_VM ? createMachine(argument) : UNKNOWN;
    }

    private int createMachine(long type) {
        kernel.host().machineTypes.add(type);
        Integer errno = kernel.host().machineErrnos.poll();
        if (errno != null) {
            return -errno;
        }
        return FakeMachine.answer(() -> kernel.add(new FakeMachine(kernel, emulated(type))));
    }

    private VirtualMachine emulated(long type) {
        return new EmulatedBackend().createVirtualMachine(kernel.host().configuration(type));
    }

    @Override
    public int ioctl(long request, MemorySegment argument) {
        return UNKNOWN;
    }

    @Override
    public void release() {}
}
