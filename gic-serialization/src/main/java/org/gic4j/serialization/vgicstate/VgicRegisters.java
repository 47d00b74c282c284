package org.gic4j.serialization.vgicstate;

import java.util.LinkedHashMap;
import java.util.Map;
import org.gic4j.api.GicVersion;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.Gicv2Distributor;
import org.gic4j.api.registers.Gicv2Input;
import org.gic4j.api.registers.Gicv3Distributor;
import org.gic4j.api.registers.Gicv3Input;
import org.gic4j.api.registers.Gicv3RedistributorSgi;
import org.gic4j.api.registers.Register;
import org.gic4j.api.snapshot.GicState;

/** Puts rows into the fields of registers, as user space would read these. */
final class VgicRegisters {
    private static final int EDGE = 0b10;
    /** DS and ARE, which are fixed, and EnableGrp1. */
    private static final int GICV3_FIXED = 0x50;

    private static final int GICV3_ENABLED = 0x52;
    private static final int SGIS = 16;

    private final GicState.Builder state;
    private final boolean gicv2;
    private final Map<Register, int[]> words = new LinkedHashMap<>();

    VgicRegisters(GicState.Builder state, boolean enabled) {
        this.state = state;
        gicv2 = state.version() == GicVersion.GICV2;
        if (gicv2) {
            state.word(Gicv2Distributor.GICD_CTLR, 0, 0, enabled ? 1 : 0);
        } else {
            state.word(Gicv3Distributor.GICD_CTLR, 0, 0, enabled ? GICV3_ENABLED : GICV3_FIXED);
        }
    }

    /** Puts a row; the vCPU counts for a private interrupt. */
    void put(VgicRow row, int vcpu) {
        boolean own = row.intid() < Geometry.PRIVATE_INTERRUPTS;
        if (gicv2) {
            gicv2(row, vcpu);
        } else if (own) {
            common(
                    row,
                    vcpu,
                    Gicv3RedistributorSgi.GICR_IGROUPR,
                    Gicv3RedistributorSgi.GICR_ISENABLER,
                    Gicv3RedistributorSgi.GICR_ISACTIVER,
                    Gicv3RedistributorSgi.GICR_IPRIORITYR,
                    Gicv3RedistributorSgi.GICR_ICFGR);
            gicv3(row, vcpu, Gicv3RedistributorSgi.GICR_ISPENDR);
        } else {
            common(
                    row,
                    vcpu,
                    Gicv3Distributor.GICD_IGROUPR,
                    Gicv3Distributor.GICD_ISENABLER,
                    Gicv3Distributor.GICD_ISACTIVER,
                    Gicv3Distributor.GICD_IPRIORITYR,
                    Gicv3Distributor.GICD_ICFGR);
            gicv3(row, vcpu, Gicv3Distributor.GICD_ISPENDR);
            state.wideValue(Gicv3Distributor.GICD_IROUTER, 0, row.intid(), row.target());
        }
    }

    /** The state with all rows that were put. */
    GicState build() {
        words.forEach(state::words);
        return state.build();
    }

    private void gicv2(VgicRow row, int vcpu) {
        common(
                row,
                vcpu,
                Gicv2Distributor.GICD_IGROUPR,
                Gicv2Distributor.GICD_ISENABLER,
                Gicv2Distributor.GICD_ISACTIVER,
                Gicv2Distributor.GICD_IPRIORITYR,
                Gicv2Distributor.GICD_ICFGR);
        field(Gicv2Distributor.GICD_ITARGETSR, row, vcpu, (int) row.target() & 0xFF);
        boolean sgi = row.intid() < SGIS;
        if (sgi) {
            field(Gicv2Distributor.GICD_SPENDSGIR, row, vcpu, row.sources() & 0xFF);
        }
        boolean byLine = row.level() && row.lineHigh();
        field(Gicv2Distributor.GICD_ISPENDR, row, vcpu, row.latched() || byLine ? 1 : 0);
        field(Gicv2Input.LINE_LEVEL, row, vcpu, row.lineHigh() ? 1 : 0);
        field(Gicv2Input.PENDING_LATCH, row, vcpu, row.latched() && !sgi ? 1 : 0);
    }

    private void gicv3(VgicRow row, int vcpu, Register latch) {
        field(latch, row, vcpu, row.latched() ? 1 : 0);
        // As user space sees lines: those of edge-triggered interrupts are not shown.
        field(Gicv3Input.LINE_LEVEL, row, vcpu, row.lineHigh() && row.level() ? 1 : 0);
    }

    private void common(
            VgicRow row,
            int vcpu,
            Register group,
            Register enabled,
            Register active,
            Register priority,
            Register configuration) {
        if (row.tellsGroup()) {
            field(group, row, vcpu, row.group1() ? 1 : 0);
        }
        field(enabled, row, vcpu, row.enabled() ? 1 : 0);
        field(active, row, vcpu, row.active() ? 1 : 0);
        field(priority, row, vcpu, row.priority());
        field(configuration, row, vcpu, row.level() ? 0 : EDGE);
    }

    private void field(Register register, VgicRow row, int vcpu, int value) {
        int bits = register.row().bitsPerIntid();
        int at = row.intid() * bits;
        int index = register.stateIndex(state.geometry(), vcpu, at / Integer.SIZE);
        words.computeIfAbsent(register, key -> new int[key.stateWords(state.geometry())])[index] |=
                value << at % Integer.SIZE;
    }
}
