package org.gic4j.testkit.replay;

import java.io.IOException;
import java.nio.file.Path;
import org.gic4j.testkit.replay.oplog.OpLogReplay;
import org.gic4j.testkit.replay.source.LogText;
import org.gic4j.testkit.replay.trace.TraceReplay;

/** Replays a recorded log against a backend and compares every recorded answer. */
public final class Replay {
    private Replay() {}

    /**
     * Replays a device-control op log (JSON lines) or a QEMU access trace, told apart by content; gzip is unpacked.
     *
     * @param log the file
     * @param options how
     * @return what agrees and what differs
     * @throws ReplayException for a file that is neither, and for a line that does not parse
     * @throws org.gic4j.api.GicException when the backend is not available or cannot honour what the log needs
     * @throws IOException when the file cannot be read
     */
    public static ReplayReport run(Path log, ReplayOptions options) throws IOException {
        return run(LogText.of(log), options);
    }

    private static ReplayReport run(LogText log, ReplayOptions options) throws IOException {
        String first = log.firstLine();
        if (first.startsWith("{")) {
            return OpLogReplay.run(log, options);
        }
        if (first.startsWith("gic")) {
            return TraceReplay.run(log, options);
        }
        throw new ReplayException(
                1,
                "neither an op log (JSON lines) nor a QEMU trace (gic… events): it begins with '"
                        + LogText.abbreviated(first) + "'");
    }
}
