package org.gic4j.testkit.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gic4j.api.Capability;
import org.gic4j.api.GicBackend;
import org.gic4j.api.HostKind;
import org.gic4j.testkit.differential.generator.Generator;
import org.gic4j.testkit.differential.lockstep.Divergence;
import org.gic4j.testkit.differential.lockstep.Lockstep;
import org.gic4j.testkit.differential.lockstep.Shrinker;
import org.gic4j.testkit.differential.lockstep.Subject;
import org.gic4j.testkit.differential.request.LogWriter;
import org.gic4j.testkit.differential.request.RequestText;

/** Compares two backends, operation by operation. The reference is right by definition. */
public final class DifferentialRun {
    private static final int SHRINKING_ATTEMPTS = 3000;

    private final GicBackend reference;
    private final GicBackend candidate;
    private final DifferentialOptions options;
    private final Lockstep lockstep;
    private final Lockstep again;

    private DifferentialRun(GicBackend reference, GicBackend candidate, DifferentialOptions options) {
        this.reference = reference;
        this.candidate = candidate;
        this.options = options;
        lockstep = newLockstep();
        again = newLockstep();
    }

    /**
     * Runs until enough operations were compared or enough differences were found.
     *
     * @param reference the backend that is right: a real kernel, where there is one
     * @param candidate the backend that is compared with it
     * @param options how
     * @return what was compared and what differs
     */
    public static DifferentialReport of(GicBackend reference, GicBackend candidate, DifferentialOptions options) {
        return new DifferentialRun(reference, candidate, options).run();
    }

    private Lockstep newLockstep() {
        Lockstep.Subjects subjects = new Lockstep.Subjects() {
            @Override
            public Subject reference() {
                return new Subject(reference, options.configuration(), options.execution());
            }

            @Override
            public Subject candidate() {
                return new Subject(candidate, options.configuration());
            }
        };
        return new Lockstep(subjects, this::uncompared);
    }

    private long uncompared(int group, long attribute, boolean hasRun) {
        long bits = 0;
        if (hasRun) {
            for (HostFact fact : options.facts()) {
                bits |= fact.uncompared(options.version(), group, attribute);
            }
        }
        return bits;
    }

    private DifferentialReport run() {
        Generator generator = new Generator(options.version(), options.its(), options.seed());
        List<DifferentialReport.Failure> failures = new ArrayList<>();
        long sequence = 0;
        while (lockstep.operations() < options.operations() && failures.size() < options.failures()) {
            Optional<Divergence> found = lockstep.run(generator.sequence(sequence));
            if (found.isPresent()) {
                failures.add(failure(sequence, found.get()));
            }
            sequence++;
        }
        return new DifferentialReport(
                options.seed(),
                sequence,
                lockstep.operations(),
                lockstep.answers(),
                lockstep.comparisons(),
                lockstep.registers(),
                lockstep.memories(),
                failures);
    }

    private DifferentialReport.Failure failure(long sequence, Divergence found) {
        Optional<Divergence> shrunk = new Shrinker(again, SHRINKING_ATTEMPTS).shrink(found);
        Divergence shown = shrunk.orElse(found);
        String difference = RequestText.of(shown.last().request(), options.version().device()) + ": "
                + reference.name() + ": " + shown.last().reference().describe() + ", " + candidate.name()
                + ": " + shown.candidate().describe()
                + (shrunk.isPresent() ? "" : " (it did not come back on fresh virtual machines)");
        LogWriter log = new LogWriter();
        log.meta(reference.name(), options.seed(), sequence);
        log.host(Capability.NR_VCPUS.number(), options.configuration().hostCpus());
        log.host(Capability.ARM_VM_IPA_SIZE.number(), options.configuration().addressLimit());
        log.note(difference);
        shown.steps().forEach(step -> log.add(step.request(), step.reference(), step.valueCounts()));
        return new DifferentialReport.Failure(
                prefix() + Long.toHexString(options.seed()) + "-" + sequence,
                sequence,
                found.steps().size(),
                difference,
                log.lines());
    }

    /** The prefix of an op log's name tells the kind of host. */
    private String prefix() {
        return options.configuration().host() == HostKind.GICV2 ? "v2-seed" : "v3-seed";
    }
}
