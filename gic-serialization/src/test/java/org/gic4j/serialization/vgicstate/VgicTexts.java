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
        int target = gicv3 ? 0 : 1;
        return text(gicv3, flags, target, target);
    }

    /**
     * A GICv3 as kernels before 5.3 print it: without groups, and with a bit of a byte as the target of private interrupts.
     *
     * @param vcpus how many vCPUs
     */
    static String old(int vcpus) {
        int[] targets = new int[vcpus];
        for (int vcpu = 0; vcpu < vcpus; vcpu++) {
            targets[vcpu] = (byte) (1 << vcpu) & 0xFF;
        }
        return text(true, "000100", 0, targets);
    }

    /**
     * A machine of 32 SPIs in which nothing is set.
     *
     * @param gicv3 whether it is a GICv3, else a GICv2
     * @param flags what stands for the flags of each row
     * @param sharedTarget the target of SPIs
     * @param targets of each vCPU the target of its private interrupts
     */
    static String text(boolean gicv3, String flags, int sharedTarget, int... targets) {
        StringBuilder text = new StringBuilder("Distributor\n===========\nvgic_model:\t")
                .append(gicv3 ? "GICv3" : "GICv2")
                .append("\nnr_spis:\t32\n")
                .append(gicv3 ? "nr_lpis:\t2\n" : "")
                .append("enabled:\t1\n\nP=pending_latch, L=line_level, A=active\n")
                .append("E=enabled, H=hw, C=config (level=1, edge=0)\n");
        for (int vcpu = 0; vcpu < targets.length; vcpu++) {
            rows(text, "VCPU " + vcpu, 0, flags, targets[vcpu]);
        }
        rows(text, "SPI  0", 32, flags, sharedTarget);
        return text.toString();
    }

    private static void rows(StringBuilder text, String head, int first, String flags, int target) {
        text.append('\n').append(head).append(" TYP   ID and so on\n---\n");
        for (int intid = first; intid < first + 32; intid++) {
            text.append("       ")
                    .append(intid < 16 ? "SGI" : intid < 32 ? "PPI" : "SPI")
                    .append("   ")
                    .append(intid)
                    .append("      0 ")
                    .append(flags)
                    .append("        0        ")
                    .append(Integer.toHexString(target))
                    .append("   0 160      -1 \n");
        }
    }

    /** A text with the row of one INTID changed. */
    static String with(String text, int intid, String row) {
        return text.replaceFirst("(?m)^ +[SP][GP]I +" + intid + " .*$", row);
    }
}
