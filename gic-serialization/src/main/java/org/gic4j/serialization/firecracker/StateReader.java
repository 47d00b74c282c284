package org.gic4j.serialization.firecracker;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.gic4j.api.Affinity;
import org.gic4j.api.GicVersion;
import org.gic4j.api.VcpuId;
import org.gic4j.api.VcpuIndex;
import org.gic4j.api.registers.Its;
import org.gic4j.api.snapshot.ItsState;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.SnapshotException;
import org.gic4j.api.snapshot.SnapshotFormat.Imported;
import org.gic4j.api.snapshot.VcpuDescription;
import org.gic4j.serialization.positional.RegisterLists;

/** Understands the shape: which list is which register's. */
final class StateReader {
    static final String UNSAVED = "unsaved";
    static final String UNSAVED_LINES = "unsaved-lines";
    static final String ASSUMED_AFFINITY = "assumed-affinity";
    static final String UPPER_HALF = "upper-half";

    /** 96 SPIs and the private ones. */
    private static final int INTERRUPTS = 128;

    /** The order in the file; of GITS_BASER there are eight. */
    private static final List<Its> ITS_ORDER =
            List.of(Its.GITS_IIDR, Its.GITS_CBASER, Its.GITS_CREADR, Its.GITS_CWRITER, Its.GITS_BASER, Its.GITS_CTLR);

    private final Container container;
    private final GicShape shape;
    private final Optional<List<Affinity>> affinities;

    StateReader(Container container, GicShape shape, Optional<List<Affinity>> affinities) {
        this.container = container;
        this.shape = shape;
        this.affinities = affinities;
    }

    Imported read() {
        RegisterLists registers = new RegisterLists(shape.version(), INTERRUPTS, vcpus());
        if (shape.version() == GicVersion.GICV3) {
            new Gicv3Lists(registers, shape).put();
        } else {
            new Gicv2Lists(registers, shape).put();
        }
        registers.note(UNSAVED_LINES, false, "LINE_LEVEL", null, 0, "Firecracker does not save the levels of input lines");
        if (affinities.isEmpty() && shape.version() == GicVersion.GICV3) {
            registers.note(
                    ASSUMED_AFFINITY,
                    false,
                    "MPIDR_EL1",
                    null,
                    0,
                    "the vCPUs' registers are not where they were looked for; affinities are those that KVM gives");
        }
        if (!shape.its().isEmpty()) {
            registers.state().translationService(its());
        }
        return new Imported(
                new Snapshot(
                        "firecracker, snapshot version " + container.version(),
                        registers.state().build()),
                FirecrackerFormat.NAME,
                registers.notes());
    }

    private List<VcpuDescription> vcpus() {
        List<VcpuDescription> vcpus = new ArrayList<>();
        Set<Affinity> seen = new HashSet<>();
        for (int index = 0; index < shape.vcpus().size(); index++) {
            VcpuId id = new VcpuId(index);
            Affinity affinity = affinities.isEmpty()
                    ? Affinity.byDefault(id)
                    : affinities.get().get(index);
            if (!seen.add(affinity) && shape.version() == GicVersion.GICV3) {
                throw new SnapshotException(
                        shape.end(), "two vCPUs have the same affinity " + affinity + ", the second one is " + id);
            }
            vcpus.add(new VcpuDescription(id, new VcpuIndex(index), affinity));
        }
        return vcpus;
    }

    /** Where its frames are is not in the file. */
    private ItsState its() {
        ItsState.Builder its = new ItsState.Builder();
        int next = 0;
        for (Its register : ITS_ORDER) {
            for (int number = 0; number < ItsState.count(register); number++) {
                its.value(register, number, shape.its().get(next++));
            }
        }
        return its.build();
    }
}
