package org.gic4j.serialization.vgicstate;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.device.DeviceAttribute;
import org.gic4j.api.registers.Gicv2Input;
import org.gic4j.api.registers.Register;
import org.gic4j.api.snapshot.Difference;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.ItsState;
import org.gic4j.api.snapshot.Note;
import org.gic4j.api.snapshot.RedistributorRegion;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.VcpuDescription;
import org.gic4j.serialization.positional.Leftovers;

/**
 * What a text that was written does not give back: everything in which the state that is read from it differs. So nothing can
 * be forgotten here, whatever the text holds or does not.
 */
final class TextLosses {
    /** What stands for pending where latch and line are not told apart has a note of its own. */
    private static final Set<Register> TOLD_APART = Set.of(Gicv2Input.LINE_LEVEL, Gicv2Input.PENDING_LATCH);

    private final Snapshot snapshot;
    private final GicState state;
    private final GicState again;
    private final List<Note> notes = new ArrayList<>();

    /**
     * Begins.
     *
     * @param snapshot what was written
     * @param again what the text reads as
     */
    TextLosses(Snapshot snapshot, GicState again) {
        this.snapshot = snapshot;
        this.state = snapshot.state();
        this.again = again;
    }

    /** A loss for each value that the text does not give back, and what it says without the state saying so. */
    List<Note> notes() {
        notes.addAll(Leftovers.of(state, again.registers(), VgicNotes.NOT_TEXT, VgicNotes.WHY_NOT_TEXT));
        for (Difference difference : Difference.between(state, withTheVcpusOfTheState())) {
            notes.add(VgicNotes.changed(
                    difference.name(),
                    difference.vcpu() == null ? null : difference.vcpu().id(),
                    Integer.toUnsignedLong(difference.left()),
                    Integer.toUnsignedLong(difference.right()),
                    "the text has no place for all of it"));
        }
        for (Register register : again.registers()) {
            if (!state.has(register) && !TOLD_APART.contains(register)) {
                notes.add(VgicNotes.unknown(register.name()));
            }
        }
        vcpus();
        if (state.priorityBits() != again.priorityBits()) {
            notes.add(VgicNotes.changed(
                    "priority bits",
                    null,
                    state.priorityBits(),
                    again.priorityBits(),
                    "the text does not say how many there are"));
        }
        frames();
        notes.addAll(Leftovers.ofServices(state.translationServices(), 0, VgicNotes.NOT_TEXT, VgicNotes.WHY_NOT_TEXT));
        notes.addAll(Leftovers.ofMemory(snapshot.memory(), VgicNotes.NOT_TEXT, VgicNotes.WHY_NOT_TEXT));
        return List.copyOf(notes);
    }

    private GicState withTheVcpusOfTheState() {
        GicState.Builder builder = new GicState.Builder(
                again.version(), again.geometry().interrupts(), state.vcpus());
        again.registers().forEach(register -> builder.words(register, again.words(register)));
        return builder.build();
    }

    private void vcpus() {
        for (VcpuDescription vcpu : state.vcpus()) {
            VcpuDescription read = again.vcpus().get(vcpu.index().value());
            if (!read.id().equals(vcpu.id())) {
                notes.add(VgicNotes.changed(
                        "vCPU id", vcpu.id(), vcpu.id().value(), read.id().value(), "vCPUs have their places as ids"));
            }
            if (!read.affinity().equals(vcpu.affinity())) {
                notes.add(VgicNotes.changed(
                        "MPIDR_EL1",
                        vcpu.id(),
                        vcpu.affinity().mpidr(),
                        read.affinity().mpidr(),
                        "the text does not have all of the affinity"));
            }
        }
    }

    private void frames() {
        state.addresses().forEach((attribute, address) -> notes.add(VgicNotes.changed(
                DeviceAttribute.decode(state.version().device(), AttributeGroup.ADDRESS, attribute).describe(),
                null,
                address,
                0,
                VgicNotes.WHY_NOT_TEXT)));
        for (RedistributorRegion region : state.redistributorRegions()) {
            notes.add(VgicNotes.changed(
                    "redistributor region",
                    null,
                    region.base(),
                    0,
                    region + ": " + VgicNotes.WHY_NOT_TEXT));
        }
        for (ItsState its : state.translationServices()) {
            its.address().ifPresent(address ->
                    notes.add(VgicNotes.changed("address of the ITS", null, address, 0, VgicNotes.WHY_NOT_TEXT)));
        }
    }
}
