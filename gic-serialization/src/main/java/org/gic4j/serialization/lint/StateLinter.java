package org.gic4j.serialization.lint;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.guest.GuestMemory;
import org.gic4j.api.lint.Finding;
import org.gic4j.api.lint.LintRule;
import org.gic4j.api.lint.LintTarget;
import org.gic4j.api.lint.Linter;
import org.gic4j.api.snapshot.SnapshotFormat.Imported;

/** Runs all rules. Any thread may use it. */
public final class StateLinter implements Linter {
    private static final List<RuleGroup> GROUPS = List.of(
            new NoteRules(),
            new UnsavedRegistersRule(),
            new LpiTableRules(),
            new ItsRules(),
            new ItsTableRules(),
            new IdenticalVcpusRule(),
            new ActivePriorityRules(),
            new ActiveDisabledRule(),
            new RoutingRules(),
            new SoftwareInterruptRules(),
            new CpuInterfaceRules(),
            new DistributorRule(),
            new LineRules(),
            new HostRules(),
            new QemuRestoreRules(),
            new FirecrackerRestoreRule(),
            new TargetRules());

    /** Made by {@link java.util.ServiceLoader}. */
    public StateLinter() {}

    @Override
    public List<LintRule> rules() {
        return Stream.concat(GROUPS.stream().flatMap(group -> group.rules().stream()), LiveRestore.RULES.stream())
                .sorted(Comparator.comparing(LintRule::id))
                .toList();
    }

    @Override
    public List<Finding> check(Imported imported, LintTarget target, GuestMemory memory) {
        Subject subject = new Subject(imported, target, memory);
        Findings findings = new Findings();
        GROUPS.forEach(group -> group.check(subject, findings));
        return findings.sorted();
    }

    @Override
    public List<Finding> tryRestore(Imported imported, VirtualMachine vm) {
        return LiveRestore.of(imported, vm);
    }
}
