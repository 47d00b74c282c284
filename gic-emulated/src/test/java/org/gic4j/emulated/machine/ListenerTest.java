package org.gic4j.emulated.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.gic4j.api.ExecutionMarks;
import org.gic4j.api.InterruptLine;
import org.gic4j.api.Quiescence;
import org.gic4j.api.VcpuId;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.VirtualMachineConfiguration;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.device.Device;
import org.gic4j.api.device.DeviceType;
import org.gic4j.api.guest.GuestAccess;
import org.gic4j.api.registers.Gicv3CpuInterface;
import org.gic4j.emulated.EmulatedBackend;
import org.junit.jupiter.api.Test;

class ListenerTest {
    private static final long GICD = 0x0800_0000L;
    private static final long GICR = 0x080A_0000L;
    private static final int PPI = 20;
    /** GICR_ISENABLER0. */
    private static final long ENABLES = 0x1_0100;
    /** KVM_CREATE_DEVICE_TEST: asks, and makes nothing. */
    private static final int TEST = 1;

    private final VirtualMachine vm =
            new EmulatedBackend().createVirtualMachine(VirtualMachineConfiguration.KVM_GICV3);
    private final AtomicInteger told = new AtomicInteger();
    private boolean heldOff;

    /** A thread that the listener waits for may need the virtual machine. */
    @Test
    void shouldBeToldWithoutALockWhenAVcpuEnters() {
        start();
        vm.facet(GuestAccess.class).orElseThrow().onOutputChange(this::hear);
        Quiescence still = vm.quiesce();
        for (int vcpu = 0; vcpu < 2; vcpu++) {
            vm.setInterruptLine(InterruptLine.ppi(new VcpuId(vcpu), PPI), true);
        }
        assertThatIllegalStateException().isThrownBy(still::close);
        ExecutionMarks marks = vm.vcpus().get(1).executionMarks().orElseThrow();
        assertThat(marks.enter()).isZero();
        marks.leave();

        assertThat(told).hasValue(2);
        assertThat(heldOff).isFalse();
    }

    /** Refuses the first vCPU; at the second one another thread asks for the virtual machine. */
    private void hear(int vcpu, int outputs) {
        told.incrementAndGet();
        if (vcpu == 0) {
            throw new IllegalStateException("the embedder's listener");
        }
        Thread other = Thread.ofPlatform().start(() -> vm.createDevice(DeviceType.VGIC_V3.number(), TEST));
        try {
            heldOff = !other.join(Duration.ofMillis(500));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Two vCPUs that take a PPI; only the first has run. */
    private void start() {
        Device device = vm.createDevice(DeviceType.VGIC_V3);
        for (int vcpu = 0; vcpu < 2; vcpu++) {
            vm.createVcpu(vcpu).initialize();
        }
        device.set(AttributeGroup.ADDRESS, AttributeGroup.ADDRESS_V3_DISTRIBUTOR, GICD);
        device.set(AttributeGroup.ADDRESS, AttributeGroup.ADDRESS_V3_REDISTRIBUTOR, GICR);
        device.initialize();
        device.set(AttributeGroup.DISTRIBUTOR_REGISTERS, 0, 2);
        for (long vcpu = 0; vcpu < 2; vcpu++) {
            long owner = vcpu << 32;
            long mask = owner | Gicv3CpuInterface.ICC_PMR_EL1.row().offset();
            long enable = owner | Gicv3CpuInterface.ICC_IGRPEN1_EL1.row().offset();
            device.set(AttributeGroup.CPU_SYSTEM_REGISTERS, mask, 0xFF);
            device.set(AttributeGroup.CPU_SYSTEM_REGISTERS, enable, 1);
            device.set(AttributeGroup.REDISTRIBUTOR_REGISTERS, owner | ENABLES, 1 << PPI);
        }
        assertThat(vm.vcpus().getFirst().tryValidateFirstRun()).isZero();
    }
}
