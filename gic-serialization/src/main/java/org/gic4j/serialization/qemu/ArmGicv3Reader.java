package org.gic4j.serialization.qemu;

import java.util.ArrayList;
import java.util.List;
import org.gic4j.api.GicVersion;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.Note;
import org.gic4j.api.snapshot.ReadOptions;
import org.gic4j.api.snapshot.RedistributorRegion;
import org.gic4j.api.snapshot.SnapshotException;
import org.gic4j.serialization.qemu.stream.DeviceSection;
import org.gic4j.serialization.qemu.stream.MigrationStream;

/** Reads {@code arm_gicv3}: a GICv3, of QEMU's own or of KVM. */
final class ArmGicv3Reader implements ControllerReader {
    private static final String CPU = "cpu";
    private static final long VERSION = 1;

    @Override
    public String device() {
        return "arm_gicv3";
    }

    @Override
    public Contents read(MigrationStream stream, DeviceSection section, ReadOptions options) {
        if (section.version() != VERSION) {
            throw new SnapshotException(
                    section.offset(),
                    "version " + section.version() + " of " + device() + " is not read, only version " + VERSION);
        }
        int cpus = stream.named(CPU).size();
        int most = GicVersion.GICV3.host().maximumVcpus();
        if (cpus == 0 || cpus > most) {
            throw new SnapshotException(
                    section.offset(),
                    "a GICv3 has 1 to " + most + " CPUs, but the stream has " + cpus + " sections of CPUs");
        }
        ArmGicv3Fields fields = new ArmGicv3Fields(section.body(), cpus);
        Accelerator accelerator =
                Accelerator.of(stream.named(CPU).getFirst().body());
        boolean virt = VirtMachine.made(stream.configuration());
        int interrupts =
                InterruptCount.of(new ArmGicv3Usage(fields), virt, options.interrupts(), section.offset());

        ArmGicv3Registers registers = new ArmGicv3Registers(fields, interrupts);
        GicState.Builder state = registers.state();
        List<Note> notes = new ArrayList<>(ArmGicv3Notes.of(fields, interrupts, registers.firstUnsavedRoute()));
        if (virt) {
            state.address(AttributeGroup.ADDRESS_V3_DISTRIBUTOR, VirtMachine.GICV3_DISTRIBUTOR);
            int placed = Math.min(cpus, VirtMachine.GICV3_REDISTRIBUTORS);
            state.redistributorRegion(new RedistributorRegion(VirtMachine.GICV3_REDISTRIBUTOR, placed));
            if (placed < cpus) {
                notes.add(ArmGicv3Notes.unknownRegion(placed, cpus));
            }
        }
        for (DeviceSection its : stream.named(ArmGicv3Its.DEVICE)) {
            state.translationService(ArmGicv3Its.read(its, virt));
        }
        String host = accelerator.display()
                + (accelerator == Accelerator.KVM && !fields.inKernel ? " without its interrupt controller" : "");
        return new Contents(host, state.build(), notes);
    }
}
