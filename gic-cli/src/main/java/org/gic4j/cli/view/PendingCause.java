package org.gic4j.cli.view;

import org.gic4j.api.registers.InterruptProperty;

/** Why an interrupt is pending, as far as a state tells line and latch apart. */
public enum PendingCause {
    /** It is not pending, and its line is not high. */
    NONE(""),
    /** A vCPU sent it. */
    SENT("sent by software"),
    /** Level-sensitive, and the line is high. */
    LINE("line high"),
    /** Level-sensitive with a low line: a write set its latch. */
    LATCH("latched by a write, line low"),
    /** Level-sensitive, the line is high and a write set its latch. */
    LINE_AND_LATCH("line high, and latched by a write"),
    /** Edge-triggered: an edge or a write set its latch; the line is low again. */
    EDGE("edge latched"),
    /** Edge-triggered: latched, and the line is still high. */
    EDGE_LINE_HIGH("edge latched, line still high"),
    /** Edge-triggered and not pending: the line is still high after its edge was taken. */
    EDGE_TAKEN("line high, its edge was taken"),
    /** Level-sensitive; the producer did not save line and latch apart. */
    MERGED("latch and level were merged by the producer"),
    /** The line and the latch that the state has do not explain what it says of pending. */
    CONTRADICTORY("the state's line and latch do not explain it");

    private final String words;

    PendingCause(String words) {
        this.words = words;
    }

    /** The cause in a few words; empty for {@link #NONE}. */
    public String words() {
        return words;
    }

    static PendingCause of(InterruptView interrupt) {
        boolean pending = interrupt.is(InterruptProperty.PENDING);
        if (interrupt.kind() == InterruptKind.SGI) {
            return pending || interrupt.is(InterruptProperty.SGI_SOURCES) ? SENT : NONE;
        }
        boolean edge = interrupt.trigger().filter(Trigger.EDGE::equals).isPresent();
        if (interrupt.value(InterruptProperty.LINE).isEmpty()) {
            return pending ? edge ? EDGE : MERGED : NONE;
        }
        boolean high = interrupt.is(InterruptProperty.LINE);
        return edge
                ? ofEdge(pending, high)
                : ofLevel(pending, high, interrupt.is(InterruptProperty.LATCH));
    }

    private static PendingCause ofEdge(boolean pending, boolean high) {
        if (pending) {
            return high ? EDGE_LINE_HIGH : EDGE;
        }
        return high ? EDGE_TAKEN : NONE;
    }

    private static PendingCause ofLevel(boolean pending, boolean high, boolean latched) {
        if (pending != (high || latched)) {
            return CONTRADICTORY;
        }
        if (high) {
            return latched ? LINE_AND_LATCH : LINE;
        }
        return latched ? LATCH : NONE;
    }
}
