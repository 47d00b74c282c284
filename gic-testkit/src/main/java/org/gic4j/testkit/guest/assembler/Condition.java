package org.gic4j.testkit.guest.assembler;

/** What a branch looks at after a comparison. */
public enum Condition {
    /** Equal. */
    EQ(0),
    /** Not equal. */
    NE(1),
    /** Higher or same, unsigned. */
    HS(2),
    /** Lower, unsigned. */
    LO(3),
    /** Negative. */
    MI(4),
    /** Positive or zero. */
    PL(5),
    /** Overflow. */
    VS(6),
    /** No overflow. */
    VC(7),
    /** Higher, unsigned. */
    HI(8),
    /** Lower or same, unsigned. */
    LS(9),
    /** Greater or equal, signed. */
    GE(10),
    /** Less, signed. */
    LT(11),
    /** Greater, signed. */
    GT(12),
    /** Less or equal, signed. */
    LE(13);

    private final int encoding;

    Condition(int encoding) {
        this.encoding = encoding;
    }

    /** The four bits of a branch. */
    int encoding() {
        return encoding;
    }
}
