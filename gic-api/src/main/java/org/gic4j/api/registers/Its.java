package org.gic4j.api.registers;

import static org.gic4j.api.registers.BitField.bit;
import static org.gic4j.api.registers.BitField.bits;
import static org.gic4j.api.registers.Policy.ABSENT;
import static org.gic4j.api.registers.Policy.CODE;
import static org.gic4j.api.registers.RegisterRow.at;
import static org.gic4j.api.registers.RestorePhase.ITS_COMMAND_QUEUE;
import static org.gic4j.api.registers.RestorePhase.ITS_CONTROL;
import static org.gic4j.api.registers.RestorePhase.ITS_IDENTIFICATION;
import static org.gic4j.api.registers.RestorePhase.ITS_REGISTERS;

import java.util.Optional;
import org.gic4j.api.device.AttributeGroup;

/**
 * The registers of an interrupt translation service (IHI 0069 section 12.19), in the order of their offsets.
 *
 * <p>User space accesses a 64-bit register as one attribute, and a 32-bit one in a 64-bit word (kernel document
 * {@code arm-vgic-its.rst}).
 */
public enum Its implements Register {
    /** Enables translation. */
    GITS_CTLR(at(0x0000).guest(CODE).user(CODE).restoredAt(ITS_CONTROL).fields(bit("Quiescent", 31), bit("Enabled", 0))),
    /** Implementer, and the revision of the tables in guest memory. */
    GITS_IIDR(at(0x0004)
            .guest(CODE)
            .user(CODE)
            .restoredAt(ITS_IDENTIFICATION)
            .fields(
                    bits("ProductID", 31, 24),
                    bits("Variant", 19, 16),
                    bits("Revision", 15, 12),
                    bits("Implementer", 11, 0))),
    /** What the implementation can do. */
    GITS_TYPER(at(0x0008)
            .wide()
            .guest(CODE)
            .user(CODE)
            .fields(
                    bits("HCC", 31, 24),
                    bit("PTA", 19),
                    bit("SEIS", 18),
                    bits("Devbits", 17, 13),
                    bits("ID_bits", 12, 8),
                    bits("ITT_entry_size", 7, 4),
                    bit("Physical", 0))),
    /** The command queue. */
    GITS_CBASER(at(0x0080)
            .wide()
            .guest(CODE)
            .user(CODE)
            .restoredAt(ITS_COMMAND_QUEUE)
            .fields(
                    bit("Valid", 63),
                    bits("InnerCache", 61, 59),
                    bits("OuterCache", 55, 53),
                    bits("Physical_Address", 51, 12),
                    bits("Shareability", 11, 10),
                    bits("Size", 7, 0))),
    /** Where software writes the next command. */
    GITS_CWRITER(at(0x0088).wide().guest(CODE).user(CODE).restoredAt(ITS_REGISTERS).fields(bits("Offset", 19, 5))),
    /** Where the next command is read. */
    GITS_CREADR(at(0x0090).wide().guest(CODE).user(CODE).restoredAt(ITS_REGISTERS).fields(bits("Offset", 19, 5))),
    /** The tables: 0 is that of devices, 1 that of collections. */
    GITS_BASER(at(0x0100)
            .words(16)
            .wide()
            .guest(CODE)
            .user(CODE)
            .restoredAt(ITS_REGISTERS)
            .fields(
                    bit("Valid", 63),
                    bit("Indirect", 62),
                    bits("InnerCache", 61, 59),
                    bits("Type", 58, 56),
                    bits("OuterCache", 55, 53),
                    bits("Entry_Size", 52, 48),
                    bits("Physical_Address", 47, 12),
                    bits("Shareability", 11, 10),
                    bits("Page_Size", 9, 8),
                    bits("Size", 7, 0))),
    /** Peripheral and component identification, a byte in each word. */
    GITS_PIDR(at(0xFFD0).words(12).guest(CODE).user(CODE)),
    /** Where devices write their messages, in the second frame. A CPU's write has no device id and does nothing. */
    GITS_TRANSLATER(at(0x1_0040).guest(CODE).user(ABSENT));

    /** How many GITS_BASERn there are. */
    public static final int TABLES = 8;
    /** GITS_IIDR of the kernel's ITS, with revision 0 of the tables. */
    public static final int KERNEL_IDENTIFICATION = 0x4B00_043B;

    private final RegisterRow row;

    Its(RegisterRow.Builder facts) {
        row = facts.row();
    }

    @Override
    public Frame frame() {
        return Frame.ITS;
    }

    @Override
    public RegisterRow row() {
        return row;
    }

    /** No attribute of an ITS names a vCPU. */
    @Override
    public long attribute(int vcpuKey, int word) {
        return row.offset() + (long) word * Integer.BYTES;
    }

    /** Every word that begins an attribute: each one of a 32-bit register, each second one of a 64-bit register. */
    public int attributeStride() {
        return row.wide() ? 2 : 1;
    }

    @Override
    public String wordName(Geometry geometry, int word) {
        return this == GITS_BASER
                ? name() + word / 2 + (word % 2 == 0 ? "[31:0]" : "[63:32]")
                : Register.super.wordName(geometry, word);
    }

    /**
     * The name of the register that an attribute of {@link AttributeGroup#ITS_REGISTERS} begins.
     *
     * @param attribute the offset
     * @return for example {@code GITS_BASER1}; empty where no register begins
     */
    public static Optional<String> attributeNamed(long attribute) {
        for (Its register : values()) {
            int stride = register.attributeStride();
            int words = register.row.words(new Geometry(Geometry.PRIVATE_INTERRUPTS, 1));
            for (int word = 0; word < words; word += stride) {
                if (register.attribute(0, word) == attribute) {
                    return Optional.of(words == stride ? register.name() : register.name() + word / stride);
                }
            }
        }
        return Optional.empty();
    }
}
