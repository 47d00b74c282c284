package org.gic4j.realkernel.guest.processor;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.gic4j.api.GicBackend;
import org.gic4j.api.GicVersion;
import org.gic4j.api.InterruptLine;
import org.gic4j.api.Vcpu;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.VirtualMachineConfiguration;
import org.gic4j.api.guest.GuestAccess;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.Snapshots;
import org.gic4j.kvm.KvmBackend;
import org.gic4j.kvm.vmm.KvmVcpu;
import org.gic4j.testkit.guest.Controllers;
import org.gic4j.testkit.guest.GuestMachine;
import org.gic4j.testkit.guest.GuestMap;
import org.gic4j.testkit.guest.GuestPlatform;
import org.gic4j.testkit.guest.GuestProcessor;
import org.gic4j.testkit.guest.ProcessorState;

/**
 * KVM without an interrupt controller in the kernel (KVM_CAP_ARM_USER_IRQ): another backend's serves the guest's accesses
 * and drives its processors' inputs. A GICv2: no exit tells of an access to system registers.
 *
 * @param backend what has the interrupt controller
 */
public record UserControllerPlatform(GicBackend backend) implements GuestPlatform {
    @Override
    public String name() {
        return "KVM with the controller of " + backend.name();
    }

    @Override
    public GicVersion version() {
        return GicVersion.GICV2;
    }

    @Override
    public GuestMachine create(MemorySegment content, int interrupts, int... vcpuIds) {
        VirtualMachine controller = backend.createVirtualMachine(VirtualMachineConfiguration.KVM_GICV2);
        Controllers.create(controller, version(), interrupts, vcpuIds);
        Machine machine = new Machine(controller, content);
        machine.processors.forEach(processor -> processor.begin(GuestMap.MEMORY));
        return machine;
    }

    @Override
    public GuestMachine resume(MemorySegment content, Snapshot snapshot, List<ProcessorState> processors) {
        VirtualMachine controller = backend.createVirtualMachine(Snapshots.configurationFor(snapshot));
        Controllers.restore(controller, snapshot);
        Machine machine = new Machine(controller, content);
        for (int i = 0; i < processors.size(); i++) {
            machine.processors.get(i).restore(processors.get(i));
        }
        return machine;
    }

    /** A virtual machine of KVM beside one that has the interrupt controller, with the same vCPUs. */
    private static final class Machine implements GuestMachine {
        private final VirtualMachine controller;
        private final VirtualMachine executor;
        private final MemorySegment memory;
        private final List<KernelProcessor> processors = new ArrayList<>();

        Machine(VirtualMachine controller, MemorySegment content) {
            this.controller = controller;
            executor = new KvmBackend().createVirtualMachine(VirtualMachineConfiguration.KVM_GICV2);
            memory = KernelPlatform.mapped(executor, content);
            GuestAccess access = controller.facet(GuestAccess.class).orElseThrow();
            for (Vcpu vcpu : controller.vcpus()) {
                Vcpu executing = executor.createVcpu(vcpu.id().value());
                executing.initialize();
                processors.add(new KernelProcessor(
                        KvmVcpu.of(executing),
                        new Inputs(executor, access, vcpu.index().value(), vcpu.id().value())));
            }
        }

        @Override
        public VirtualMachine controller() {
            return controller;
        }

        @Override
        public List<GuestProcessor> processors() {
            return List.copyOf(processors);
        }

        @Override
        public MemorySegment memory() {
            return memory;
        }

        @Override
        public void close() {
            try {
                executor.close();
            } finally {
                controller.close();
            }
        }
    }

    /** The inputs of one processor, and its accesses to the interrupt controller. */
    private static final class Inputs implements KernelProcessor.UserController {
        private final VirtualMachine executor;
        private final GuestAccess access;
        private final int vcpuIndex;
        private final int vcpuId;
        private int driven;

        Inputs(VirtualMachine executor, GuestAccess access, int vcpuIndex, int vcpuId) {
            this.executor = executor;
            this.access = access;
            this.vcpuIndex = vcpuIndex;
            this.vcpuId = vcpuId;
        }

        @Override
        public void drive() {
            int outputs = access.outputs(vcpuIndex);
            // Numbers of type CPU are 0 for IRQ and 1 for FIQ: the bits' own.
            for (int number = 0; number < 2; number++) {
                if (((outputs ^ driven) >>> number & 1) != 0) {
                    executor.setInterruptLine(
                            InterruptLine.TYPE_CPU << 24 | vcpuId << 16 | number, (outputs >>> number & 1) != 0);
                }
            }
            driven = outputs;
        }

        @Override
        public boolean serve(KvmVcpu vcpu) {
            long address = vcpu.mmioAddress();
            if (!access.claims(address)) {
                return false;
            }
            if (vcpu.mmioIsWrite()) {
                access.write(vcpuIndex, address, vcpu.mmioLength(), vcpu.mmioData());
            } else {
                vcpu.setMmioData(access.read(vcpuIndex, address, vcpu.mmioLength()));
            }
            return true;
        }
    }
}
