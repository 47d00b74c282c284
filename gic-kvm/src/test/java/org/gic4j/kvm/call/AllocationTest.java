package org.gic4j.kvm.call;

import static org.assertj.core.api.Assertions.assertThat;

import org.gic4j.api.Errno;
import org.gic4j.kvm.Allocation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** An access allocates nothing: the real downcalls, on a file that every Linux has. */
@EnabledOnOs(OS.LINUX)
class AllocationTest {
    @Test
    void shouldAllocateNothingForACall() {
        LinuxCalls calls = new LinuxCalls();
        int opened = calls.open("/dev/null", KernelCalls.O_RDWR | KernelCalls.O_CLOEXEC);
        try (Descriptor descriptor = Descriptor.owned(calls, opened)) {
            assertThat(Allocation.of(() -> set(descriptor, 5))).isZero();
        }
    }

    private static void set(Descriptor descriptor, long value) {
        Arguments arguments = Arguments.ofThisThread();
        arguments.setValue(value);
        int answer = descriptor.ioctl(KvmRequest.SET_DEVICE_ATTR, arguments.deviceAttribute(1, value));
        if (answer != -Errno.ENOTTY) {
            throw new IllegalStateException(Errno.name(-answer));
        }
    }
}
