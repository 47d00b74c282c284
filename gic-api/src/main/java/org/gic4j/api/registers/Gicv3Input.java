package org.gic4j.api.registers;

import static org.gic4j.api.registers.InterruptProperty.LINE;
import static org.gic4j.api.registers.Policy.ABSENT;
import static org.gic4j.api.registers.Policy.CODE;
import static org.gic4j.api.registers.RegisterRow.at;

/** The input lines of a GICv3, which GICD_ISPENDR and GICR_ISPENDR do not show to user space. */
public enum Gicv3Input implements Register {
    /** The level of each input line, as far as the interrupt is level-sensitive: the LEVEL_INFO attributes. */
    LINE_LEVEL(at(0).bitsPerIntid(1).shows(LINE).guest(ABSENT).user(CODE).restoredAt(RestorePhase.LINE_LEVELS));

    private final RegisterRow row;

    Gicv3Input(RegisterRow.Builder facts) {
        row = facts.row();
    }

    @Override
    public Frame frame() {
        return Frame.GICV3_INPUTS;
    }

    @Override
    public RegisterRow row() {
        return row;
    }
}
