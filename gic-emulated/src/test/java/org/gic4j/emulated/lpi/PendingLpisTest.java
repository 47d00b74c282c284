package org.gic4j.emulated.lpi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PendingLpisTest {
    private final PendingLpis lpis = new PendingLpis();

    @Test
    void shouldBeEmptyAtFirst() {
        assertThat(lpis.bestPriority()).isEqualTo(PendingLpis.NONE);
    }

    @Test
    void shouldPreferTheHigherPriorityAndThenTheLowerIntid() {
        lpis.add(9000, 20);
        lpis.add(8192, 21);
        lpis.add(8999, 20);

        assertThat(lpis.bestPriority()).isEqualTo(20);
        assertThat(lpis.bestIntid()).isEqualTo(8999);
        lpis.remove(8999, 20);
        assertThat(lpis.bestIntid()).isEqualTo(9000);
        lpis.remove(9000, 20);
        assertThat(lpis.bestPriority()).isEqualTo(21);
        lpis.remove(8192, 21);
        assertThat(lpis.bestPriority()).isEqualTo(PendingLpis.NONE);
    }

    @Test
    void shouldHoldIntidsOf24Bits() {
        lpis.add(0xFF_FFFF, 255);
        lpis.add(0x1_0000, 255);

        assertThat(lpis.bestIntid()).isEqualTo(0x1_0000);
        lpis.remove(0x1_0000, 255);
        assertThat(lpis.bestIntid()).isEqualTo(0xFF_FFFF);
    }

    @Test
    void shouldNeverSignalWhatNoCpuInterfaceCanRead() {
        lpis.add(0x100_0000, 0);
        lpis.add(-1, 0);

        assertThat(lpis.bestPriority()).isEqualTo(PendingLpis.NONE);
        lpis.remove(-1, 0);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldAgreeWithASortedSet(long seed) {
        Random random = new Random(seed);
        TreeSet<Long> expected = new TreeSet<>();
        for (int step = 0; step < 20_000; step++) {
            int intid = 8192 + random.nextInt(random.nextBoolean() ? 100 : 57_344);
            int priority = random.nextInt(4) * 80;
            long key = (long) priority << 32 | intid;
            if (expected.remove(key)) {
                lpis.remove(intid, priority);
            } else {
                expected.add(key);
                lpis.add(intid, priority);
            }
            if (expected.isEmpty()) {
                assertThat(lpis.bestPriority()).isEqualTo(PendingLpis.NONE);
            } else {
                assertThat((long) lpis.bestPriority() << 32 | lpis.bestIntid()).isEqualTo(expected.first());
            }
        }
    }
}
