package org.gic4j.testkit.differential.generator;

import java.util.List;
import java.util.function.BiFunction;
import org.gic4j.testkit.differential.request.Request;

/**
 * Something that can be asked.
 *
 * @param weight how often, against the other rows of its list
 * @param request makes a request for a machine as it is thought to be
 */
record Row(int weight, BiFunction<Draw, Sketch, Request> request) {
    /** A row of a list, by weight. */
    static Row of(List<Row> rows, Draw draw) {
        int left = draw.below(rows.stream().mapToInt(Row::weight).sum());
        for (Row row : rows) {
            left -= row.weight;
            if (left < 0) {
                return row;
            }
        }
        throw new IllegalStateException("rows without weight");
    }
}
