package org.gic4j.kvm.fault;

import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_PMR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_CTLR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ISENABLER;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ISPENDR;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.gic4j.api.Affinity;
import org.gic4j.api.Capability;
import org.gic4j.api.Errno;
import org.gic4j.api.GicBackend;
import org.gic4j.api.GicException;
import org.gic4j.api.InterruptLine;
import org.gic4j.api.Quiescence;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.VirtualMachineConfiguration;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.device.Device;
import org.gic4j.api.device.DeviceType;
import org.gic4j.api.registers.Register;
import org.gic4j.kvm.vmm.KvmVcpu;
import org.jspecify.annotations.Nullable;

/** The life of a virtual machine in steps that each make at least one call of the kernel, and can be repeated. */
final class Life implements AutoCloseable {
    private static final long PAGE = 4096;

    private final GicBackend backend;
    private final Arena arena = Arena.ofShared();
    private @Nullable VirtualMachine vm;
    private @Nullable VirtualMachine legacy;
    private List<Object> state = List.of();

    Life(GicBackend backend) {
        this.backend = backend;
    }

    /**
     * A step.
     *
     * @param subject what its messages name, beside call and errno
     * @param action what it does; answers a negated errno, or throws
     */
    record Step(String subject, Action action) {}

    /** What a step does. */
    @FunctionalInterface
    interface Action {
        /** Throws what is refused, or answers a negated errno; else 0 or more. */
        int perform();
    }

    /** All steps, in order. */
    List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        add(steps, "", () -> {
            GicBackend.Availability answer = backend.probe();
            if (!answer.available()) {
                throw new GicException(Errno.ENODEV, answer.reason());
            }
        });
        add(steps, "", () -> vm = backend.createVirtualMachine(VirtualMachineConfiguration.KVM_GICV2));
        add(steps, "capability 77", () -> vm().checkExtension(Capability.SIGNAL_MSI.number()));
        for (int id : new int[] {0, 3}) {
            add(steps, "id " + id, () -> vm().createVcpu(id));
            add(steps, "vCPU " + id, () -> vcpu(id).initialize());
        }
        add(steps, "MPIDR_EL1 of vCPU 3", () -> vcpu(3).setAffinity(new Affinity(0x0100)));
        add(steps, "VGICv2", () -> vm().createDevice(DeviceType.VGIC_V2.number(), VirtualMachine.CREATE_DEVICE_TEST));
        add(steps, "VGICv2", () -> vm().createDevice(DeviceType.VGIC_V2));
        add(steps, "0x8000000", () -> vm().setDeviceAddress(0, 0x0800_0000L));
        add(steps, "address of the CPU interface", () -> device().set(AttributeGroup.ADDRESS, 1, 0x0801_0000L));
        add(steps, "number of interrupts", () -> device().set(AttributeGroup.NUMBER_OF_INTERRUPTS, 0, 96));
        add(steps, "0x40000000", () -> vm().memory().map(0x4000_0000L, arena.allocate(2 * PAGE, PAGE)));
        add(steps, "control INIT", () -> device().initialize());
        add(steps, "GICD_CTLR", () -> set(GICD_CTLR, 0, 0, 1));
        add(steps, "GICD_ISENABLER1", () -> set(GICD_ISENABLER, 3, 1, 0x300));
        add(steps, "GICC_PMR of vCPU 3", () -> set(GICC_PMR, 3, 0, 0x1E));
        steps.add(new Step("", () -> -device().tryHas(AttributeGroup.CPU_REGISTERS, GICC_PMR.attribute(3, 0))));
        add(steps, "number 40", () -> vm().setInterruptLine(InterruptLine.spi(40), true));
        add(steps, "GICD_ISPENDR1", () -> get(GICD_ISPENDR, 0, 1));
        add(steps, "vCPU 0", () -> vcpu(0).validateFirstRun());
        steps.add(new Step("", () -> vcpu(3).run()));
        steps.add(new Step("", () -> {
            int answer = vm().trySignalMsi(0, 0, 0, 0);
            return answer == -Errno.ENODEV ? 0 : answer;
        }));
        add(steps, "", () -> legacy = backend.createVirtualMachine(VirtualMachineConfiguration.KVM_GICV2));
        add(steps, "VGICv2", () -> Objects.requireNonNull(legacy).createIrqchip());
        add(steps, "", () -> {
            try (Quiescence _ = vm().quiesce()) {
                get(GICD_CTLR, 0, 0);
            }
        });
        add(steps, "", () -> state = read());
        return steps;
    }

    /** What the steps have made, as the last one has read it. */
    List<Object> state() {
        return state;
    }

    private List<Object> read() {
        List<Object> read = new ArrayList<>();
        for (var vcpu : vm().vcpus()) {
            read.add(vcpu.id());
            read.add(vcpu.index());
            read.add(vcpu.affinity());
            read.add(get(GICC_PMR, vcpu.id().value(), 0));
        }
        read.add(vm().devices().size());
        read.add(vm().memory().regions().size());
        read.add(get(GICD_CTLR, 0, 0));
        read.add(get(GICD_ISENABLER, 0, 1));
        read.add(get(GICD_ISPENDR, 0, 1));
        return read;
    }

    @Override
    public void close() {
        if (vm != null) {
            vm.close();
        }
        if (legacy != null) {
            legacy.close();
        }
        arena.close();
    }

    private static void add(List<Step> steps, String subject, Runnable action) {
        steps.add(new Step(subject, () -> {
            action.run();
            return 0;
        }));
    }

    private VirtualMachine vm() {
        return Objects.requireNonNull(vm);
    }

    private KvmVcpu vcpu(int id) {
        return vm().vcpus().stream()
                .filter(vcpu -> vcpu.id().value() == id)
                .map(KvmVcpu::of)
                .findFirst()
                .orElseThrow();
    }

    private Device device() {
        return vm().devices().getFirst();
    }

    private long get(Register register, int vcpuId, int word) {
        return device().get(register.frame().attributeGroup(), register.attribute(vcpuId, word));
    }

    private void set(Register register, int vcpuId, int word, long value) {
        device().set(register.frame().attributeGroup(), register.attribute(vcpuId, word), value);
    }
}
