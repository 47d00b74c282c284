package org.gic4j.testkit.replay.oplog;

import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gic4j.api.GicException;
import org.gic4j.api.guest.GuestMemory;
import org.gic4j.testkit.replay.ReplayException;
import org.gic4j.testkit.replay.tally.LineTally;
import org.jspecify.annotations.Nullable;

/** What user space does to guest memory. */
final class MemoryReplay {
    private static final long LARGEST = 1L << 31;
    private static final long PAGE = 4096;

    private MemoryReplay() {}

    /**
     * Runs an operation.
     *
     * @param machine whose memory
     * @param source the machine that a copy is from; null where there is none
     */
    static void run(Machine machine, @Nullable Machine source, Operation.MemoryAccess operation, LineTally line) {
        GuestMemory memory = machine.vm().memory();
        try {
            switch (operation) {
                case Operation.MapMemory map -> map(machine, map, line);
                case Operation.WriteMemory write -> {
                    long address = write.address();
                    for (long word : write.words()) {
                        memory.writeLong(address, word);
                        address += Long.BYTES;
                    }
                }
                case Operation.ZeroMemory zero -> {
                    for (long at = zero.from(); at < zero.to(); at += Long.BYTES) {
                        memory.writeLong(at, 0);
                    }
                }
                case Operation.CopyMemory copy -> copy(machine, source, copy, line);
                case Operation.ReadMemory read -> read(machine, read, line);
            }
        } catch (GicException refused) {
            line.differ("access to guest memory: expected success, got " + refused.getMessage());
        }
    }

    private static void map(Machine machine, Operation.MapMemory map, LineTally line) {
        if (map.size() < 0 || map.size() > LARGEST) {
            throw new ReplayException(line.line(), "a replay maps at most " + LARGEST + " bytes at once");
        }
        MemorySegment segment = machine.memory().allocate(map.size(), PAGE);
        line.checkErrno(
                () -> "map 0x" + Long.toHexString(map.size()) + " bytes at 0x" + Long.toHexString(map.address()),
                map.errno(),
                LifecycleReplay.errnoOf(() -> machine.vm().memory().map(map.address(), segment)));
    }

    private static void copy(
            Machine machine, @Nullable Machine source, Operation.CopyMemory copy, LineTally line) {
        if (source == null) {
            line.differ("there is no machine " + copy.source() + " here to copy memory from");
            return;
        }
        String unknown = source.ranGuestCode() ? SkipReason.AFTER_GUEST_CODE : source.memoryUnknown();
        if (unknown != null) {
            machine.markMemoryUnknown(unknown);
            line.skip(1, unknown);
            return;
        }
        List<GuestMemory.Region> targets = machine.vm().memory().regions();
        boolean copied = true;
        for (GuestMemory.Region region : source.vm().memory().regions()) {
            Optional<GuestMemory.Region> target = targets.stream()
                    .filter(candidate -> candidate.contains(region.address(), region.size()))
                    .findFirst();
            target.ifPresent(found -> MemorySegment.copy(
                    region.segment(),
                    0,
                    found.segment(),
                    region.address() - found.address(),
                    region.size()));
            copied &= target.isPresent();
        }
        line.check(copied, () -> "copy of guest memory: there is less of it than in machine " + copy.source());
    }

    private static void read(Machine machine, Operation.ReadMemory read, LineTally line) {
        String unknown = machine.memoryUnknown();
        if (unknown != null) {
            line.skip(1, unknown);
            return;
        }
        Map<Long, Long> expected = new HashMap<>();
        read.words().forEach(word -> expected.put(word.address(), word.value()));
        StringBuilder apart = new StringBuilder();
        for (long at = read.address(); at < read.address() + read.length(); at += Long.BYTES) {
            long recorded = expected.getOrDefault(at, 0L);
            long got = machine.vm().memory().readLong(at);
            if (recorded != got && apart.length() < 400) {
                apart.append(apart.isEmpty() ? "" : "; ")
                        .append("0x" + Long.toHexString(at) + " expected 0x" + Long.toHexString(recorded) + ", got 0x"
                                + Long.toHexString(got));
            }
        }
        line.check(apart.isEmpty(), () -> "guest memory: " + apart);
    }
}
