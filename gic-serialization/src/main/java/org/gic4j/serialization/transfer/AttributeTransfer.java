package org.gic4j.serialization.transfer;

import java.util.List;
import java.util.stream.Collectors;
import org.gic4j.api.ApiVersion;
import org.gic4j.api.GicProfile;
import org.gic4j.api.Quiescence;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.device.Device;
import org.gic4j.api.snapshot.AncillaryPart;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.Note;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.SnapshotException;
import org.gic4j.api.snapshot.StateTransfer;
import org.gic4j.serialization.its.LpiTables;
import org.gic4j.serialization.qemu.QemuItsTables;

/** Moves state through device attributes, the same for every backend. Any thread may use it. */
public final class AttributeTransfer implements StateTransfer {
    /** Made by {@link java.util.ServiceLoader}. */
    public AttributeTransfer() {}

    @Override
    public Snapshot save(VirtualMachine vm) {
        try (Quiescence _ = vm.quiesce()) {
            return new Snapshot(
                    "gic4j " + ApiVersion.CURRENT + ", profile "
                            + vm.configuration().profile().name(),
                    StateReader.read(vm));
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
            if (!services.isEmpty()) {
                LpiTables.put(snapshot.memory(), vm.memory());
                // QEMU's own ITS keeps tables that no kernel reads: they become the kernel's where they are.
                QemuItsTables.convert(source, vm.memory());
                LpiTables.check(source, vm.memory());
            }
            Conformed conformed = conform(source, vm.configuration().profile());
            TranslationTransfer.reset(services);
            new StateWriter(vm, controller, conformed.state(), source).write();
            TranslationTransfer.restore(services, conformed.state());
            return conformed.notes();
        }
    }

    @Override
    public Conformed conform(GicState state, GicProfile profile) {
        return switch (state.version()) {
            case GICV2 -> new Gicv2Conformance(state, profile).conform();
            case GICV3 -> new Gicv3Conformance(state, profile).conform();
        };
    }
}
