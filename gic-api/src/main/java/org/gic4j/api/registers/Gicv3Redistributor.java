package org.gic4j.api.registers;

import static org.gic4j.api.registers.BitField.bit;
import static org.gic4j.api.registers.BitField.bits;
import static org.gic4j.api.registers.Policy.ABSENT;
import static org.gic4j.api.registers.Policy.CODE;
import static org.gic4j.api.registers.Policy.RAZ_WI;
import static org.gic4j.api.registers.RegisterRow.at;
import static org.gic4j.api.registers.RestorePhase.LPI_TABLES;
import static org.gic4j.api.registers.RestorePhase.REDISTRIBUTOR_CONTROL;

/** The registers of a GICv3 redistributor's first frame (IHI 0069 section 12.10), in the order of their offsets. */
public enum Gicv3Redistributor implements Register {
    /** Enables LPIs. */
    GICR_CTLR(at(0x0000)
            .guest(CODE)
            .user(CODE)
            .restoredAt(REDISTRIBUTOR_CONTROL)
            .fields(bit("UWP", 31), bit("RWP", 3), bit("IR", 2), bit("CES", 1), bit("EnableLPIs", 0))),
    /** Implementer and revision. */
    GICR_IIDR(at(0x0004)
            .guest(CODE)
            .user(CODE)
            .fields(
                    bits("ProductID", 31, 24),
                    bits("Variant", 19, 16),
                    bits("Revision", 15, 12),
                    bits("Implementer", 11, 0))),
    /** Whose it is, and whether another one follows. */
    GICR_TYPER(at(0x0008)
            .wide()
            .guest(CODE)
            .user(CODE)
            .fields(
                    bits("Affinity_Value", 63, 32),
                    bits("CommonLPIAff", 25, 24),
                    bits("Processor_Number", 23, 8),
                    bit("Last", 4),
                    bit("VLPIS", 1),
                    bit("PLPIS", 0))),
    /** Error reports: no attribute reaches it. */
    GICR_STATUSR(at(0x0010).guest(CODE).user(ABSENT)),
    /** Power: whether the CPU sleeps. */
    GICR_WAKER(at(0x0014).guest(CODE).user(RAZ_WI).fields(bit("ChildrenAsleep", 2), bit("ProcessorSleep", 1))),
    /** The LPI configuration table. */
    GICR_PROPBASER(at(0x0070)
            .wide()
            .guest(CODE)
            .user(CODE)
            .restoredAt(LPI_TABLES)
            .fields(
                    bits("OuterCache", 58, 56),
                    bits("Physical_Address", 51, 12),
                    bits("Shareability", 11, 10),
                    bits("InnerCache", 9, 7),
                    bits("IDbits", 4, 0))),
    /** The LPI pending table. */
    GICR_PENDBASER(at(0x0078)
            .wide()
            .guest(CODE)
            .user(CODE)
            .restoredAt(LPI_TABLES)
            .fields(
                    bit("PTZ", 62),
                    bits("OuterCache", 58, 56),
                    bits("Physical_Address", 51, 16),
                    bits("Shareability", 11, 10),
                    bits("InnerCache", 9, 7))),
    /** Invalidates what is cached of one LPI's configuration. */
    GICR_INVLPIR(at(0x00A0).wide().guest(CODE).user(RAZ_WI)),
    /** Invalidates what is cached of all LPIs' configuration. */
    GICR_INVALLR(at(0x00B0).wide().guest(CODE).user(RAZ_WI)),
    /** Whether an invalidation is under way. */
    GICR_SYNCR(at(0x00C0).guest(CODE).user(RAZ_WI).fields(bit("Busy", 0))),
    /** Peripheral and component identification, a byte in each word. */
    GICR_PIDR(at(0xFFD0).words(12).guest(CODE).user(CODE));

    private final RegisterRow row;

    Gicv3Redistributor(RegisterRow.Builder facts) {
        row = facts.banked(Banking.PER_VCPU).row();
    }

    @Override
    public Frame frame() {
        return Frame.GICV3_REDISTRIBUTOR;
    }

    @Override
    public RegisterRow row() {
        return row;
    }
}
