package org.gic4j.cli.inspect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.gic4j.api.registers.InterruptProperty;
import org.gic4j.cli.output.Words;
import org.gic4j.cli.view.InterruptKind;
import org.gic4j.cli.view.InterruptNames;
import org.gic4j.cli.view.InterruptView;

/**
 * A row of a table of interrupts: one interrupt, of all vCPUs for which it does not differ; or a run of INTIDs that do
 * not differ either.
 *
 * @param first the lowest INTID
 * @param last the highest INTID
 * @param views the lowest interrupt, of each vCPU that the row is about; one for a shared interrupt
 * @param delivery what becomes of them, in words
 */
record InterruptRow(int first, int last, List<InterruptView> views, String delivery) {
    InterruptRow {
        views = List.copyOf(views);
    }

    private record Likeness(Map<InterruptProperty, Long> properties, String delivery) {}

    /**
     * One row for each interrupt and each state that it is in for some vCPUs.
     *
     * @param views by INTID
     * @param delivery what becomes of one, in words
     */
    static List<InterruptRow> of(List<InterruptView> views, Function<InterruptView, String> delivery) {
        List<InterruptRow> rows = new ArrayList<>();
        for (int from = 0; from < views.size(); ) {
            int intid = views.get(from).intid();
            Map<Likeness, List<InterruptView>> alike = new LinkedHashMap<>();
            for (; from < views.size() && views.get(from).intid() == intid; from++) {
                InterruptView view = views.get(from);
                alike.computeIfAbsent(new Likeness(view.properties(), delivery.apply(view)), likeness -> new ArrayList<>())
                        .add(view);
            }
            alike.forEach((likeness, same) -> rows.add(new InterruptRow(intid, intid, same, likeness.delivery)));
        }
        return rows;
    }

    /**
     * Rows of INTIDs that follow one another and differ in nothing, not even in a name, joined.
     *
     * @param rows by INTID
     * @param names what is known to be behind them
     */
    static List<InterruptRow> joined(List<InterruptRow> rows, InterruptNames names) {
        List<InterruptRow> joined = new ArrayList<>();
        for (InterruptRow row : rows) {
            if (!joined.isEmpty() && joined.getLast().isContinuedBy(row, names)) {
                InterruptRow run = joined.removeLast();
                joined.add(new InterruptRow(run.first, row.last, run.views, run.delivery));
            } else {
                joined.add(row);
            }
        }
        return joined;
    }

    /** An interrupt that stands for all of them. */
    InterruptView view() {
        return views.getFirst();
    }

    /** The INTID, or the first and the last of a run. */
    String intids() {
        return first == last ? Integer.toString(first) : first + "-" + last;
    }

    /** Kind and number, with the name of what is behind it: {@code PPI 11 virtual timer}, {@code SGI 0-15}. */
    String what(InterruptNames names) {
        String lowest = names.describe(first);
        // Only nameless ones are joined.
        return first == last ? lowest : lowest + "-" + InterruptKind.of(last).number(last);
    }

    /** The ids of the vCPUs whose private interrupt it is; {@code -} for a shared one. */
    String cpus() {
        return Words.ranges(views.stream()
                .map(InterruptView::vcpu)
                .flatMap(Stream::ofNullable)
                .map(vcpu -> vcpu.id().value())
                .sorted()
                .toList());
    }

    private boolean isContinuedBy(InterruptRow next, InterruptNames names) {
        return next.first == last + 1
                && InterruptKind.of(next.first) == InterruptKind.of(first)
                && next.view().properties().equals(view().properties())
                && next.cpus().equals(cpus())
                && next.delivery.equals(delivery)
                && names.of(first).isEmpty()
                && names.of(next.first).isEmpty();
    }
}
