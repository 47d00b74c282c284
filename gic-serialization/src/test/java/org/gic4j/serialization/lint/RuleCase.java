package org.gic4j.serialization.lint;

import org.gic4j.api.lint.LintTarget;
import org.gic4j.api.snapshot.SnapshotFormat.Imported;

/**
 * A rule with a state in which it must find something, and one that is nearly the same in which it must not.
 *
 * @param rule the rule's id
 * @param target where both states are to go
 * @param ill in which it must find something
 * @param nearMiss in which it must not
 */
record RuleCase(String rule, LintTarget target, Imported ill, Imported nearMiss) {
    RuleCase(String rule, Imported ill, Imported nearMiss) {
        this(rule, LintTarget.ANY, ill, nearMiss);
    }

    @Override
    public String toString() {
        return rule;
    }
}
