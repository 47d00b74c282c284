package org.gic4j.testkit.guest.assembler;

/** What a branch looks at after a comparison. The order is the encoding. */
public enum Condition {
    /** Equal. */
    EQ,
    /** Not equal. */
    NE,
    /** Higher or same, unsigned. */
    HS,
    /** Lower, unsigned. */
    LO,
    /** Negative. */
    MI,
    /** Positive or zero. */
    PL,
    /** Overflow. */
    VS,
    /** No overflow. */
    VC,
    /** Higher, unsigned. */
    HI,
    /** Lower or same, unsigned. */
    LS,
    /** Greater or equal, signed. */
    GE,
    /** Less, signed. */
    LT,
    /** Greater, signed. */
    GT,
    /** Less or equal, signed. */
    LE
}
