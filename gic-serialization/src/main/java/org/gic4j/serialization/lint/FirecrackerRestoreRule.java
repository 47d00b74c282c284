package org.gic4j.serialization.lint;

import static org.gic4j.api.lint.Severity.ERROR;

import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gic4j.api.GicVersion;
import org.gic4j.api.lint.LintRule;
import org.gic4j.api.lint.LintTarget;

/**
 * What ends Firecracker's own restore. Told where Firecracker is the target, and of its own files from the version on whose
 * releases take an ITS for granted; older ones are restored by releases that have none.
 */
final class FirecrackerRestoreRule implements RuleGroup {
    static final LintRule NEEDS_ITS = new LintRule(
            "firecracker-needs-its",
            ERROR,
            "Firecracker restores no GICv3 without an ITS",
            "it takes the state of the ITS for granted from v1.13 on, snapshot version 8.0.0, and panics without it",
            "take the snapshot again with a release that saves the ITS, or restore it elsewhere: gic4j needs none");

    private static final Pattern PRODUCER = Pattern.compile("firecracker, snapshot version (\\d{1,4})\\..*");
    private static final int FIRST_WITH_ITS = 8;

    @Override
    public List<LintRule> rules() {
        return List.of(NEEDS_ITS);
    }

    @Override
    public void check(Subject subject, Findings findings) {
        if (!subject.is(GicVersion.GICV3) || !subject.state().translationServices().isEmpty()) {
            return;
        }
        OptionalInt made = version(subject);
        if (made.isPresent() ? made.getAsInt() >= FIRST_WITH_ITS : subject.target() == LintTarget.FIRECRACKER) {
            findings.add(
                    NEEDS_ITS,
                    "ITS",
                    0,
                    made.isPresent() ? "snapshot version " + made.getAsInt() + ", and no ITS" : "the snapshot has none");
        }
    }

    /** The first number of the snapshot version of Firecracker that made it; empty for other producers. */
    private static OptionalInt version(Subject subject) {
        Matcher producer = PRODUCER.matcher(subject.imported().snapshot().producer());
        return producer.matches() ? OptionalInt.of(Integer.parseInt(producer.group(1))) : OptionalInt.empty();
    }
}
