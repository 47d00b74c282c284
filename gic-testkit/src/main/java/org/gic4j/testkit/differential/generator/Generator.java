package org.gic4j.testkit.differential.generator;

import java.util.ArrayList;
import java.util.List;
import org.gic4j.api.GicVersion;
import org.gic4j.testkit.differential.request.Request;

/**
 * Makes sequences from a seed, each for one virtual machine from creation to close. Most requests go to machines that
 * work, in long sequences that reach deep states; short ones put the steps of a machine's life in any order.
 */
public final class Generator {
    private static final int WORK_LEAST = 200;
    private static final int WORK_MOST = 1200;
    private static final int LIFE_LEAST = 15;
    private static final int LIFE_MOST = 80;

    private final Repertoire repertoire;
    private final boolean its;
    private final long seed;

    /**
     * A generator.
     *
     * @param version what kind of interrupt controller machines have
     * @param seed what everything follows from
     */
    public Generator(GicVersion version, long seed) {
        this(version, false, seed);
    }

    /**
     * A generator.
     *
     * @param version what kind of interrupt controller machines have
     * @param its whether machines have ITSs, and sequences are about them
     * @param seed what everything follows from
     */
    public Generator(GicVersion version, boolean its, long seed) {
        this.its = its;
        repertoire = Repertoire.of(version);
        this.seed = seed;
    }

    /**
     * A sequence.
     *
     * @param number which one, from 0
     */
    public List<Request> sequence(long number) {
        Draw draw = new Draw(seed, number);
        if (its) {
            return new ItsSequence(draw).requests();
        }
        Sketch sketch = new Sketch(repertoire.version());
        return draw.percent(40) ? working(draw, sketch) : living(draw, sketch);
    }

    /**
     * A machine that works, with requests that leave it in some deep state and open.
     *
     * @param number which one, from 0
     * @param requests how many
     */
    public List<Request> machine(long number, int requests) {
        Draw draw = new Draw(seed, number);
        Sketch sketch = new Sketch(repertoire.version());
        List<Request> made = birth(draw, sketch);
        sketch.heat(draw);
        append(made, repertoire.work(), requests, draw, sketch);
        return made;
    }

    private List<Request> birth(Draw draw, Sketch sketch) {
        List<Request> requests = new ArrayList<>(repertoire.birth().apply(draw, sketch));
        sketch.complete();
        return requests;
    }

    private List<Request> working(Draw draw, Sketch sketch) {
        List<Request> requests = birth(draw, sketch);
        int left = draw.between(WORK_LEAST, WORK_MOST);
        while (left > 0) {
            // Other interrupts from time to time, so that one machine has many of them in use.
            sketch.heat(draw);
            int stretch = Math.min(left, draw.between(50, 400));
            append(requests, repertoire.work(), stretch, draw, sketch);
            left -= stretch;
        }
        requests.add(new Request.CompareState(0));
        if (draw.percent(15)) {
            int id = sketch.vcpu(draw);
            requests.add(new Request.BeginRun(id));
            append(requests, repertoire.work(), draw.between(10, 60), draw, sketch);
            requests.add(new Request.EndRun(id));
            append(requests, repertoire.work(), draw.between(10, 100), draw, sketch);
            requests.add(new Request.CompareState(0));
        }
        if (draw.percent(20)) {
            requests.add(MachineRequests.validateFirstRun(draw, sketch));
            append(requests, repertoire.work(), draw.between(10, 100), draw, sketch);
            requests.add(new Request.CompareState(0));
        }
        end(requests, draw, sketch);
        return requests;
    }

    private List<Request> living(Draw draw, Sketch sketch) {
        List<Request> requests = new ArrayList<>(Births.anyMachine(draw, sketch));
        sketch.heat(draw);
        append(requests, repertoire.life(), draw.between(LIFE_LEAST, LIFE_MOST), draw, sketch);
        requests.add(new Request.CompareState(0));
        end(requests, draw, sketch);
        return requests;
    }

    private void end(List<Request> requests, Draw draw, Sketch sketch) {
        if (draw.percent(15)) {
            requests.add(
                    draw.percent(50)
                            ? MachineRequests.closeDevice(draw, sketch)
                            : MachineRequests.closeVcpu(draw, sketch));
            append(requests, repertoire.afterlife(), draw.between(5, 20), draw, sketch);
        }
        if (draw.percent(30)) {
            requests.add(new Request.CloseMachine());
            append(requests, repertoire.afterlife(), draw.between(5, 15), draw, sketch);
        }
    }

    private static void append(List<Request> requests, List<Row> rows, int count, Draw draw, Sketch sketch) {
        for (int i = 0; i < count; i++) {
            requests.add(Row.of(rows, draw).request().apply(draw, sketch));
        }
    }
}
