package org.gic4j.testkit.differential.generator;

import java.util.List;
import java.util.SplittableRandom;

/** What chance decides. Everything follows from the seed. */
final class Draw {
    private final SplittableRandom random;

    /**
     * A stream of chance.
     *
     * @param seed the run's
     * @param number which stream of that seed
     */
    Draw(long seed, long number) {
        // Mixed: a SplittableRandom of a seed that differs by a multiple of its step is the same stream, shifted.
        long mixed = seed ^ number * 0xD6E8_FEB8_6659_FD93L;
        mixed = (mixed ^ mixed >>> 32) * 0xD6E8_FEB8_6659_FD93L;
        random = new SplittableRandom(mixed ^ mixed >>> 32);
    }

    /** A number from 0 up to but not including a bound. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    /** A number between two, both included. */
    int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    /** True as often as the percentage says. */
    boolean percent(int percentage) {
        return random.nextInt(100) < percentage;
    }

    /** Any 64 bits. */
    long bits() {
        return random.nextLong();
    }

    /** Any 32 bits. */
    int word() {
        return random.nextInt();
    }

    /** One of several. */
    int oneOf(int... values) {
        return values[random.nextInt(values.length)];
    }

    /** One of several. */
    long oneOf(long... values) {
        return values[random.nextInt(values.length)];
    }

    /** One of a list. */
    <T> T oneOf(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    /** 64 bits of which few are 1. */
    long sparse() {
        long bits = 0;
        for (int i = between(1, 6); i > 0; i--) {
            bits |= 1L << below(Long.SIZE);
        }
        return bits;
    }
}
