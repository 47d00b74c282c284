package org.gic4j.realkernel.guest.processor;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.Consumer;
import org.gic4j.api.GicVersion;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.VirtualMachineConfiguration;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.kvm.KvmBackend;
import org.gic4j.kvm.vmm.KvmVcpu;
import org.gic4j.testkit.guest.Controllers;
import org.gic4j.testkit.guest.GuestMachine;
import org.gic4j.testkit.guest.GuestMap;
import org.gic4j.testkit.guest.GuestPlatform;
import org.gic4j.testkit.guest.GuestProcessor;
import org.gic4j.testkit.guest.ProcessorState;

/**
 * KVM with the interrupt controller in the kernel.
 *
 * @param version the interrupt controller's
 */
public record KernelPlatform(GicVersion version) implements GuestPlatform {
    private static final long PAGE = 4096;

    @Override
    public String name() {
        return "a " + version.display() + " of KVM";
    }

    @Override
    public GuestMachine create(MemorySegment content, int interrupts, int... vcpuIds) {
        KernelMachine machine = machine(content, vm -> Controllers.create(vm, version, interrupts, vcpuIds));
        machine.processors.forEach(processor -> processor.begin(GuestMap.MEMORY));
        return machine;
    }

    @Override
    public GuestMachine resume(MemorySegment content, Snapshot snapshot, List<ProcessorState> processors) {
        KernelMachine machine = machine(content, vm -> Controllers.restore(vm, snapshot));
        for (int i = 0; i < processors.size(); i++) {
            machine.processors.get(i).restore(processors.get(i));
        }
        return machine;
    }

    private KernelMachine machine(MemorySegment content, Consumer<VirtualMachine> controller) {
        VirtualMachine vm = new KvmBackend()
                .createVirtualMachine(VirtualMachineConfiguration.KVM_GICV2.withHost(version.host()));
        boolean done = false;
        try {
            // An ITS is restored from its tables in memory.
            MemorySegment memory = mapped(vm, content);
            controller.accept(vm);
            KernelMachine machine = new KernelMachine(vm, memory);
            done = true;
            return machine;
        } finally {
            if (!done) {
                vm.close();
            }
        }
    }

    /** Page-aligned memory with a copy of some content, mapped into a virtual machine. */
    static MemorySegment mapped(VirtualMachine vm, MemorySegment content) {
        MemorySegment memory = Arena.ofAuto().allocate(content.byteSize(), PAGE).copyFrom(content);
        vm.memory().map(GuestMap.MEMORY, memory);
        return memory;
    }

    /** A machine. */
    private static final class KernelMachine implements GuestMachine {
        private final VirtualMachine vm;
        private final MemorySegment memory;
        private final List<KernelProcessor> processors;

        KernelMachine(VirtualMachine vm, MemorySegment memory) {
            this.vm = vm;
            this.memory = memory;
            processors = vm.vcpus().stream()
                    .map(vcpu -> new KernelProcessor(KvmVcpu.of(vcpu), KernelProcessor.UserController.NONE))
                    .toList();
        }

        @Override
        public VirtualMachine controller() {
            return vm;
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
            vm.close();
        }
    }
}
