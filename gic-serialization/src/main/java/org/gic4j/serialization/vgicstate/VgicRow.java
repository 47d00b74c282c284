package org.gic4j.serialization.vgicstate;

import java.util.Locale;
import org.gic4j.api.registers.Geometry;
import org.jspecify.annotations.Nullable;

/**
 * One interrupt's row.
 *
 * @param type SGI, PPI, SPI or LPI
 * @param intid its number
 * @param targetVcpu the index of the vCPU that it goes to, or -1
 * @param flags P, L, A, E, H, C and G from bit 6 down, and bit 7 where G is printed
 * @param physical the physical interrupt that it is bound to
 * @param target the target byte of a GICv2, the affinity of a GICv3
 * @param sources of an SGI of a GICv2 the vCPUs that sent it
 * @param priority 0 to 255
 * @param waitingVcpu the index of the vCPU on whose list it is, or -1
 */
record VgicRow(
        String type,
        int intid,
        int targetVcpu,
        int flags,
        long physical,
        long target,
        int sources,
        int priority,
        int waitingVcpu) {
    static final String SPI = "SPI";
    static final String LPI = "LPI";
    /** The columns' names, behind whose rows follow. */
    static final String HEAD = " TYP   ID TGT_ID PLAEHCG     HWID   TARGET SRC PRI VCPU_ID";

    private static final int COLUMNS = 9;
    private static final int FLAGS = 7;
    /** In the flags: whether there was a column for the group. */
    static final int TELLS_GROUP = 1 << 7;
    static final int LATCH = 1 << 6;
    static final int LINE = 1 << 5;
    static final int ACTIVE = 1 << 4;
    static final int ENABLED = 1 << 3;
    static final int HARDWARE = 1 << 2;
    static final int LEVEL = 1 << 1;
    static final int GROUP = 1;

    /** The type of an interrupt that is no LPI. */
    static String typeOf(int intid) {
        return intid < 16 ? "SGI" : intid < Geometry.PRIVATE_INTERRUPTS ? "PPI" : SPI;
    }

    /** Reads a row; null for what is none. */
    static @Nullable VgicRow parse(String line) {
        String[] columns = line.strip().split("\\s+", COLUMNS + 1);
        if (columns.length != COLUMNS || !columns[3].matches("[01]{6,7}")) {
            return null;
        }
        try {
            return new VgicRow(
                    typeNamed(columns[0]),
                    Integer.parseInt(columns[1]),
                    Integer.parseInt(columns[2]),
                    flags(columns[3]),
                    Long.parseLong(columns[4]),
                    Long.parseLong(columns[5], 16),
                    Integer.parseInt(columns[6], 16),
                    Integer.parseInt(columns[7]),
                    Integer.parseInt(columns[8]));
        } catch (NumberFormatException notNumber) {
            return null;
        }
    }

    /** One string for each type, whichever text it was read from. */
    private static String typeNamed(String name) {
        return switch (name) {
            case "SGI" -> "SGI";
            case "PPI" -> "PPI";
            case SPI -> SPI;
            case LPI -> LPI;
            default -> throw new NumberFormatException(name);
        };
    }

    private static int flags(String digits) {
        return digits.length() == FLAGS
                ? Integer.parseInt(digits, 2) | TELLS_GROUP
                : Integer.parseInt(digits, 2) << 1;
    }

    boolean latched() {
        return flag(LATCH);
    }

    boolean lineHigh() {
        return flag(LINE);
    }

    boolean active() {
        return flag(ACTIVE);
    }

    boolean enabled() {
        return flag(ENABLED);
    }

    /** Whether it is bound to a physical interrupt. */
    boolean hardware() {
        return flag(HARDWARE);
    }

    boolean level() {
        return flag(LEVEL);
    }

    boolean tellsGroup() {
        return flag(TELLS_GROUP);
    }

    boolean group1() {
        return flag(GROUP);
    }

    private boolean flag(int mask) {
        return (flags & mask) != 0;
    }

    /** The flags as seven digits. */
    String flagDigits() {
        return Integer.toBinaryString(flags & TELLS_GROUP - 1 | TELLS_GROUP).substring(1);
    }

    /** The row as Linux prints it, without the end of the line. */
    String text() {
        return String.format(
                Locale.ROOT,
                "       %s %4d     %2d %s %8d %8x %3x %3d      %2d ",
                type,
                intid,
                targetVcpu,
                flagDigits(),
                physical,
                target,
                sources,
                priority,
                waitingVcpu);
    }
}
