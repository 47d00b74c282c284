package org.gic4j.testkit.replay.trace;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which CPU accessed the distributor, which a GICv2 trace does not say. It is the CPU of the last CPU interface access,
 * or the one that a read of GICD_ITARGETSR0 since then shows. Who sent a software generated interrupt is the source that
 * the target sees when it acknowledges it.
 */
final class AccessingCpus {
    private static final int TARGETS_0 = 0x800;
    private static final int SGIR = 0xF00;
    private static final int IAR = 0x00C;
    private static final int SGIS = 16;
    private static final int CPUS = 8;
    private static final int FILTER_LIST = 0;
    private static final int FILTER_SELF = 2;

    /** An acknowledge of a software generated interrupt, at a place among the events. */
    private record Acknowledge(int position, int target, int source) {}

    private final Map<Integer, Integer> byLine = new HashMap<>();
    /** For each target and interrupt, the acknowledges that no earlier SGIR has claimed, in order. */
    private final List<Deque<Acknowledge>> unclaimed = new ArrayList<>();

    AccessingCpus(List<Gicv2Event> events) {
        for (int i = 0; i < CPUS * SGIS; i++) {
            unclaimed.add(new ArrayDeque<>());
        }
        collectAcknowledges(events);
        int cpu = 0;
        for (int position = 0; position < events.size(); position++) {
            switch (events.get(position)) {
                case Gicv2Event.CpuRead read -> cpu = read.cpu();
                case Gicv2Event.CpuWrite write -> cpu = write.cpu();
                case Gicv2Event.DistributorRead read -> {
                    if (read.offset() == TARGETS_0 && Integer.bitCount((int) read.value() & 0xFF) == 1) {
                        cpu = Integer.numberOfTrailingZeros((int) read.value());
                    }
                    byLine.put(read.line(), cpu);
                }
                case Gicv2Event.DistributorWrite write ->
                    byLine.put(
                            write.line(), write.offset() == SGIR ? sender((int) write.value(), position, cpu) : cpu);
                case Gicv2Event.InputLevel _, Gicv2Event.OutputHigh _ -> {}
            }
        }
    }

    /** The CPU of a distributor access, by its line. */
    int of(Gicv2Event access) {
        return byLine.getOrDefault(access.line(), 0);
    }

    private void collectAcknowledges(List<Gicv2Event> events) {
        for (int position = 0; position < events.size(); position++) {
            if (events.get(position) instanceof Gicv2Event.CpuRead read
                    && read.offset() == IAR
                    && (read.value() & 0x3FF) < SGIS) {
                unclaimed(read.cpu(), (int) read.value() & 0xF)
                        .add(new Acknowledge(position, read.cpu(), (int) read.value() >> 10 & 0x7));
            }
        }
    }

    private int sender(int value, int position, int otherwise) {
        int filter = value >> 24 & 0x3;
        int list = value >> 16 & 0xFF;
        int sgi = value & 0xF;
        Optional<Acknowledge> first = Optional.empty();
        for (int target = 0; target < CPUS; target++) {
            if (filter != FILTER_LIST || (list >> target & 1) != 0) {
                Optional<Acknowledge> next = next(target, sgi, position)
                        .filter(acknowledge -> filter == FILTER_LIST
                                || (acknowledge.source() == acknowledge.target()) == (filter == FILTER_SELF));
                if (next.isPresent() && (first.isEmpty() || next.get().position() < first.get().position())) {
                    first = next;
                }
            }
        }
        int sender = first.map(Acknowledge::source).orElse(otherwise);
        for (int target = 0; target < CPUS; target++) {
            boolean targeted = switch (filter) {
                case FILTER_LIST -> (list >> target & 1) != 0;
                case FILTER_SELF -> target == sender;
                default -> target != sender;
            };
            if (targeted && next(target, sgi, position).isPresent()) {
                unclaimed(target, sgi).removeFirst();
            }
        }
        return sender;
    }

    /** The next acknowledge behind a place. Those before it were claimed, or belong to nobody. */
    private Optional<Acknowledge> next(int target, int sgi, int position) {
        Deque<Acknowledge> acknowledges = unclaimed(target, sgi);
        while (!acknowledges.isEmpty() && acknowledges.getFirst().position() < position) {
            acknowledges.removeFirst();
        }
        return Optional.ofNullable(acknowledges.peekFirst());
    }

    private Deque<Acknowledge> unclaimed(int target, int sgi) {
        return unclaimed.get(target * SGIS + sgi);
    }
}
