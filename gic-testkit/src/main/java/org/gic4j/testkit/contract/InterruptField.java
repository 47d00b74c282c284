package org.gic4j.testkit.contract;

import org.gic4j.api.GicVersion;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.Gicv2Distributor;
import org.gic4j.api.registers.Gicv3Distributor;
import org.gic4j.api.registers.Gicv3RedistributorSgi;
import org.gic4j.api.registers.Register;

/** What the registers of interrupts have for each INTID, wherever a version of the architecture keeps it. */
enum InterruptField {
    GROUP(Gicv2Distributor.GICD_IGROUPR, Gicv3Distributor.GICD_IGROUPR, Gicv3RedistributorSgi.GICR_IGROUPR),
    SET_ENABLE(Gicv2Distributor.GICD_ISENABLER, Gicv3Distributor.GICD_ISENABLER, Gicv3RedistributorSgi.GICR_ISENABLER),
    CLEAR_ENABLE(
            Gicv2Distributor.GICD_ICENABLER, Gicv3Distributor.GICD_ICENABLER, Gicv3RedistributorSgi.GICR_ICENABLER),
    SET_PENDING(Gicv2Distributor.GICD_ISPENDR, Gicv3Distributor.GICD_ISPENDR, Gicv3RedistributorSgi.GICR_ISPENDR),
    CLEAR_PENDING(Gicv2Distributor.GICD_ICPENDR, Gicv3Distributor.GICD_ICPENDR, Gicv3RedistributorSgi.GICR_ICPENDR),
    SET_ACTIVE(Gicv2Distributor.GICD_ISACTIVER, Gicv3Distributor.GICD_ISACTIVER, Gicv3RedistributorSgi.GICR_ISACTIVER),
    CLEAR_ACTIVE(
            Gicv2Distributor.GICD_ICACTIVER, Gicv3Distributor.GICD_ICACTIVER, Gicv3RedistributorSgi.GICR_ICACTIVER),
    PRIORITY(Gicv2Distributor.GICD_IPRIORITYR, Gicv3Distributor.GICD_IPRIORITYR, Gicv3RedistributorSgi.GICR_IPRIORITYR),
    CONFIGURATION(Gicv2Distributor.GICD_ICFGR, Gicv3Distributor.GICD_ICFGR, Gicv3RedistributorSgi.GICR_ICFGR);

    private final Register gicv2;
    private final Register gicv3Shared;
    private final Register gicv3Private;

    InterruptField(Register gicv2, Register gicv3Shared, Register gicv3Private) {
        this.gicv2 = gicv2;
        this.gicv3Shared = gicv3Shared;
        this.gicv3Private = gicv3Private;
    }

    /** The register that has the field of an interrupt. */
    Register of(GicVersion version, int intid) {
        if (version == GicVersion.GICV2) {
            return gicv2;
        }
        return intid < Geometry.PRIVATE_INTERRUPTS ? gicv3Private : gicv3Shared;
    }

    /** The register's word that has the field of an interrupt. */
    int word(int intid) {
        return intid * gicv2.row().bitsPerIntid() / Integer.SIZE;
    }

    /** How far the field of an interrupt stands to the left in its word. */
    int shift(int intid) {
        return intid * gicv2.row().bitsPerIntid() % Integer.SIZE;
    }
}
