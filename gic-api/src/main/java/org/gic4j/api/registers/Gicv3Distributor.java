package org.gic4j.api.registers;

import static org.gic4j.api.registers.BitField.bit;
import static org.gic4j.api.registers.BitField.bits;
import static org.gic4j.api.registers.InterruptProperty.ACTIVE;
import static org.gic4j.api.registers.InterruptProperty.CONFIGURATION;
import static org.gic4j.api.registers.InterruptProperty.ENABLED;
import static org.gic4j.api.registers.InterruptProperty.GROUP;
import static org.gic4j.api.registers.InterruptProperty.LATCH;
import static org.gic4j.api.registers.InterruptProperty.PENDING;
import static org.gic4j.api.registers.InterruptProperty.PRIORITY;
import static org.gic4j.api.registers.InterruptProperty.ROUTE;
import static org.gic4j.api.registers.Policy.CODE;
import static org.gic4j.api.registers.Policy.RAZ_WI;
import static org.gic4j.api.registers.Policy.READ_WRITE;
import static org.gic4j.api.registers.Policy.WRITE_ONE_TO_CLEAR;
import static org.gic4j.api.registers.Policy.WRITE_ONE_TO_SET;
import static org.gic4j.api.registers.RegisterRow.at;

/**
 * The registers of the GICv3 distributor with affinity routing and one security state (IHI 0069 section 12.9), in the
 * order of their offsets. The words of INTIDs 0 to 31 are in the redistributors; here they read 0.
 */
