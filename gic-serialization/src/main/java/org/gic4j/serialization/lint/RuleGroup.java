package org.gic4j.serialization.lint;

import java.util.List;
import org.gic4j.api.lint.LintRule;

/** One rule, or a few that look at the same registers. */
interface RuleGroup {
    /** The rules. */
    List<LintRule> rules();

    /**
     * Looks at a snapshot.
     *
     * @param subject the snapshot and where it is to go
     * @param findings where to report
     */
    void check(Subject subject, Findings findings);
}
