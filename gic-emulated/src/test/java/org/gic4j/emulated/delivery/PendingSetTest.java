package org.gic4j.emulated.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PendingSetTest {
    @Test
    void shouldBeEmptyAtFirst() {
        assertThat(new PendingSet(5).least()).isEqualTo(PendingSet.NONE);
    }

    @Test
    void shouldIgnoreAKeyThatIsAddedTwice() {
        PendingSet set = new PendingSet(8);
        set.add(7);
        set.add(7);
        set.remove(7);
        assertThat(set.least()).isEqualTo(PendingSet.NONE);
    }

    @Test
    void shouldHoldTheGreatestKey() {
        PendingSet set = new PendingSet(8);
        set.add(PendingSet.NONE - 1);
        assertThat(set.least()).isEqualTo(PendingSet.NONE - 1);
    }

    @Test
    void shouldFindTheLeastAfterSeveralChanges() {
        PendingSet set = new PendingSet(8);
        set.add(1);
        set.add(70);
        set.add(5000);
        set.remove(1);
        set.add(6000);
        set.remove(70);
        assertThat(set.least()).isEqualTo(5000);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 32, 64, 4064})
    void shouldAddAndRemoveKeysThatFollowEachOther(int first) {
        PendingSet set = new PendingSet(5);
        set.add(5000);
        set.addAll(first, 0x8000_0012);
        assertThat(set.least()).isEqualTo(first + 1);
        set.removeAll(first, 2);
        assertThat(set.least()).isEqualTo(first + 4);
        set.removeAll(first, 0x8000_0000);
        assertThat(set.least()).isEqualTo(first + 4);
        set.removeAll(first, 0x10);
        assertThat(set.least()).isEqualTo(5000);
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 6, 7, 8})
    void shouldAgreeWithASortedSet(int priorityBits) {
        Random random = new Random(priorityBits);
        PendingSet set = new PendingSet(priorityBits);
        TreeSet<Integer> sorted = new TreeSet<>();
        for (int i = 0; i < 200_000; i++) {
            int key = random.nextInt(1 << (priorityBits + PendingSet.INTID_BITS));
            if (random.nextInt(100) < (i / 20_000 % 2 == 0 ? 70 : 10)) {
                set.add(key);
                sorted.add(key);
            } else if (!sorted.isEmpty()) {
                Integer gone = random.nextBoolean() ? sorted.first() : sorted.floor(Math.max(key, sorted.first()));
                set.remove(gone);
                sorted.remove(gone);
            }
            assertThat(set.least()).isEqualTo(sorted.isEmpty() ? PendingSet.NONE : sorted.first());
        }
    }
}
