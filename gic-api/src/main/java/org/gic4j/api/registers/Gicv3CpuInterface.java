package org.gic4j.api.registers;

import static org.gic4j.api.registers.BitField.bit;
import static org.gic4j.api.registers.BitField.bits;
import static org.gic4j.api.registers.Policy.ABSENT;
import static org.gic4j.api.registers.Policy.CODE;
import static org.gic4j.api.registers.RegisterRow.at;
import static org.gic4j.api.registers.RestorePhase.ACTIVE_PRIORITIES;
import static org.gic4j.api.registers.RestorePhase.CPU_INTERFACE;
import static org.gic4j.api.registers.RestorePhase.SYSTEM_REGISTER_ENABLE;

/**
 * The system registers of the GICv3 CPU interface (IHI 0069 section 12.2), in the order of their encodings, which stand
 * for offsets: {@code op0 << 14 | op1 << 11 | CRn << 7 | CRm << 3 | op2}. Their upper 32 bits are 0, but for those that
 * send SGIs.
 */
public enum Gicv3CpuInterface implements Register {
    /** Priority mask. */
    ICC_PMR_EL1(at(0xC230).guest(CODE).user(CODE).writable(0xFF).restoredAt(CPU_INTERFACE)),
    /** Acknowledges the best pending interrupt, if it is of group 0. */
    ICC_IAR0_EL1(at(0xC640).guest(CODE).user(ABSENT)),
    /** Ends an interrupt of group 0. */
    ICC_EOIR0_EL1(at(0xC641).guest(CODE).user(ABSENT)),
    /** Best pending interrupt, if it is of group 0. */
    ICC_HPPIR0_EL1(at(0xC642).guest(CODE).user(ABSENT)),
    /** Binary point of group 0, or of both. */
    ICC_BPR0_EL1(at(0xC643).guest(CODE).user(CODE).writable(0x7).restoredAt(CPU_INTERFACE)),
    /** Active priorities of group 0: as many words as the priority bits need. */
    ICC_AP0R_EL1(at(0xC644).words(4).wordsFollowPriorityBits().guest(CODE).user(CODE).restoredAt(ACTIVE_PRIORITIES)),
    /** Active priorities of group 1: as many words as the priority bits need. */
    ICC_AP1R_EL1(at(0xC648).words(4).wordsFollowPriorityBits().guest(CODE).user(CODE).restoredAt(ACTIVE_PRIORITIES)),
    /** Deactivates an interrupt, with EOImode set. */
    ICC_DIR_EL1(at(0xC659).guest(CODE).user(ABSENT)),
    /** Running priority, 0xFF when idle. */
    ICC_RPR_EL1(at(0xC65B).guest(CODE).user(ABSENT)),
    /** Sends an SGI of group 1. */
    ICC_SGI1R_EL1(at(0xC65D).guest(CODE).user(ABSENT)),
    /** Sends an SGI of group 1 of the other security state. */
    ICC_ASGI1R_EL1(at(0xC65E).guest(CODE).user(ABSENT)),
    /** Sends an SGI of group 0. */
    ICC_SGI0R_EL1(at(0xC65F).guest(CODE).user(ABSENT)),
    /** Acknowledges the best pending interrupt, if it is of group 1. */
    ICC_IAR1_EL1(at(0xC660).guest(CODE).user(ABSENT)),
    /** Ends an interrupt of group 1. */
    ICC_EOIR1_EL1(at(0xC661).guest(CODE).user(ABSENT)),
    /** Best pending interrupt, if it is of group 1. */
    ICC_HPPIR1_EL1(at(0xC662).guest(CODE).user(ABSENT)),
    /** Binary point of group 1. */
    ICC_BPR1_EL1(at(0xC663).guest(CODE).user(CODE).writable(0x7).restoredAt(CPU_INTERFACE)),
    /** Modes, and what the implementation has. Restored after the binary points, which CBPR hides. */
    ICC_CTLR_EL1(at(0xC664)
            .guest(CODE)
            .user(CODE)
            .restoredAt(CPU_INTERFACE)
            .fields(
                    bit("A3V", 15),
                    bit("SEIS", 14),
                    bits("IDbits", 13, 11),
                    bits("PRIbits", 10, 8),
                    bit("EOImode", 1),
                    bit("CBPR", 0))),
    /** Whether system registers are used: always. */
    ICC_SRE_EL1(at(0xC665)
            .guest(CODE)
            .user(CODE)
            .restoredAt(SYSTEM_REGISTER_ENABLE)
            .fields(bit("DIB", 2), bit("DFB", 1), bit("SRE", 0))),
    /** Enables group 0. */
    ICC_IGRPEN0_EL1(at(0xC666).guest(CODE).user(CODE).writable(0x1).restoredAt(CPU_INTERFACE).fields(bit("Enable", 0))),
    /** Enables group 1. */
    ICC_IGRPEN1_EL1(at(0xC667).guest(CODE).user(CODE).writable(0x1).restoredAt(CPU_INTERFACE).fields(bit("Enable", 0)));

    private final RegisterRow row;

    Gicv3CpuInterface(RegisterRow.Builder facts) {
        row = facts.banked(Banking.PER_VCPU).row();
    }

    @Override
    public Frame frame() {
        return Frame.GICV3_CPU_INTERFACE;
    }

    @Override
    public RegisterRow row() {
        return row;
    }

    @Override
    public String wordName(Geometry geometry, int word) {
        return row.words(geometry) == 1 ? name() : name().replace("R_EL1", "R" + word + "_EL1");
    }
}