public enum Gicv3Distributor implements Register {
    /** Enables of the interrupt groups, and the fixed choices of affinity routing and one security state. */
    GICD_CTLR(at(0x0000)
            .guest(CODE)
            .user(CODE)
            .writable(profile -> profile.gicv3().distributorControl())
            .restoredAt(RestorePhase.DISTRIBUTOR_CONTROL)
            .fields(
                    bit("RWP", 31),
                    bit("E1NWF", 7),
                    bit("DS", 6),
                    bit("ARE", 4),
                    bit("EnableGrp1", 1),
                    bit("EnableGrp0", 0))),
    /** Numbers of interrupts and of INTID bits; LPIs. */
    GICD_TYPER(at(0x0004)
            .guest(CODE)
            .user(CODE)
            .fields(
                    bit("RSS", 26),
                    bit("No1N", 25),
                    bit("A3V", 24),
                    bits("IDbits", 23, 19),
                    bit("DVIS", 18),
                    bit("LPIS", 17),
                    bit("MBIS", 16),
                    bits("num_LPIs", 15, 11),
                    bit("SecurityExtn", 10),
                    bits("CPUNumber", 7, 5),
                    bits("ITLinesNumber", 4, 0))),
    /** Implementer and revision. User space writes it back to say which revision it knows. */
    GICD_IIDR(at(0x0008)
            .guest(CODE)
            .user(CODE)
            .restoredAt(RestorePhase.IDENTIFICATION)
            .fields(
                    bits("ProductID", 31, 24),
                    bits("Variant", 19, 16),
                    bits("Revision", 15, 12),
                    bits("Implementer", 11, 0))),
    /** GICv4.1 features: 0. User space may write back what it reads and nothing else. */
    GICD_TYPER2(at(0x000C).guest(CODE).user(CODE)),
    /** Error reports. */
    GICD_STATUSR(at(0x0010).guest(CODE).user(CODE)),
    /** Interrupt groups. */
    GICD_IGROUPR(at(0x0080)
            .bitsPerIntid(1)
            .shows(GROUP)
            .guest(READ_WRITE)
            .user(READ_WRITE)
            .restoredAt(RestorePhase.GROUPS)),
    /** Sets enables. */
    GICD_ISENABLER(at(0x0100)
            .bitsPerIntid(1)
            .shows(ENABLED)
            .guest(WRITE_ONE_TO_SET)
            .user(WRITE_ONE_TO_SET)
            .restoredAt(RestorePhase.ENABLES)),
    /** Clears enables. */
    GICD_ICENABLER(
            at(0x0180).bitsPerIntid(1).shows(ENABLED).guest(WRITE_ONE_TO_CLEAR).user(WRITE_ONE_TO_CLEAR)),
    /** Sets pending latches. User space sees the latches alone, and its writes replace them. */
    GICD_ISPENDR(at(0x0200)
            .bitsPerIntid(1)
            .shows(PENDING)
            .userShows(LATCH)
            .guest(WRITE_ONE_TO_SET)
            .user(READ_WRITE)
            .restoredAt(RestorePhase.PENDING)),
    /** Clears pending latches; nothing to user space. */
    GICD_ICPENDR(at(0x0280).bitsPerIntid(1).shows(PENDING).guest(WRITE_ONE_TO_CLEAR).user(RAZ_WI)),
    /** Sets active states. */
    GICD_ISACTIVER(at(0x0300)
            .bitsPerIntid(1)
            .shows(ACTIVE)
            .guest(WRITE_ONE_TO_SET)
            .user(WRITE_ONE_TO_SET)
            .restoredAt(RestorePhase.ACTIVE)),
    /** Clears active states. */
    GICD_ICACTIVER(
            at(0x0380).bitsPerIntid(1).shows(ACTIVE).guest(WRITE_ONE_TO_CLEAR).user(WRITE_ONE_TO_CLEAR)),
    /** Priorities, a byte for each interrupt. */
    GICD_IPRIORITYR(at(0x0400)
            .bitsPerIntid(8)
            .shows(PRIORITY)
            .bytes()
            .guest(READ_WRITE)
            .user(READ_WRITE)
            .writable(profile -> profile.gicv3().priorityMask() * 0x0101_0101)
            .restoredAt(RestorePhase.PRIORITIES)),
    /** Targets of GICv2: with affinity routing they read 0. */
    GICD_ITARGETSR(at(0x0800).bitsPerIntid(8).shows(InterruptProperty.TARGETS).guest(RAZ_WI).user(RAZ_WI)),
    /** Trigger configuration, two bits for each interrupt. */
    GICD_ICFGR(at(0x0C00)
            .bitsPerIntid(2)
            .shows(CONFIGURATION)
            .guest(READ_WRITE)
            .user(READ_WRITE)
            .writable(0xAAAA_AAAA)
            .restoredAt(RestorePhase.CONFIGURATION)),
    /** Group modifiers of the secure state: with one security state they read 0. */
    GICD_IGRPMODR(at(0x0D00).bitsPerIntid(1).shows(GROUP).guest(RAZ_WI).user(RAZ_WI)),
    /** Routing of SPIs: 64 bits for each. */
    GICD_IROUTER(at(0x6000)
            .wideForEachIntid()
            .shows(ROUTE)
            .guest(READ_WRITE)
            .user(READ_WRITE)
            .writable(profile -> (int) profile.gicv3().routeBits())
            .writableHigh(profile -> (int) (profile.gicv3().routeBits() >>> Integer.SIZE))
            .restoredAt(RestorePhase.TARGETS)
            .fields(bits("Aff3", 39, 32), bit("Interrupt_Routing_Mode", 31), bits("Aff2", 23, 16), bits("Aff1", 15, 8),
                    bits("Aff0", 7, 0))),
    /** Peripheral and component identification, a byte in each word. */
    GICD_PIDR(at(0xFFD0).words(12).guest(CODE).user(CODE));

    private final RegisterRow row;

    Gicv3Distributor(RegisterRow.Builder facts) {
        row = facts.bankedIntidsElsewhere().row();
    }

    @Override
    public Frame frame() {
        return Frame.GICV3_DISTRIBUTOR;
    }

    @Override
    public RegisterRow row() {
        return row;
    }
}
