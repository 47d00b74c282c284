package org.gic4j.testkit.differential;

import static org.gic4j.api.registers.Gicv2Distributor.GICD_ICACTIVER;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ICPENDR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ISACTIVER;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ISPENDR;
import static org.gic4j.api.registers.Gicv3Input.LINE_LEVEL;
import static org.gic4j.api.registers.Gicv3RedistributorSgi.GICR_ICACTIVER;
import static org.gic4j.api.registers.Gicv3RedistributorSgi.GICR_ISACTIVER;
import static org.gic4j.api.registers.Gicv3RedistributorSgi.GICR_ISPENDR;

import java.util.Set;
import org.gic4j.api.GicVersion;
import org.gic4j.api.registers.Register;

/** What a real host decides and an emulation does not: bits of registers that are not compared. The list is short by rule. */
public enum HostFact {
    /**
     * Once a vCPU has run, the kernel's timers own the lines of PPIs 27 and 30, and with the physical line attached
     * their active bits too (CONTRACT 7). When the vCPU is initialised again, the timers take their latches away.
     */
    KERNEL_TIMERS(
            1L << 27 | 1L << 30,
            Set.of(
                    GICD_ISPENDR,
                    GICD_ICPENDR,
                    GICD_ISACTIVER,
                    GICD_ICACTIVER,
                    GICR_ISACTIVER,
                    GICR_ICACTIVER,
                    GICR_ISPENDR,
                    LINE_LEVEL));

    private final long bits;
    private final Set<Register> registers;

    HostFact(long bits, Set<Register> registers) {
        this.bits = bits;
        this.registers = Set.copyOf(registers);
    }

    /** The bits of an attribute that are not compared once a vCPU has run: of the first word of some registers. */
    long uncompared(GicVersion version, int group, long attribute) {
        for (Register register : registers) {
            if (register.frame().version() == version
                    && register.frame().attributeGroup() == group
                    && (attribute & 0xFFFF_FFFFL) == (register.attribute(0, 0) & 0xFFFF_FFFFL)) {
                return bits;
            }
        }
        return 0;
    }
}
