package org.gic4j.api.registers;

import static org.gic4j.api.registers.BitField.bit;
import static org.gic4j.api.registers.BitField.bits;
import static org.gic4j.api.registers.Policy.ABSENT;
import static org.gic4j.api.registers.Policy.CODE;
import static org.gic4j.api.registers.RegisterRow.at;
import static org.gic4j.api.registers.RestorePhase.ACTIVE_PRIORITIES;
import static org.gic4j.api.registers.RestorePhase.CPU_INTERFACE;

/** The registers of the GICv2 CPU interface (IHI 0048B section 4.4), in the order of their offsets. */
public enum Gicv2CpuInterface implements Register {
    /** Enables, acknowledge and end-of-interrupt modes. */
    GICC_CTLR(at(0x0000)
            .guest(CODE)
            .user(CODE)
            .writable(0x21F)
            .restoredAt(CPU_INTERFACE)
            .fields(
                    bit("EOImode", 9),
                    bit("CBPR", 4),
                    bit("FIQEn", 3),
                    bit("AckCtl", 2),
                    bit("EnableGrp1", 1),
                    bit("EnableGrp0", 0))),
    /**
     * Priority mask. User space's view is the value shifted right by the bits that are not implemented: with five bits
     * a guest's 0xF0 reads 0x1E.
     */
    GICC_PMR(at(0x0004).guest(CODE).user(CODE).writable(0xFF).restoredAt(CPU_INTERFACE)),
    /** Binary point of group 0, or of both. */
    GICC_BPR(at(0x0008).guest(CODE).user(CODE).writable(0x7).restoredAt(CPU_INTERFACE)),
    /** Acknowledges the best pending interrupt. */
    GICC_IAR(at(0x000C).guest(CODE).user(ABSENT).fields(bits("CPUID", 12, 10), bits("INTID", 9, 0))),
    /** Ends an interrupt: drops the priority and, unless EOImode is set, deactivates. */
    GICC_EOIR(at(0x0010).guest(CODE).user(ABSENT).fields(bits("CPUID", 12, 10), bits("INTID", 9, 0))),
    /** Running priority, 0xFF when idle. */
    GICC_RPR(at(0x0014).guest(CODE).user(ABSENT)),
    /** Best pending interrupt. */
    GICC_HPPIR(at(0x0018).guest(CODE).user(ABSENT).fields(bits("CPUID", 12, 10), bits("INTID", 9, 0))),
    /** Binary point of group 1. */
    GICC_ABPR(at(0x001C).guest(CODE).user(CODE).writable(0x7).restoredAt(CPU_INTERFACE)),
    /** Acknowledges the best pending interrupt of group 1. */
    GICC_AIAR(at(0x0020).guest(CODE).user(ABSENT)),
    /** Ends an interrupt of group 1. */
    GICC_AEOIR(at(0x0024).guest(CODE).user(ABSENT)),
    /** Best pending interrupt, if it is of group 1. */
    GICC_AHPPIR(at(0x0028).guest(CODE).user(ABSENT)),
    /** Active priorities: bit n of the words is set while group priority n times the least step is active. */
    GICC_APR(at(0x00D0).words(4).guest(CODE).user(CODE).restoredAt(ACTIVE_PRIORITIES)),
    /** Active priorities of group 1, where they are kept apart. */
    GICC_NSAPR(at(0x00E0).words(4).guest(CODE).user(ABSENT).restoredAt(ACTIVE_PRIORITIES)),
    /** Implementer and architecture version. */
    GICC_IIDR(at(0x00FC)
            .guest(CODE)
            .user(CODE)
            .fields(
                    bits("ProductID", 31, 20),
                    bits("ArchitectureVersion", 19, 16),
                    bits("Revision", 15, 12),
                    bits("Implementer", 11, 0))),
    /** Deactivates an interrupt, with EOImode set. */
    GICC_DIR(at(0x1000).guest(CODE).user(ABSENT).fields(bits("CPUID", 12, 10), bits("INTID", 9, 0)));

    private final RegisterRow row;

    Gicv2CpuInterface(RegisterRow.Builder facts) {
        row = facts.banked(Banking.PER_VCPU).row();
    }

    @Override
    public Frame frame() {
        return Frame.GICV2_CPU_INTERFACE;
    }

    @Override
    public RegisterRow row() {
        return row;
    }
}
