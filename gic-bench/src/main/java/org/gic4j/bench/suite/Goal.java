package org.gic4j.bench.suite;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * A goal of PERFORMANCE.md.
 *
 * @param id its number there
 * @param what what is measured
 * @param sense which side of the limit is good
 * @param limit the limit
 * @param unit what limit and value are in
 * @param value takes the value from what was measured; empty where that was not
 */
record Goal(String id, String what, Sense sense, double limit, String unit, Function<Figures, OptionalDouble> value) {
    /** Which side of a limit is good. */
    enum Sense {
        AT_MOST,
        AT_LEAST
    }

    /** One line: goal, limit, value, verdict. */
    String report(Figures figures) {
        OptionalDouble measured = value.apply(figures);
        String verdict = measured.isEmpty() ? "not measured" : isMet(measured.getAsDouble()) ? "met" : "missed";
        String shown = measured.isEmpty() ? "" : String.format(Locale.ROOT, "%.2f %s", measured.getAsDouble(), unit);
        return String.format(
                Locale.ROOT,
                "| %-3s | %-58s | %s %6.1f %-5s | %14s | %-12s |",
                id,
                what,
                sense == Sense.AT_MOST ? "<=" : ">=",
                limit,
                unit,
                shown,
                verdict);
    }

    private boolean isMet(double measured) {
        return sense == Sense.AT_MOST ? measured <= limit : measured >= limit;
    }
}
