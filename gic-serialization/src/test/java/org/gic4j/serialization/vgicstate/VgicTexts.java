package org.gic4j.serialization.vgicstate;

import java.nio.charset.StandardCharsets;
import org.gic4j.api.snapshot.ReadOptions;
import org.gic4j.api.snapshot.SnapshotFormat.Imported;
import org.gic4j.api.snapshot.SnapshotFormats;
import org.gic4j.api.snapshot.SnapshotSource;

/** Texts as the kernel prints them, line by line, put together without the writer. */
final class VgicTexts {
    private VgicTexts() {}

    static Imported read(String text) {
        SnapshotSource source = SnapshotSource.of("text", text.getBytes(StandardCharsets.ISO_8859_1));
        return SnapshotFormats.find().of(source).read(source, ReadOptions.DEFAULT);
    }

    /**
     * A machine of one vCPU and 32 SPIs in which nothing is set.
     *
     * @param gicv3 whether it is a GICv3, else a GICv2
     * @param flags what stands for the flags of each row
     */
    static String plain(boolean gicv3, String flags) {
        StringBuilder text = new StringBuilder("Distributor\n===========\nvgic_model:\t")
                .append(gicv3 ? "GICv3" : "GICv2")
                .append("\nnr_spis:\t32\n")
                .append(gicv3 ? "nr_lpis:\t2\n" : "")
                .append("enabled:\t1\n\nP=pending_latch, L=line_level, A=active\n")
                .append("E=enabled, H=hw, C=config (level=1, edge=0)\n");
        for (int intid = 0; intid < 64; intid++) {
            if (intid % 32 == 0) {
                text.append('\n').append(intid == 0 ? "VCPU 0" : "SPI  0").append(" TYP   ID and so on\n---\n");
            }
            text.append("       ")
                    .append(intid < 16 ? "SGI" : intid < 32 ? "PPI" : "SPI")
                    .append("   ")
                    .append(intid)
                    .append("      0 ")
                    .append(flags)
                    .append("        0        ")
                    .append(gicv3 ? 0 : 1)
                    .append("   0 160      -1 \n");
        }
        return text.toString();
    }

    /** A text with the row of one INTID changed. */
    static String with(String text, int intid, String row) {
        return text.replaceFirst("(?m)^ +[SP][GP]I +" + intid + " .*$", row);
    }
}
