package org.gic4j.serialization.qemu;

import java.util.List;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.ReadOptions;
import org.gic4j.api.snapshot.SnapshotException;
import org.gic4j.serialization.qemu.stream.DeviceSection;
import org.gic4j.serialization.qemu.stream.MigrationStream;

/** Reads {@code arm_gic}: a GICv2, of QEMU's own or of KVM. */
final class ArmGicReader implements ControllerReader {
    private static final String CPU = "cpu";
    private static final long VERSION = 12;

    @Override
    public String device() {
        return "arm_gic";
    }

    @Override
    public Contents read(MigrationStream stream, DeviceSection section, ReadOptions options) {
        if (section.version() != VERSION) {
            throw new SnapshotException(
                    section.offset(),
                    "version " + section.version() + " of " + device() + " is not read, only version " + VERSION);
        }
        List<DeviceSection> cpuSections = stream.named(CPU);
        int cpus = cpuSections.size();
        if (cpus == 0 || cpus > ArmGicFields.CPUS) {
            throw new SnapshotException(
                    section.offset(), "a GICv2 has 1 to 8 CPUs, but the stream has " + cpus + " sections of CPUs");
        }
        ArmGicFields fields = new ArmGicFields(section.body());
        Accelerator accelerator = Accelerator.of(cpuSections.getFirst().body());
        boolean inKernel = accelerator == Accelerator.KVM && !fields.hasSoftwareCpuInterfaces(cpus);
        boolean virt = VirtMachine.made(stream.configuration());
        int interrupts = InterruptCount.of(new ArmGicUsage(fields, cpus), virt, options.interrupts(), section.offset());

        ArmGicRegisters registers = new ArmGicRegisters(fields, cpus, inKernel);
        GicState.Builder state = registers.state(interrupts);
        if (virt) {
            state.address(AttributeGroup.ADDRESS_V2_DISTRIBUTOR, VirtMachine.GICV2_DISTRIBUTOR);
            state.address(AttributeGroup.ADDRESS_V2_CPU, VirtMachine.GICV2_CPU_INTERFACE);
        }
        String host = accelerator.display()
                + (accelerator == Accelerator.KVM && !inKernel ? " without its interrupt controller" : "");
        return new Contents(
                host,
                state.build(),
                ArmGicNotes.of(section.body(), fields, registers, cpus, interrupts, inKernel));
    }
}
