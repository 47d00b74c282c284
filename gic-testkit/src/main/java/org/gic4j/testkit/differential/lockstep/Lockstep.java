package org.gic4j.testkit.differential.lockstep;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gic4j.api.Errno;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.testkit.differential.request.Answer;
import org.gic4j.testkit.differential.request.Request;

/** Puts sequences of requests to two backends at once, each sequence to fresh virtual machines, up to the first difference. */
public final class Lockstep {
    private final Subjects subjects;
    private final Tolerance tolerance;
    private final SortedMap<String, Long> answers = new TreeMap<>();
    private long operations;
    private long comparisons;
    private long registers;
    private long memories;

    /** Makes a pair of subjects without virtual machines. */
    public interface Subjects {
        /** The backend that is right. */
        Subject reference();

        /** The backend that is compared with it. */
        Subject candidate();
    }

    /**
     * Two backends.
     *
     * @param subjects makes them
     * @param tolerance what is not compared
     */
    public Lockstep(Subjects subjects, Tolerance tolerance) {
        this.subjects = subjects;
        this.tolerance = tolerance;
    }

    /** How many requests both have answered, comparisons of states apart. */
    public long operations() {
        return operations;
    }

    /** How many of them the reference answered with which errno. */
    public SortedMap<String, Long> answers() {
        return answers;
    }

    /** How many complete states were compared. */
    public long comparisons() {
        return comparisons;
    }

    /** How many times guest memory was compared. */
    public long memories() {
        return memories;
    }

    /** How many registers those had. */
    public long registers() {
        return registers;
    }

    /**
     * Puts a sequence.
     *
     * @param requests in order
     * @return the first difference; empty where there is none
     */
    public Optional<Divergence> run(List<Request> requests) {
        try (Subject reference = subjects.reference();
                Subject candidate = subjects.candidate()) {
            return new Course(reference, candidate).run(requests);
        }
    }

    /** One sequence under way. */
    private final class Course {
        private static final int NONE = -1;

        private final Subject reference;
        private final Subject candidate;
        private final List<Divergence.Step> steps = new ArrayList<>();
        private boolean hasRun;
        private boolean ended;
        private int running = NONE;

        Course(Subject reference, Subject candidate) {
            this.reference = reference;
            this.candidate = candidate;
        }

        Optional<Divergence> run(List<Request> requests) {
            for (Request request : requests) {
                if (ended) {
                    return Optional.empty();
                }
                if (!isPossible(request)) {
                    continue;
                }
                Optional<Divergence> divergence =
                        switch (request) {
                            case Request.CompareState compare -> compare(compare);
                            case Request.CompareMemory _ -> compareMemory();
                            default -> put(request);
                        };
                if (divergence.isPresent()) {
                    return divergence;
                }
            }
            return Optional.empty();
        }

        /** Not while a vCPU runs: what waits until it does not, or is about nothing else. */
        private boolean isPossible(Request request) {
            return switch (request) {
                case Request.BeginRun begin ->
                    running == NONE && reference.canRun(begin.id()) && candidate.canRun(begin.id());
                case Request.EndRun end -> running == end.id();
                case Request.InitializeVcpu initialize -> running != initialize.id();
                case Request.SetAffinity set -> running != set.id();
                case Request.ValidateFirstRun run -> running != run.id();
                case Request.CloseVcpu close -> running != close.id();
                case Request.CompareState _, Request.CloseMachine _, Request.CreateMachine _ -> running == NONE;
                default -> true;
            };
        }

        private Optional<Divergence> put(Request request) {
            Answer expected = reference.put(request);
            if (is(request, AttributeGroup.CONTROL_ITS_SAVE_TABLES) && expected.errno() == Errno.EINVAL) {
                // Not even asked of a kernel that it may crash; the reference may be more careful than it must.
                return Optional.empty();
            }
            Answer got = candidate.put(request);
            if (is(request, AttributeGroup.CONTROL_ITS_RESTORE_TABLES)
                    && expected.errno() != Errno.EEXIST
                    && got.errno() == Errno.EEXIST) {
                // A second device of one id (docs/decisions): from here on there is nothing to compare.
                ended = true;
                return Optional.empty();
            }
            if (expected.errno() < 0 && got.errno() < 0) {
                return Optional.empty();
            }
            operations++;
            answers.merge(Errno.name(expected.errno()), 1L, Long::sum);
            long uncompared = 0;
            if (request instanceof Request.Get get) {
                uncompared = tolerance.uncompared(get.group(), get.attribute(), hasRun);
            } else if (request instanceof Request.ValidateFirstRun) {
                hasRun |= expected.errno() == Errno.OK;
            } else if (request instanceof Request.BeginRun begin && expected.errno() == Errno.OK) {
                hasRun = true;
                running = begin.id();
            } else if (request instanceof Request.EndRun) {
                running = NONE;
            } else if (request instanceof Request.CreateMachine) {
                hasRun = false;
            }
            steps.add(new Divergence.Step(request, expected, uncompared == 0));
            boolean agree = expected.thrown() == null
                    && got.thrown() == null
                    && expected.errno() == got.errno()
                    && ((expected.value() ^ got.value()) & ~uncompared) == 0;
            return agree ? Optional.empty() : Optional.of(new Divergence(steps, got));
        }

        private static boolean is(Request request, long command) {
            return request instanceof Request.Set set
                    && set.group() == AttributeGroup.CONTROL
                    && set.attribute() == command;
        }

        private Optional<Divergence> compareMemory() {
            memories++;
            OptionalLong address = reference.firstDifference(candidate);
            return address.isEmpty() ? Optional.empty() : put(new Request.ReadMemory(address.getAsLong()));
        }

        private Optional<Divergence> compare(Request.CompareState compare) {
            Optional<StateComparison> comparison = StateComparison.of(reference, candidate, compare.device());
            if (comparison.isEmpty()) {
                return Optional.empty();
            }
            comparisons++;
            Optional<Request.Get> different =
                    comparison.get().firstDifference((group, attribute) -> tolerance.uncompared(group, attribute, hasRun));
            registers += comparison.get().registers();
            return different.isEmpty() ? Optional.empty() : put(different.get());
        }
    }
}
