package org.gic4j.emulated.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArbiterTest {
    private static final int BOTH_GROUPS = 3;

    private static Arbiter forwarding(int priorityBits, int groups) {
        Arbiter arbiter = new Arbiter(priorityBits);
        arbiter.forward(groups);
        return arbiter;
    }

    /** The filing of a key. */
    private static int filing(int key, int group) {
        return Filing.of(key >>> Filing.INTID_BITS, key & Filing.INTID_MASK, group, 0);
    }

    private static int best(Arbiter arbiter, int group) {
        return group == 0 ? arbiter.best0() : arbiter.best1();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldBeEmptyAtFirst(int group) {
        assertThat(best(forwarding(5, BOTH_GROUPS), group)).isEqualTo(Filing.NONE);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldIgnoreAnInterruptThatIsAddedTwice(int group) {
        Arbiter arbiter = forwarding(8, BOTH_GROUPS);
        arbiter.add(filing(7, group));
        arbiter.add(filing(7, group));
        arbiter.remove(filing(7, group));
        assertThat(best(arbiter, group)).isEqualTo(Filing.NONE);
    }

    @ParameterizedTest
    @CsvSource({"5, 0", "5, 1", "8, 0", "8, 1"})
    void shouldHoldTheGreatestKey(int priorityBits, int group) {
        int greatest = (1 << priorityBits + Filing.INTID_BITS) - 1;
        Arbiter arbiter = forwarding(priorityBits, BOTH_GROUPS);
        arbiter.add(filing(greatest, group));
        assertThat(best(arbiter, group)).isEqualTo(greatest);
        assertThat(best(arbiter, 1 - group)).isEqualTo(Filing.NONE);
    }

    @Test
    void shouldFindTheBestAfterSeveralChanges() {
        Arbiter arbiter = forwarding(8, BOTH_GROUPS);
        arbiter.add(filing(1, 0));
        arbiter.add(filing(70, 0));
        arbiter.add(filing(5000, 0));
        arbiter.remove(filing(1, 0));
        arbiter.add(filing(6000, 0));
        arbiter.remove(filing(70, 0));
        assertThat(arbiter.best0()).isEqualTo(5000);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0, 1", "32, 0", "64, 1", "4064, 1"})
    void shouldAddAndRemoveInterruptsThatFollowEachOther(int first, int group) {
        Arbiter arbiter = forwarding(5, BOTH_GROUPS);
        arbiter.add(filing(5000, group));
        arbiter.addAll(filing(first, group), 0x8000_0012);
        assertThat(best(arbiter, group)).isEqualTo(first + 1);
        arbiter.removeAll(filing(first, group), 2);
        assertThat(best(arbiter, group)).isEqualTo(first + 4);
        arbiter.removeAll(filing(first, group), 0x8000_0000);
        assertThat(best(arbiter, group)).isEqualTo(first + 4);
        arbiter.removeAll(filing(first, group), 0x10);
        assertThat(best(arbiter, group)).isEqualTo(5000);
    }

    @Test
    void shouldHideAGroupThatIsNotForwarded() {
        Arbiter arbiter = forwarding(5, 2);
        arbiter.add(filing(40, 0));
        arbiter.add(filing(50, 1));
        assertThat(arbiter.best0()).isGreaterThanOrEqualTo(Filing.NONE);
        assertThat(arbiter.best1()).isEqualTo(50);
        arbiter.forward(1);
        assertThat(arbiter.best0()).isEqualTo(40);
        assertThat(arbiter.best1()).isGreaterThanOrEqualTo(Filing.NONE);
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 6, 7, 8})
    void shouldAgreeWithASortedSetForEachGroup(int priorityBits) {
        Random random = new Random(priorityBits);
        Arbiter arbiter = forwarding(priorityBits, BOTH_GROUPS);
        TreeSet<Integer> group0 = new TreeSet<>();
        TreeSet<Integer> group1 = new TreeSet<>();
        for (int i = 0; i < 200_000; i++) {
            int group = random.nextInt(2);
            TreeSet<Integer> sorted = group == 0 ? group0 : group1;
            int key = random.nextInt(1 << (priorityBits + Filing.INTID_BITS));
            if (random.nextInt(100) < (i / 20_000 % 2 == 0 ? 70 : 10)) {
                arbiter.add(filing(key, group));
                sorted.add(key);
            } else if (!sorted.isEmpty()) {
                Integer gone = random.nextBoolean() ? sorted.first() : sorted.floor(Math.max(key, sorted.first()));
                arbiter.remove(filing(gone, group));
                sorted.remove(gone);
            }
            assertThat(arbiter.best0()).isEqualTo(group0.isEmpty() ? Filing.NONE : group0.first());
            assertThat(arbiter.best1()).isEqualTo(group1.isEmpty() ? Filing.NONE : group1.first());
        }
    }
}
