package org.gic4j.api.registers;

import static org.gic4j.api.registers.BitField.bit;
import static org.gic4j.api.registers.BitField.bits;
import static org.gic4j.api.registers.InterruptProperty.ACTIVE;
import static org.gic4j.api.registers.InterruptProperty.CONFIGURATION;
import static org.gic4j.api.registers.InterruptProperty.ENABLED;
import static org.gic4j.api.registers.InterruptProperty.GROUP;
import static org.gic4j.api.registers.InterruptProperty.PENDING;
import static org.gic4j.api.registers.InterruptProperty.PRIORITY;
import static org.gic4j.api.registers.InterruptProperty.SGI_SOURCES;
import static org.gic4j.api.registers.InterruptProperty.TARGETS;
import static org.gic4j.api.registers.Policy.ABSENT;
import static org.gic4j.api.registers.Policy.CODE;
import static org.gic4j.api.registers.Policy.READ_WRITE;
import static org.gic4j.api.registers.Policy.READ_WRITE_AFTER_IDENTIFICATION;
import static org.gic4j.api.registers.Policy.WRITE_ONE_TO_CLEAR;
import static org.gic4j.api.registers.Policy.WRITE_ONE_TO_SET;
import static org.gic4j.api.registers.RegisterRow.at;

import org.gic4j.api.GicProfile;

/** The registers of the GICv2 distributor (IHI 0048B section 4.3), in the order of their offsets. */
public enum Gicv2Distributor implements Register {
    /** Enables of the interrupt groups. */
    GICD_CTLR(at(0x000)
            .guest(CODE)
            .user(CODE)
            .writable(GicProfile::distributorControl)
            .restoredAt(RestorePhase.DISTRIBUTOR_CONTROL)
            .fields(bit("EnableGrp1", 1), bit("EnableGrp0", 0))),
    /** Numbers of interrupts and of CPU interfaces. */
    GICD_TYPER(at(0x004).guest(CODE).user(CODE).fields(bits("CPUNumber", 7, 5), bits("ITLinesNumber", 4, 0))),
    /** Implementer and revision. User space writes it back to say which revision it knows. */
    GICD_IIDR(at(0x008)
            .guest(CODE)
            .user(CODE)
            .restoredAt(RestorePhase.IDENTIFICATION)
            .fields(
                    bits("ProductID", 31, 24),
                    bits("Variant", 19, 16),
                    bits("Revision", 15, 12),
                    bits("Implementer", 11, 0))),
    /** Interrupt groups. */
    GICD_IGROUPR(at(0x080)
            .bitsPerIntid(1)
            .shows(GROUP)
            .guest(READ_WRITE)
            .user(READ_WRITE_AFTER_IDENTIFICATION)
            .restoredAt(RestorePhase.GROUPS)),
    /** Sets enables. */
    GICD_ISENABLER(at(0x100)
            .bitsPerIntid(1)
            .shows(ENABLED)
            .guest(WRITE_ONE_TO_SET)
            .user(WRITE_ONE_TO_SET)
            .restoredAt(RestorePhase.ENABLES)),
    /** Clears enables. */
    GICD_ICENABLER(
            at(0x180).bitsPerIntid(1).shows(ENABLED).guest(WRITE_ONE_TO_CLEAR).user(WRITE_ONE_TO_CLEAR)),
    /** Sets pending latches. An SGI bit does nothing for a guest; user space adds the accessed vCPU as a source. */
    GICD_ISPENDR(at(0x200)
            .bitsPerIntid(1)
            .shows(PENDING)
            .guest(WRITE_ONE_TO_SET)
            .user(WRITE_ONE_TO_SET)
            .restoredAt(RestorePhase.PENDING)),
    /** Clears pending latches. An SGI bit does nothing for a guest; user space drops all its sources. */
    GICD_ICPENDR(
            at(0x280).bitsPerIntid(1).shows(PENDING).guest(WRITE_ONE_TO_CLEAR).user(WRITE_ONE_TO_CLEAR)),
    /** Sets active states. */
    GICD_ISACTIVER(at(0x300)
            .bitsPerIntid(1)
            .shows(ACTIVE)
            .guest(WRITE_ONE_TO_SET)
            .user(WRITE_ONE_TO_SET)
            .restoredAt(RestorePhase.ACTIVE)),
    /** Clears active states. */
    GICD_ICACTIVER(
            at(0x380).bitsPerIntid(1).shows(ACTIVE).guest(WRITE_ONE_TO_CLEAR).user(WRITE_ONE_TO_CLEAR)),
    /** Priorities, a byte for each interrupt. */
    GICD_IPRIORITYR(at(0x400)
            .bitsPerIntid(8)
            .shows(PRIORITY)
            .bytes()
            .guest(READ_WRITE)
            .user(READ_WRITE)
            .writable(profile -> profile.priorityMask() * 0x0101_0101)
            .restoredAt(RestorePhase.PRIORITIES)),
    /** Targets, a byte for each interrupt. Those of private interrupts read as the accessing vCPU. */
    GICD_ITARGETSR(at(0x800)
            .bitsPerIntid(8)
            .shows(TARGETS)
            .bytes()
            .guest(READ_WRITE)
            .user(READ_WRITE)
            .restoredAt(RestorePhase.TARGETS)),
    /** Trigger configuration, two bits for each interrupt. */
    GICD_ICFGR(at(0xC00)
            .bitsPerIntid(2)
            .shows(CONFIGURATION)
            .guest(READ_WRITE)
            .user(READ_WRITE)
            .writable(0xAAAA_AAAA)
            .restoredAt(RestorePhase.CONFIGURATION)),
    /** Sends software generated interrupts. Reads 0. */
    GICD_SGIR(at(0xF00)
            .guest(CODE)
            .user(CODE)
            .fields(
                    bits("TargetListFilter", 25, 24),
                    bits("CPUTargetList", 23, 16),
                    bit("NSATT", 15),
                    bits("SGIINTID", 3, 0))),
    /** Clears sources of software generated interrupts. */
    GICD_CPENDSGIR(at(0xF10)
            .bitsPerIntid(8)
            .firstIntids(16)
            .shows(SGI_SOURCES)
            .bytes()
            .guest(WRITE_ONE_TO_CLEAR)
            .user(WRITE_ONE_TO_CLEAR)),
    /** Sets sources of software generated interrupts. */
    GICD_SPENDSGIR(at(0xF20)
            .bitsPerIntid(8)
            .firstIntids(16)
            .shows(SGI_SOURCES)
            .bytes()
            .guest(WRITE_ONE_TO_SET)
            .user(WRITE_ONE_TO_SET)
            .restoredAt(RestorePhase.SGI_SOURCES)),
    /** Peripheral and component identification, a byte in each word. */
    GICD_PIDR(at(0xFD0).words(12).guest(CODE).user(ABSENT));

    private final RegisterRow row;

    Gicv2Distributor(RegisterRow.Builder facts) {
        row = facts.row();
    }

    @Override
    public Frame frame() {
        return Frame.GICV2_DISTRIBUTOR;
    }

    @Override
    public RegisterRow row() {
        return row;
    }
}
