package org.gic4j.realkernel.guest.gicv2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gic4j.api.GicException;
import org.gic4j.api.VirtualMachine;
import org.gic4j.kvm.call.KernelCalls;
import org.gic4j.kvm.call.KvmRequest;
import org.gic4j.kvm.call.LinuxCalls;
import org.gic4j.kvm.vmm.KvmAttachment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A VMM's descriptors, told apart from others by what the real kernel answers. */
class AttachmentTest {
    private static final int FLAGS = KernelCalls.O_RDWR | KernelCalls.O_CLOEXEC;

    private final KernelCalls kernel = new LinuxCalls();
    private int kvm;
    private int machine;
    private int vcpu;

    @BeforeEach
    void create() {
        kvm = kernel.open(KvmRequest.DEVICE_FILE, FLAGS);
        machine = kernel.ioctl(kvm, KvmRequest.CREATE_VM, 0);
        vcpu = kernel.ioctl(machine, KvmRequest.CREATE_VCPU, 0);
    }

    @AfterEach
    void close() {
        assertThat(kernel.close(vcpu)).isZero();
        assertThat(kernel.close(machine)).isZero();
        assertThat(kernel.close(kvm)).isZero();
    }

    @Test
    void shouldTakeAVcpu() {
        try (VirtualMachine vm = KvmAttachment.to(machine).vcpu(0, vcpu).attach()) {
            assertThat(vm.vcpus()).hasSize(1);
        }
    }

    @Test
    void shouldFindAMappableFileThatIsNoVcpu(@TempDir Path folder) throws IOException {
        Path path = Files.write(folder.resolve("memory"), new byte[1 << 16]);
        int file = kernel.open(path.toString(), FLAGS);
        assertRefused(file, "ENOTTY");
        kernel.close(file);
    }

    @Test
    void shouldFindAVirtualMachineThatIsNoVcpu() {
        assertRefused(machine, "ENODEV");
    }

    private void assertRefused(int descriptor, String answer) {
        assertThatExceptionOfType(GicException.class)
                .isThrownBy(KvmAttachment.to(machine).vcpu(0, descriptor)::attach)
                .withMessage("EINVAL: descriptor " + descriptor + " is no vCPU of KVM (" + answer + ")");
    }
}
