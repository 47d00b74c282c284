package org.gic4j.testkit.replay.oplog;

import org.gic4j.api.device.Device;
import org.gic4j.testkit.replay.tally.LineTally;
import org.jspecify.annotations.Nullable;

/** A sweep: one access for each offset. Neighbours that differ alike are told as one. */
final class SweepReplay {
    private final Machine machine;
    private final Device device;
    private final Operation.Sweep sweep;
    private final LineTally line;
    private @Nullable Stretch stretch;

    /** Neighbours with the same expected and the same given answer. */
    private record Stretch(long first, long last, long accesses, String expected, String got) {
        boolean continuesWith(String otherExpected, String otherGot) {
            return expected.equals(otherExpected) && got.equals(otherGot);
        }

        Stretch upTo(long offset) {
            return new Stretch(first, offset, accesses + 1, expected, got);
        }
    }

    SweepReplay(Machine machine, Device device, Operation.Sweep sweep, LineTally line) {
        this.machine = machine;
        this.device = device;
        this.sweep = sweep;
        this.line = line;
    }

    void run() {
        if (sweep.runs().isEmpty()) {
            return;
        }
        long[] buffer = AttributeReplay.buffer();
        long preset = buffer[0];
        int at = 0;
        long agreeing = 0;
        for (long offset = sweep.from(); offset < sweep.to(); offset += sweep.step()) {
            while (offset >= sweep.runs().get(at).end()) {
                at++;
            }
            Operation.Sweep.Run expected = sweep.runs().get(at);
            buffer[0] = preset;
            int errno = access(sweep.attributeHigh() | offset, buffer);
            boolean valueCounts = sweep.kind() == Operation.Sweep.Kind.GET && errno == 0;
            if (valueCounts
                    && expected.errno() == 0
                    && AttributeReplay.changedByMissingIts(
                            machine, device, sweep.group(), sweep.attributeHigh() | offset)) {
                tellStretch();
                line.skip(1, SkipReason.NO_ITS);
            } else if (errno == expected.errno()
                    && (!valueCounts || expected.value().isEmpty() || expected.value().getAsLong() == buffer[0])) {
                agreeing++;
                tellStretch();
            } else {
                differ(
                        offset,
                        answer(expected.errno(), expected.value().orElse(0)),
                        answer(errno, buffer[0]));
            }
        }
        tellStretch();
        line.tally().agree(agreeing);
    }

    private int access(long attribute, long[] buffer) {
        return switch (sweep.kind()) {
            case HAS -> device.tryHas(sweep.group(), attribute);
            case GET -> device.tryGet(sweep.group(), attribute, buffer, 0);
            case SET -> device.trySet(sweep.group(), attribute, sweep.value());
        };
    }

    private String answer(int errno, long value) {
        return sweep.kind() == Operation.Sweep.Kind.GET || errno != 0 ? AttributeReplay.answer(errno, value) : "OK";
    }

    private void differ(long offset, String expected, String got) {
        if (stretch != null && stretch.continuesWith(expected, got)) {
            stretch = stretch.upTo(offset);
        } else {
            tellStretch();
            stretch = new Stretch(offset, offset, 1, expected, got);
        }
    }

    private void tellStretch() {
        if (stretch != null) {
            String name = AttributeReplay.name(device, sweep.group(), sweep.attributeHigh() | stretch.first);
            line.tally()
                    .differ(
                            line.line(),
                            stretch.accesses,
                            "sweep, " + sweep.kind().name().toLowerCase(java.util.Locale.ROOT) + " " + name
                                    + (stretch.accesses == 1 ? "" : " to offset 0x" + Long.toHexString(stretch.last))
                                    + ": expected " + stretch.expected + ", got " + stretch.got);
            stretch = null;
        }
    }
}
