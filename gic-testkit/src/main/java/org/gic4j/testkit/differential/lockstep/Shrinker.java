package org.gic4j.testkit.differential.lockstep;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gic4j.testkit.differential.request.Request;

/**
 * Makes a sequence that fails short, by leaving out requests (delta debugging) and then by making values simple, as long
 * as some difference remains. Each attempt runs on fresh virtual machines.
 */
public final class Shrinker {
    private final Lockstep lockstep;
    private int attempts;

    /**
     * A search.
     *
     * @param lockstep where attempts run
     * @param attempts how many there may be
     */
    public Shrinker(Lockstep lockstep, int attempts) {
        this.lockstep = lockstep;
        this.attempts = attempts;
    }

    /**
     * Shrinks.
     *
     * @param found a difference
     * @return a difference with fewer or simpler requests; empty where it did not come back on fresh virtual machines
     */
    public Optional<Divergence> shrink(Divergence found) {
        Optional<Divergence> again = attempt(found.requests());
        if (again.isEmpty()) {
            return again;
        }
        Divergence best = again.get();
        int before;
        do {
            before = best.steps().size();
            best = simplify(leaveOut(best));
        } while (best.steps().size() < before && attempts > 0);
        return Optional.of(best);
    }

    private Divergence leaveOut(Divergence failing) {
        Divergence best = failing;
        for (int size = best.steps().size() / 2; size > 0; size /= 2) {
            // From the end, where most of what does not matter to the last request stands.
            for (int end = best.steps().size(); end > 0 && attempts > 0; end -= size) {
                List<Request> requests = new ArrayList<>(best.requests());
                requests.subList(Math.max(0, end - size), Math.min(end, requests.size())).clear();
                Optional<Divergence> shorter = attempt(requests);
                if (shorter.isPresent()) {
                    best = shorter.get();
                    end = Math.min(end, best.steps().size() + size);
                }
            }
        }
        return best;
    }

    private Divergence simplify(Divergence failing) {
        Divergence best = failing;
        for (int i = 0; i < best.steps().size(); i++) {
            boolean simpler = true;
            while (simpler && i < best.steps().size()) {
                simpler = false;
                for (Request candidate : Simplification.of(best.requests().get(i))) {
                    if (attempts <= 0) {
                        return best;
                    }
                    List<Request> requests = new ArrayList<>(best.requests());
                    requests.set(i, candidate);
                    Optional<Divergence> result = attempt(requests);
                    if (result.isPresent()) {
                        best = result.get();
                        simpler = true;
                        break;
                    }
                }
            }
        }
        return best;
    }

    private Optional<Divergence> attempt(List<Request> requests) {
        attempts--;
        return lockstep.run(requests);
    }
}
