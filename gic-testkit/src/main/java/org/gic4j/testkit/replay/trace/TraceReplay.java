package org.gic4j.testkit.replay.trace;

import java.io.IOException;
import org.gic4j.api.GicVersion;
import org.gic4j.testkit.replay.ReplayException;
import org.gic4j.testkit.replay.ReplayOptions;
import org.gic4j.testkit.replay.ReplayReport;
import org.gic4j.testkit.replay.source.LogText;
import org.gic4j.testkit.replay.tally.Tally;

/**
 * Gives a trace's inputs to a backend in the order of the lines and compares what the CPUs read and the interrupt
 * outputs that QEMU printed.
 */
public final class TraceReplay {
    private static final String GICV3_EVENTS = "gicv3_";

    private TraceReplay() {}

    /**
     * Replays a trace; its first event tells the version of the interrupt controller.
     *
     * @param log its text
     * @param options how
     * @throws ReplayException for a line that does not parse, and for the other kind of host
     * @throws org.gic4j.api.GicException when the backend is not available or cannot honour the profile
     * @throws IOException when it cannot be read
     */
    public static ReplayReport run(LogText log, ReplayOptions options) throws IOException {
        GicVersion version = log.firstLine().strip().startsWith(GICV3_EVENTS) ? GicVersion.GICV3 : GicVersion.GICV2;
        if (options.host().filter(host -> host != version.host()).isPresent()) {
            throw new ReplayException(
                    0, "the trace is of a " + version.display() + "; replay it on a " + version.display() + " host");
        }
        Tally tally = new Tally(options.expected().of(log.name()));
        switch (version) {
            case GICV2 -> Gicv2Replay.run(Gicv2Forms.PARSER.parse(log), options, tally);
            case GICV3 -> Gicv3Replay.run(Gicv3Forms.PARSER.parse(log), options, tally);
        }
        return tally.report();
    }
}
