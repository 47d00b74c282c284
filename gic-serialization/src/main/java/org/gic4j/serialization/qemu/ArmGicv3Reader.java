package org.gic4j.serialization.qemu;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.gic4j.api.GicVersion;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.Note;
import org.gic4j.api.snapshot.ReadOptions;
import org.gic4j.api.snapshot.RedistributorRegion;
import org.gic4j.serialization.qemu.stream.DeviceSection;
import org.gic4j.serialization.qemu.stream.MigrationStream;

/** Reads {@code arm_gicv3}: a GICv3, of QEMU's own or of KVM. */
final class ArmGicv3Reader implements ControllerReader {
    private static final long VERSION = 1;

    @Override
    public String device() {
        return "arm_gicv3";
    }

    @Override
    public Contents read(MigrationStream stream, DeviceSection section, ReadOptions options) {
        SourceMachine machine = new SourceMachine(stream, section, VERSION, GicVersion.GICV3);
        int cpus = machine.vcpus().size();
        ArmGicv3Fields fields = new ArmGicv3Fields(section.body(), cpus, machine.accelerator());
        int interrupts = machine.interrupts(new ArmGicv3Usage(fields), options);

        ArmGicv3Registers registers = new ArmGicv3Registers(fields, machine, interrupts);
        GicState.Builder state = registers.state();
        List<Note> notes = new ArrayList<>(machine.notes());
        notes.addAll(ArmGicv3Notes.of(fields, interrupts, registers.firstUnsavedRoute()));
        if (machine.isVirt()) {
            state.address(AttributeGroup.ADDRESS_V3_DISTRIBUTOR, VirtMachine.GICV3_DISTRIBUTOR);
            int placed = Math.min(cpus, VirtMachine.GICV3_REDISTRIBUTORS);
            state.redistributorRegion(new RedistributorRegion(VirtMachine.GICV3_REDISTRIBUTOR, placed));
            if (placed < cpus) {
                notes.add(ArmGicv3Notes.unknownRegion(placed, cpus));
            }
        }
        for (DeviceSection its : stream.named(ArmGicv3Its.DEVICE)) {
            state.translationService(ArmGicv3Its.read(its, machine.isVirt()));
            notes.addAll(UnknownSubsections.of(its.body(), Set.of(), null));
        }
        return new Contents(machine.accelerator().display(fields.inKernel), state.build(), notes);
    }
}
