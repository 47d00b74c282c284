package org.gic4j.serialization.qemu;

import java.util.ArrayList;
import java.util.List;
import org.gic4j.api.GicVersion;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.Note;
import org.gic4j.api.snapshot.ReadOptions;
import org.gic4j.serialization.qemu.stream.DeviceSection;
import org.gic4j.serialization.qemu.stream.MigrationStream;

/** Reads {@code arm_gic}: a GICv2, of QEMU's own or of KVM. */
final class ArmGicReader implements ControllerReader {
    private static final long VERSION = 12;

    @Override
    public String device() {
        return "arm_gic";
    }

    @Override
    public Contents read(MigrationStream stream, DeviceSection section, ReadOptions options) {
        SourceMachine machine = new SourceMachine(stream, section, VERSION, GicVersion.GICV2);
        int cpus = machine.vcpus().size();
        ArmGicFields fields = new ArmGicFields(section.body());
        boolean inKernel = machine.accelerator().isInKernel(!fields.hasSoftwareCpuInterfaces(cpus));
        int interrupts = machine.interrupts(new ArmGicUsage(fields, cpus), options);

        ArmGicRegisters registers = new ArmGicRegisters(fields, machine.vcpus(), inKernel);
        GicState.Builder state = registers.state(interrupts);
        if (machine.isVirt()) {
            state.address(AttributeGroup.ADDRESS_V2_DISTRIBUTOR, VirtMachine.GICV2_DISTRIBUTOR);
            state.address(AttributeGroup.ADDRESS_V2_CPU, VirtMachine.GICV2_CPU_INTERFACE);
        }
        List<Note> notes = new ArrayList<>(machine.notes());
        notes.addAll(UnknownSubsections.of(section.body(), ArmGicNotes.SUBSECTIONS, null));
        notes.addAll(ArmGicNotes.of(section.body(), fields, registers, cpus, interrupts, inKernel));
        return new Contents(machine.accelerator().display(inKernel), state.build(), notes);
    }
}
