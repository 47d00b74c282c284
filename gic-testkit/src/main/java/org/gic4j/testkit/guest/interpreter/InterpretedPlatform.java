package org.gic4j.testkit.guest.interpreter;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.gic4j.api.GicBackend;
import org.gic4j.api.GicVersion;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.VirtualMachineConfiguration;
import org.gic4j.api.guest.GuestAccess;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.Snapshots;
import org.gic4j.testkit.guest.Controllers;
import org.gic4j.testkit.guest.GuestMachine;
import org.gic4j.testkit.guest.GuestMap;
import org.gic4j.testkit.guest.GuestPlatform;
import org.gic4j.testkit.guest.GuestProcessor;
import org.gic4j.testkit.guest.ProcessorState;

/**
 * Interpreted processors.
 *
 * @param backend what serves their accesses to the interrupt controller
 * @param version the interrupt controller's
 */
public record InterpretedPlatform(GicBackend backend, GicVersion version) implements GuestPlatform {
    @Override
    public String name() {
        return "interpreted on a " + version.display() + " of " + backend.name();
    }

    @Override
    public GuestMachine create(MemorySegment content, int interrupts, int... vcpuIds) {
        VirtualMachine vm = backend.createVirtualMachine(
                VirtualMachineConfiguration.KVM_GICV2.withHost(version.host()));
        MemorySegment memory = mapped(vm, content);
        Controllers.create(vm, version, interrupts, vcpuIds);
        return new InterpretedMachine(vm, memory);
    }

    @Override
    public GuestMachine resume(MemorySegment content, Snapshot snapshot, List<ProcessorState> processors) {
        VirtualMachine vm = backend.createVirtualMachine(Snapshots.configurationFor(snapshot));
        // An ITS is restored from its tables in memory.
        MemorySegment memory = mapped(vm, content);
        Controllers.restore(vm, snapshot);
        InterpretedMachine machine = new InterpretedMachine(vm, memory);
        for (int i = 0; i < processors.size(); i++) {
            machine.processors.get(i).restore(processors.get(i));
        }
        return machine;
    }

    private static MemorySegment mapped(VirtualMachine vm, MemorySegment content) {
        MemorySegment memory = Arena.ofAuto().allocate(content.byteSize()).copyFrom(content);
        vm.memory().map(GuestMap.MEMORY, memory);
        return memory;
    }

    /** A machine. */
    private static final class InterpretedMachine implements GuestMachine {
        private final VirtualMachine vm;
        private final MemorySegment memory;
        private final List<GuestProcessor> processors = new ArrayList<>();

        InterpretedMachine(VirtualMachine vm, MemorySegment memory) {
            this.vm = vm;
            this.memory = memory;
            GuestAccess access = vm.facet(GuestAccess.class).orElseThrow();
            for (int i = 0; i < vm.vcpus().size(); i++) {
                processors.add(new InterpretedProcessor(
                        memory, access, i, vm.vcpus().get(i).affinity().mpidr()));
            }
        }

        @Override
        public VirtualMachine controller() {
            return vm;
        }

        @Override
        public List<GuestProcessor> processors() {
            return processors;
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
