package org.gic4j.api.registers;

import static org.gic4j.api.registers.InterruptProperty.LATCH;
import static org.gic4j.api.registers.InterruptProperty.LINE;
import static org.gic4j.api.registers.Policy.ABSENT;
import static org.gic4j.api.registers.RegisterRow.at;

/**
 * What GICD_ISPENDR of a GICv2 merges: a level-sensitive interrupt reads as pending when its latch is set or its line
 * is high. No guest address and no attribute tells the two apart; a source that can has these rows in its state.
 * On restore the line is set by the interrupt-line call, not as a latch, which would outlive the line.
 */
public enum Gicv2Input implements Register {
    /** The level of each input line. */
    LINE_LEVEL(at(0x000)
            .bitsPerIntid(1)
            .shows(LINE)
            .guest(ABSENT)
            .user(ABSENT)
            .restoredAt(RestorePhase.LINE_LEVELS)),
    /** The pending latch of each interrupt other than an SGI. */
    PENDING_LATCH(at(0x080)
            .bitsPerIntid(1)
            .shows(LATCH)
            .guest(ABSENT)
            .user(ABSENT)
            .restoredAt(RestorePhase.PENDING));

    private final RegisterRow row;

    Gicv2Input(RegisterRow.Builder facts) {
        row = facts.row();
    }

    @Override
    public Frame frame() {
        return Frame.GICV2_INPUTS;
    }

    @Override
    public RegisterRow row() {
        return row;
    }
}
