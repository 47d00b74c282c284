package org.gic4j.serialization.vgicstate;

import static org.gic4j.api.registers.InterruptProperty.ACTIVE;
import static org.gic4j.api.registers.InterruptProperty.ENABLED;
import static org.gic4j.api.registers.InterruptProperty.GROUP;
import static org.gic4j.api.registers.InterruptProperty.LATCH;
import static org.gic4j.api.registers.InterruptProperty.LINE;
import static org.gic4j.api.registers.InterruptProperty.PENDING;
import static org.gic4j.api.registers.InterruptProperty.PRIORITY;
import static org.gic4j.api.registers.InterruptProperty.ROUTE;
import static org.gic4j.api.registers.InterruptProperty.SGI_SOURCES;
import static org.gic4j.api.registers.InterruptProperty.TARGETS;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gic4j.api.Affinity;
import org.gic4j.api.GicVersion;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.Gicv2Distributor;
import org.gic4j.api.registers.Gicv3Distributor;
import org.gic4j.api.registers.InterruptProperty;
import org.gic4j.api.registers.Register;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.InterruptFields;
import org.gic4j.api.snapshot.Note;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.SnapshotException;
import org.gic4j.api.snapshot.VcpuDescription;

/** Writes the text as Linux 6.12 prints it. Nothing is bound to physical interrupts in it. */
final class VgicStateWriter {
    private static final String DASHES = "-".repeat(64);
    private static final int SGIS = 16;
    private static final int AFFINITY = 0xFF_FFFF;

    private final Snapshot snapshot;
    private final GicState state;
    private final InterruptFields interrupts;
    private final boolean gicv2;
    private final boolean enabled;
    private final StringBuilder text = new StringBuilder();

    VgicStateWriter(Snapshot snapshot) {
        this.snapshot = snapshot;
        state = snapshot.state();
        interrupts = InterruptFields.of(state);
        gicv2 = state.version() == GicVersion.GICV2;
        Register control = gicv2 ? Gicv2Distributor.GICD_CTLR : Gicv3Distributor.GICD_CTLR;
        enabled = state.has(control) && (state.word(control, 0, 0) & 3) != 0;
    }

    /**
     * Writes; what the text does not give back is the answer.
     *
     * @throws SnapshotException for a machine without vCPUs, or with some that the text cannot tell apart
     */
    List<Note> write(OutputStream out) throws IOException {
        requireDistinctVcpus();
        header();
        for (VcpuDescription vcpu : state.vcpus()) {
            head(String.format("VCPU%2d", vcpu.index().value()));
            for (int intid = 0; intid < Geometry.PRIVATE_INTERRUPTS; intid++) {
                row(intid, vcpu.index().value());
            }
        }
        head("SPI  0");
        for (int intid = Geometry.PRIVATE_INTERRUPTS; intid < state.geometry().interrupts(); intid++) {
            row(intid, target(intid));
        }
        byte[] written = text.toString().getBytes(StandardCharsets.US_ASCII);
        List<Note> notes = notes(written);
        out.write(written);
        return notes;
    }

    private void requireDistinctVcpus() {
        if (state.vcpus().isEmpty()) {
            throw new SnapshotException("format '" + VgicStateFormat.NAME + "' holds no machine without vCPUs");
        }
        Map<Integer, VcpuDescription> seen = new HashMap<>();
        for (VcpuDescription vcpu : state.vcpus()) {
            VcpuDescription other = gicv2 ? null : seen.put(packed(vcpu.index().value()) & AFFINITY, vcpu);
            if (other != null) {
                throw new SnapshotException("format '" + VgicStateFormat.NAME
                        + "' has no Aff3, by which alone these differ: " + other + " and " + vcpu);
            }
        }
    }

    private void header() {
        line(VgicText.TITLE);
        line(VgicText.UNDERLINE);
        line("vgic_model:\t" + state.version().display());
        line("nr_spis:\t" + (state.geometry().interrupts() - Geometry.PRIVATE_INTERRUPTS));
        if (!gicv2) {
            line("nr_lpis:\t0");
        }
        line("enabled:\t" + (enabled ? 1 : 0));
        line("");
        line("P=pending_latch, L=line_level, A=active");
        line("E=enabled, H=hw, C=config (level=1, edge=0)");
        line("G=group");
    }

    private void head(String kind) {
        line("");
        line(kind + VgicRow.HEAD);
        line(DASHES);
    }

    /** The row of an interrupt; the vCPU is its own or its target, -1 for none. */
    private void row(int intid, int vcpu) {
        int index = Math.max(0, vcpu);
        boolean own = intid < Geometry.PRIVATE_INTERRUPTS;
        boolean active = interrupts.is(ACTIVE, intid, index);
        boolean on = interrupts.is(ENABLED, intid, index);
        boolean waits = active || enabled && on && interrupts.isPending(intid, index);
        line(new VgicRow(
                        VgicRow.typeOf(intid),
                        intid,
                        vcpu,
                        flag(VgicRow.LATCH, latched(intid, index))
                                | flag(VgicRow.LINE, interrupts.is(LINE, intid, index))
                                | flag(VgicRow.ACTIVE, active)
                                | flag(VgicRow.ENABLED, on)
                                | flag(VgicRow.LEVEL, intid >= SGIS && !interrupts.isEdge(intid, index))
                                | flag(VgicRow.GROUP, interrupts.is(GROUP, intid, index)),
                        0,
                        gicv2
                                ? own && !interrupts.tells(TARGETS, intid)
                                        ? 1L << index
                                        : interrupts.value(TARGETS, intid, index)
                                : own ? packed(index) & AFFINITY : interrupts.value(ROUTE, intid, 0) & AFFINITY,
                        (int) interrupts.value(SGI_SOURCES, intid, index),
                        (int) interrupts.value(PRIORITY, intid, index),
                        waits ? vcpu : -1)
                .text());
    }

    private boolean latched(int intid, int vcpu) {
        InterruptProperty property = intid >= SGIS && interrupts.tells(LATCH, intid) || !gicv2 ? LATCH : PENDING;
        return interrupts.is(property, intid, vcpu);
    }

    private static int flag(int mask, boolean set) {
        return set ? mask : 0;
    }

    /** The vCPU that KVM delivers a shared interrupt to: of a GICv2 the first target, or the first vCPU. */
    private int target(int intid) {
        if (gicv2) {
            long targets = interrupts.value(TARGETS, intid, 0);
            return targets == 0 ? 0 : Long.numberOfTrailingZeros(targets);
        }
        Affinity affinity = Affinity.ofMpidr(interrupts.value(ROUTE, intid, 0) & AFFINITY);
        return state.vcpus().stream()
                .filter(vcpu -> vcpu.affinity().equals(affinity))
                .mapToInt(vcpu -> vcpu.index().value())
                .findFirst()
                .orElse(-1);
    }

    private int packed(int vcpu) {
        return state.vcpus().get(vcpu).affinity().packed();
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    private List<Note> notes(byte[] written) {
        List<Note> notes = new ArrayList<>();
        if (gicv2 && !interrupts.tells(LATCH, SGIS)) {
            notes.add(VgicNotes.mergedLevel());
        }
        GicState again = new VgicStateReader(new VgicText(MemorySegment.ofArray(written)))
                .read()
                .snapshot()
                .state();
        notes.addAll(new TextLosses(snapshot, again).notes());
        return List.copyOf(notes);
    }
}
