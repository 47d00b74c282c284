package org.gic4j.serialization.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gic4j.api.ApiVersion;
import org.gic4j.api.GicProfile;
import org.gic4j.api.Gicv3Profile.TableBases;
import org.gic4j.api.Quiescence;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.device.Device;
import org.gic4j.api.guest.GuestMemory;
import org.gic4j.api.snapshot.AncillaryPart;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.ItsMappings;
import org.gic4j.api.snapshot.LpiState;
import org.gic4j.api.snapshot.Note;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.SnapshotException;
import org.gic4j.api.snapshot.StateTransfer;
import org.gic4j.serialization.its.LpiReader;
import org.gic4j.serialization.its.LpiTables;
import org.gic4j.serialization.its.SnapshotMemory;
import org.gic4j.serialization.its.StagedMemory;
import org.gic4j.serialization.qemu.QemuItsTables;

/** Moves state through device attributes, the same for every backend. Any thread may use it. */
public final class AttributeTransfer implements StateTransfer {
    /** The kind of notes of ICC_CTLR_EL1 as another CPU interface has it: {@link #conform}. */
    public static final String CPU_INTERFACE_CONTROL = "cpu-interface-control";

    /** Made by {@link java.util.ServiceLoader}. */
    public AttributeTransfer() {}

    @Override
    public Snapshot save(VirtualMachine vm) {
        try (Quiescence _ = vm.quiesce()) {
            GicState state = StateReader.read(vm);
            if (!state.translationServices().isEmpty()) {
                LpiTables.noteSaved(state, vm.memory());
            }
            return new Snapshot(
                    "gic4j " + ApiVersion.CURRENT + ", profile "
                            + vm.configuration().profile().name(),
                    state);
        }
    }

    @Override
    public Snapshot saveWhole(VirtualMachine vm) {
        try (Quiescence _ = vm.quiesce()) {
            Snapshot saved = save(vm);
            return saved.withMemory(LpiTables.copy(saved.state(), vm.memory()));
        }
    }

    @Override
    public void prepare(VirtualMachine vm, Snapshot snapshot) {
        Preparation.prepare(vm, snapshot.state());
    }

    @Override
    public List<Note> restore(VirtualMachine vm, Snapshot snapshot, boolean ignoreUnknownParts) {
        if (!ignoreUnknownParts && !snapshot.parts().isEmpty()) {
            throw new SnapshotException("the snapshot has parts that this version does not know ("
                    + snapshot.parts().stream().map(AncillaryPart::toString).collect(Collectors.joining(", "))
                    + "), which would be left behind; restore without them by ignoring unknown parts");
        }
        try (Quiescence _ = vm.quiesce()) {
            GicState source = snapshot.state();
            Controller controller = Controller.of(vm);
            controller.requireFits(source);
            Frames.check(source);
            Frames.requireSame(controller.device(), source);
            List<Device> services = TranslationTransfer.of(vm);
            TranslationTransfer.requireFits(services, source);
            List<Note> tables = new ArrayList<>();
            Optional<StagedMemory> memory = services.isEmpty()
                    ? Optional.empty()
                    : Optional.of(checkedTables(snapshot, vm, tables));
            Target target = Target.of(vm, controller);
            target.requireAccess(source);
            Conformed conformed = conform(source, target);
            // Everything is checked: from here on something is changed.
            memory.ifPresent(StagedMemory::commit);
            TranslationTransfer.reset(services);
            new StateWriter(vm, controller, conformed.state(), source, target).write();
            TranslationTransfer.restore(services, conformed.state(), source);
            return Stream.concat(conformed.notes().stream(), tables.stream()).toList();
        }
    }

    /** Memory with the tables that ITSs are restored from: those that the snapshot carries, or those that are there. */
    private static StagedMemory checkedTables(Snapshot snapshot, VirtualMachine vm, List<Note> notes) {
        StagedMemory memory = new StagedMemory(vm.memory());
        LpiTables.put(snapshot.memory(), memory);
        // QEMU's own ITS keeps tables that no kernel reads: they become the kernel's where they are.
        QemuItsTables.convert(snapshot.state(), memory);
        notes.addAll(LpiTables.check(
                snapshot.state(), vm.configuration().profile().gicv3().tableBases(), memory, snapshot.memory()));
        return memory;
    }

    @Override
    public List<ItsMappings> mappings(GicState state, GuestMemory memory) {
        return LpiTables.mappings(state, memory);
    }

    @Override
    public List<LpiState> lpis(Snapshot snapshot, GuestMemory memory) {
        SnapshotMemory whole = new SnapshotMemory(snapshot.memory(), memory);
        QemuItsTables.convert(snapshot.state(), whole);
        LpiTables.check(snapshot.state(), TableBases.SANITISED, whole, snapshot.memory());
        return LpiReader.read(snapshot.state(), whole);
    }

    @Override
    public Conformed conform(GicState state, GicProfile profile) {
        return conform(state, Target.fresh(profile));
    }

    @Override
    public Conformed conform(GicState state, VirtualMachine vm) {
        return conform(state, Target.of(vm));
    }

    private static Conformed conform(GicState state, Target target) {
        return switch (state.version()) {
            case GICV2 -> new Gicv2Conformance(state, target.profile()).conform();
            case GICV3 -> new Gicv3Conformance(state, target).conform();
        };
    }
}
