package org.gic4j.emulated.controller;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.gic4j.api.Affinity;
import org.gic4j.api.VcpuId;
import org.junit.jupiter.api.Test;

class AffinityMapTest {
    @Test
    void shouldFindEveryVcpuOfAFullMachine() {
        int[] affinities = IntStream.range(0, 512)
                .map(id -> Affinity.byDefault(new VcpuId(id)).packed())
                .toArray();
        AffinityMap map = new AffinityMap(affinities);
        for (int index = 0; index < affinities.length; index++) {
            assertThat(map.indexOf(affinities[index])).isEqualTo(index);
            assertThat(map.affinityOf(index)).isEqualTo(affinities[index]);
        }
    }

    @Test
    void shouldFindTheFirstOfSeveralWithOneAffinity() {
        AffinityMap map = new AffinityMap(7, 0, 0, 7);
        assertThat(map.indexOf(0)).isEqualTo(1);
        assertThat(map.indexOf(7)).isZero();
    }

    @Test
    void shouldFindNothingWhereNobodyIs() {
        assertThat(new AffinityMap().indexOf(0)).isEqualTo(AffinityMap.NONE);
        assertThat(new AffinityMap(0, 1, 2).indexOf(0x0101_0101)).isEqualTo(AffinityMap.NONE);
    }

    @Test
    void shouldFindThePreferredOfEqualAffinities() {
        AffinityMap map = new AffinityMap(7, 0, 0, 7, 5).preferring(3);
        assertThat(map.indexOf(7)).isEqualTo(3);
        assertThat(map.indexOf(0)).isEqualTo(1);
        assertThat(map.indexOf(5)).isEqualTo(4);
    }
}
