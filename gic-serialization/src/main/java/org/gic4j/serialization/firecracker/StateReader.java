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
    static final String ITS = "its-registers";

    /** 96 SPIs and the private ones. */
    private static final int INTERRUPTS = 128;

    private static final List<String> ITS_NAMES = List.of(
            "IIDR", "CBASER", "CREADR", "CWRITER", "BASER0", "BASER1", "BASER2", "BASER3", "BASER4", "BASER5", "BASER6",
            "BASER7", "CTLR");

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
        its(registers);
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

    private void its(RegisterLists registers) {
        for (int i = 0; i < shape.its().size(); i++) {
            long value = shape.its().get(i);
            if (value != 0) {
                registers.note(ITS, true, "GITS_" + ITS_NAMES.get(i), null, value, "the state has no ITS");
            }
        }
    }
}
