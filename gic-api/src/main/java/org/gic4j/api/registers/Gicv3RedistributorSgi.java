package org.gic4j.api.registers;

import static org.gic4j.api.registers.InterruptProperty.ACTIVE;
import static org.gic4j.api.registers.InterruptProperty.CONFIGURATION;
import static org.gic4j.api.registers.InterruptProperty.ENABLED;
import static org.gic4j.api.registers.InterruptProperty.GROUP;
import static org.gic4j.api.registers.InterruptProperty.LATCH;
import static org.gic4j.api.registers.InterruptProperty.PENDING;
import static org.gic4j.api.registers.InterruptProperty.PRIORITY;
import static org.gic4j.api.registers.Policy.RAZ_WI;
import static org.gic4j.api.registers.Policy.READ_WRITE;
import static org.gic4j.api.registers.Policy.WRITE_ONE_TO_CLEAR;
import static org.gic4j.api.registers.Policy.WRITE_ONE_TO_SET;
import static org.gic4j.api.registers.RegisterRow.at;

/**
 * The registers of a GICv3 redistributor's second frame, for SGIs and PPIs (IHI 0069 section 12.11), in the order of
 * their offsets.
 */
public enum Gicv3RedistributorSgi implements Register {
    /** Interrupt groups. */
    GICR_IGROUPR(at(0x0080)
            .bitsPerIntid(1)
            .shows(GROUP)
            .guest(READ_WRITE)
            .user(READ_WRITE)
            .restoredAt(RestorePhase.GROUPS)),
    /** Sets enables. */
    GICR_ISENABLER(at(0x0100)
            .bitsPerIntid(1)
            .shows(ENABLED)
            .guest(WRITE_ONE_TO_SET)
            .user(WRITE_ONE_TO_SET)
            .restoredAt(RestorePhase.ENABLES)),
    /** Clears enables. */
    GICR_ICENABLER(
            at(0x0180).bitsPerIntid(1).shows(ENABLED).guest(WRITE_ONE_TO_CLEAR).user(WRITE_ONE_TO_CLEAR)),
    /** Sets pending latches. User space sees the latches alone, and its writes replace them, SGIs included. */
    GICR_ISPENDR(at(0x0200)
            .bitsPerIntid(1)
            .shows(PENDING)
            .userShows(LATCH)
            .guest(WRITE_ONE_TO_SET)
            .user(READ_WRITE)
            .restoredAt(RestorePhase.PENDING)),
    /** Clears pending latches; nothing to user space. */
    GICR_ICPENDR(at(0x0280).bitsPerIntid(1).shows(PENDING).guest(WRITE_ONE_TO_CLEAR).user(RAZ_WI)),
    /** Sets active states. */
    GICR_ISACTIVER(at(0x0300)
            .bitsPerIntid(1)
            .shows(ACTIVE)
            .guest(WRITE_ONE_TO_SET)
            .user(WRITE_ONE_TO_SET)
            .restoredAt(RestorePhase.ACTIVE)),
    /** Clears active states. */
    GICR_ICACTIVER(
            at(0x0380).bitsPerIntid(1).shows(ACTIVE).guest(WRITE_ONE_TO_CLEAR).user(WRITE_ONE_TO_CLEAR)),
    /** Priorities, a byte for each interrupt. */
    GICR_IPRIORITYR(at(0x0400)
            .bitsPerIntid(8)
            .shows(PRIORITY)
            .bytes()
            .guest(READ_WRITE)
            .user(READ_WRITE)
            .writable(profile -> profile.gicv3().priorityMask() * 0x0101_0101)
            .restoredAt(RestorePhase.PRIORITIES)),
    /** Trigger configuration, two bits for each interrupt. */
    GICR_ICFGR(at(0x0C00)
            .bitsPerIntid(2)
            .shows(CONFIGURATION)
            .guest(READ_WRITE)
            .user(READ_WRITE)
            .writable(0xAAAA_AAAA)
            .restoredAt(RestorePhase.CONFIGURATION)),
    /** Group modifiers of the secure state: with one security state they read 0. */
    GICR_IGRPMODR(at(0x0D00).bitsPerIntid(1).shows(GROUP).guest(RAZ_WI).user(RAZ_WI)),
    /** Access by the non-secure state: with one security state it reads 0. */
    GICR_NSACR(at(0x0E00).guest(RAZ_WI).user(RAZ_WI));

    private final RegisterRow row;

    Gicv3RedistributorSgi(RegisterRow.Builder facts) {
        row = facts.firstIntids(Geometry.PRIVATE_INTERRUPTS).banked(Banking.PER_VCPU).row();
    }

    @Override
    public Frame frame() {
        return Frame.GICV3_REDISTRIBUTOR_SGI;
    }

    @Override
    public RegisterRow row() {
        return row;
    }
}
