package org.gic4j.emulated.lpi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SparseTableTest {
    private final SparseTable<String> table = new SparseTable<>();

    @Test
    void shouldFindEntriesByNumber() {
        table.put(0, "first");
        table.put(65_535, "last");

        assertThat(table.get(0)).isEqualTo("first");
        assertThat(table.get(65_535)).isEqualTo("last");
        assertThat(table.get(1)).isNull();
        assertThat(table.size()).isEqualTo(2);
    }

    @Test
    void shouldWalkByNumber() {
        table.put(70, "b");
        table.put(3, "a");
        table.put(40_000, "c");

        assertThat(table.next(0)).isEqualTo(3);
        assertThat(table.next(4)).isEqualTo(70);
        assertThat(table.next(71)).isEqualTo(40_000);
        assertThat(table.next(40_001)).isEqualTo(SparseTable.SIZE);
        List<String> seen = new ArrayList<>();
        table.forEach(seen::add);
        assertThat(seen).containsExactly("a", "b", "c");
    }

    @Test
    void shouldLetAWalkRemoveWhatItIsGiven() {
        for (int i = 0; i < 600; i++) {
            table.put(i, Integer.toString(i));
        }

        table.forEach(entry -> table.remove(Integer.parseInt(entry)));

        assertThat(table.size()).isZero();
        assertThat(table.next(0)).isEqualTo(SparseTable.SIZE);
    }

    @Test
    void shouldIgnoreTheRemovalOfNothing() {
        table.put(5, "five");
        table.remove(6);
        table.remove(5);
        table.remove(5);

        assertThat(table.size()).isZero();
        assertThat(table.get(5)).isNull();
    }

    @Test
    void shouldForgetEverything() {
        table.put(5, "five");
        table.clear();

        assertThat(table.size()).isZero();
        assertThat(table.get(5)).isNull();
    }
}
