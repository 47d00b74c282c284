package org.gic4j.serialization.vgicstate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gic4j.api.Affinity;
import org.gic4j.api.GicVersion;
import org.gic4j.api.VcpuId;
import org.gic4j.api.VcpuIndex;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.SnapshotFormat.Imported;
import org.gic4j.api.snapshot.VcpuDescription;

/** Reads the text: every row must be there, in its order. */
final class VgicStateReader {
    private static final String MODEL = "vgic_model";
    private static final String SPIS = "nr_spis";
    private static final String ENABLED = "enabled";
    /** What is kept of the header: a text may claim facts without end. */
    private static final Set<String> FACTS = Set.of(MODEL, SPIS, ENABLED);

    private static final String VCPU_HEAD = "VCPU";
    /** KVM has INTIDs of 16 bits. */
    private static final int MOST_LPIS = 1 << 16;

    private final VgicText text;
    private final Map<String, String> facts = new HashMap<>();
    private final List<List<VgicRow>> privateRows = new ArrayList<>();
    private final List<VgicRow> sharedRows = new ArrayList<>();
    private final List<VgicRow> lpis = new ArrayList<>();

    VgicStateReader(VgicText text) {
        this.text = text;
    }

    /**
     * Reads everything.
     *
     * @throws org.gic4j.api.snapshot.SnapshotException where the text is not as Linux prints it
     */
    Imported read() {
        header();
        GicVersion version = version();
        int spis = number(SPIS, 0, Geometry.MAXIMUM_INTERRUPTS - Geometry.PRIVATE_INTERRUPTS);
        if (spis % Integer.SIZE != 0) {
            throw text.wrong(SPIS + " should be a multiple of 32, not " + spis);
        }
        boolean enabled = number(ENABLED, 0, 1) == 1;
        while (head(VCPU_HEAD)) {
            rows(privateRows(), 0, Geometry.PRIVATE_INTERRUPTS);
        }
        if (privateRows.isEmpty() || privateRows.size() > version.host().maximumVcpus()) {
            throw text.wrong("a " + version.display() + " should have 1 to "
                    + version.host().maximumVcpus() + " vCPUs here, not " + privateRows.size());
        }
        if (!head(VgicRow.SPI)) {
            throw text.wrong("the rows of SPIs should begin here");
        }
        rows(sharedRows, Geometry.PRIVATE_INTERRUPTS, Geometry.PRIVATE_INTERRUPTS + spis);
        lpis();
        return imported(version, spis + Geometry.PRIVATE_INTERRUPTS, enabled);
    }

    private void header() {
        text.line("the title");
        text.line("the title's underline");
        for (String line = text.line("a fact"); !line.isBlank(); line = text.line("a fact")) {
            int colon = line.indexOf(':');
            if (colon < 0) {
                throw text.wrong("should be a name, a colon and a value: " + VgicText.shown(line));
            }
            String name = line.substring(0, colon);
            if (FACTS.contains(name)) {
                facts.put(name, line.substring(colon + 1).strip());
            }
        }
        while (!text.line("the legend").isBlank()) {
            // The legend: it is the same in every text of one kernel.
        }
        text.back();
    }

    private GicVersion version() {
        String model = facts.get(MODEL);
        for (GicVersion version : GicVersion.values()) {
            if (version.display().equals(model)) {
                return version;
            }
        }
        throw text.wrong(MODEL + " should be GICv2 or GICv3, not " + VgicText.shown(String.valueOf(model)));
    }

    private int number(String name, int least, int most) {
        String value = String.valueOf(facts.get(name));
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notNumber) {
            // Told below.
        }
        throw text.wrong(name + " should be a number from " + least + " to " + most + ", not " + VgicText.shown(value));
    }

    private List<VgicRow> privateRows() {
        List<VgicRow> rows = new ArrayList<>(Geometry.PRIVATE_INTERRUPTS);
        privateRows.add(rows);
        return rows;
    }

    /** Steps over a blank line, a head of this kind and its dashes; stays where there is another one. */
    private boolean head(String kind) {
        if (!text.line("a blank line").isBlank()) {
            throw text.wrong("should be a blank line before the head of " + kind + " rows");
        }
        String line = text.line("the head of " + kind + " rows");
        if (!line.startsWith(kind)) {
            text.backTwo();
            return false;
        }
        text.line("dashes");
        return true;
    }

    private void rows(List<VgicRow> rows, int first, int end) {
        for (int intid = first; intid < end; intid++) {
            String line = text.line("the row of INTID " + intid);
            VgicRow row = VgicRow.parse(line);
            if (row == null || row.intid() != intid || !row.type().equals(VgicRow.typeOf(intid))) {
                throw text.wrong("should be the row of " + VgicRow.typeOf(intid) + " " + intid + ": "
                        + VgicText.shown(line));
            }
            if (row.priority() < 0 || row.priority() > 0xFF) {
                throw text.wrong("a priority should be 0 to 255, not " + row.priority());
            }
            rows.add(row);
        }
    }

    private void lpis() {
        for (String line = text.line(); line != null; line = text.line()) {
            VgicRow row = VgicRow.parse(line);
            if (row != null && row.type().equals(VgicRow.LPI)) {
                if (lpis.size() == MOST_LPIS) {
                    throw text.wrong("more than " + MOST_LPIS + " LPIs");
                }
                lpis.add(row);
            } else if (!line.isBlank() && !line.strip().matches("LPI \\d+ freed")) {
                throw text.wrong("should be the row of an LPI or the end: " + VgicText.shown(line));
            }
        }
    }

    private Imported imported(GicVersion version, int interrupts, boolean enabled) {
        GicState.Builder state = new GicState.Builder(version, interrupts, vcpus(version));
        VgicRegisters registers = new VgicRegisters(state, enabled);
        for (int vcpu = 0; vcpu < privateRows.size(); vcpu++) {
            for (VgicRow row : privateRows.get(vcpu)) {
                registers.put(row, vcpu);
            }
        }
        sharedRows.forEach(row -> registers.put(row, 0));
        return new Imported(
                new Snapshot("linux kvm debugfs", registers.build()),
                VgicStateFormat.NAME,
                VgicNotes.ofRead(
                        version, privateRows, sharedRows, lpis, version == GicVersion.GICV3 && hasTargetBytes()));
    }

    /**
     * Whether private interrupts show the byte of a GICv2 as their target, which bit is their vCPU's: kernels before 5.3
     * have it with a GICv3 too, and no affinity.
     */
    private boolean hasTargetBytes() {
        for (int index = 0; index < privateRows.size(); index++) {
            int bit = index < Byte.SIZE ? 1 << index : 0;
            if (privateRows.get(index).getFirst().target() != bit) {
                return false;
            }
        }
        return true;
    }

    private List<VcpuDescription> vcpus(GicVersion version) {
        List<VcpuDescription> vcpus = new ArrayList<>();
        boolean byDefault = version == GicVersion.GICV2 || hasTargetBytes();
        Map<Affinity, Integer> seen = new HashMap<>();
        for (int index = 0; index < privateRows.size(); index++) {
            VcpuId id = new VcpuId(index);
            // A private interrupt's target is its vCPU.
            Affinity affinity = byDefault
                    ? Affinity.byDefault(id)
                    : new Affinity((int) privateRows.get(index).getFirst().target());
            Integer other = seen.put(affinity, index);
            if (other != null) {
                throw text.wrong("vCPUs " + other + " and " + index + " have the same affinity " + affinity);
            }
            vcpus.add(new VcpuDescription(id, new VcpuIndex(index), affinity));
        }
        return vcpus;
    }
}
