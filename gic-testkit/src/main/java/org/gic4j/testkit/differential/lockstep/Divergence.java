package org.gic4j.testkit.differential.lockstep;

import java.util.List;
import org.gic4j.testkit.differential.request.Answer;
import org.gic4j.testkit.differential.request.Request;

/**
 * The first answer of a sequence in which two backends differ.
 *
 * @param steps what was asked up to there, the last request being the one that differs, and what the reference answered
 * @param candidate what the candidate answered to the last request
 */
public record Divergence(List<Step> steps, Answer candidate) {
    /**
     * A request and the reference's answer.
     *
     * @param request what was asked
     * @param reference what the reference answered
     * @param valueCounts whether all bits of the value were compared
     */
    public record Step(Request request, Answer reference, boolean valueCounts) {}

    /** Copies the list. */
    public Divergence {
        steps = List.copyOf(steps);
    }

    /** The request that differs, with the reference's answer. */
    public Step last() {
        return steps.getLast();
    }

    /** The requests, the last being the one that differs. */
    public List<Request> requests() {
        return steps.stream().map(Step::request).toList();
    }
}
