package org.gic4j.testkit.differential;

import java.security.SecureRandom;

/** The seed of a run: fresh, unless it is given, so that every run tests something else and any run can be repeated. */
public final class Seed {
    /** The system property that gives a seed: decimal, or hexadecimal with {@code 0x}. */
    public static final String PROPERTY = "gic4j.seed";

    private Seed() {}

    /** The seed of {@link #PROPERTY}, or a fresh one. */
    public static long chosen() {
        String given = System.getProperty(PROPERTY, "");
        return given.isBlank() ? new SecureRandom().nextLong() : parse(given.strip());
    }

    /**
     * A seed as it is printed.
     *
     * @param seed the seed
     */
    public static String format(long seed) {
        return "0x" + Long.toHexString(seed);
    }

    private static long parse(String text) {
        try {
            return text.startsWith("0x") ? Long.parseUnsignedLong(text.substring(2), 16) : Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    PROPERTY + " must be a number of 64 bits, decimal or hexadecimal with 0x, not '" + text + "'", e);
        }
    }
}
