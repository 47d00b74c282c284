package org.gic4j.testkit.replay.oplog;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.gic4j.api.Errno;
import org.gic4j.api.device.Device;
import org.gic4j.api.device.DeviceAttribute;
import org.gic4j.testkit.replay.tally.LineTally;

/** Has, get and set of device attributes, one at a time and in sweeps. */
final class AttributeReplay {
    /** What the recorder's buffers held before a get. */
    private static final long PRESET = 0xDEDE_DEDE_DEDE_DEDEL;

    private AttributeReplay() {}

    static void run(Machine machine, Operation.AttributeAccess access, LineTally line) {
        if (machine.isMissingIts(access.device())) {
            line.skip(access.answers(), SkipReason.NO_ITS);
            return;
        }
        Optional<Device> found = machine.device(access.device());
        if (found.isEmpty()) {
            line.tally().differ(line.line(), access.answers(), "there is no device " + access.device() + " here");
            return;
        }
        Device device = found.get();
        switch (access) {
            case Operation.Has has ->
                line.checkErrno(
                        () -> "has " + name(device, has.group(), has.attribute()),
                        has.errno(),
                        device.tryHas(has.group(), has.attribute()));
            case Operation.Get get -> get(machine, device, get, line);
            case Operation.Set set -> set(machine, device, set, line);
            case Operation.Sweep sweep -> {
                machine.forgetImage();
                new SweepReplay(machine, device, sweep, line).run();
            }
        }
    }

    /** A buffer as the recorder had it. */
    static long[] buffer() {
        return new long[] {PRESET};
    }

    /** An attribute named by its register. */
    static String name(Device device, int group, long attribute) {
        return DeviceAttribute.decode(device.type(), group, attribute).describe();
    }

    private static void get(Machine machine, Device device, Operation.Get get, LineTally line) {
        long before = get.in().orElse(PRESET);
        long[] buffer = {before};
        // With a bad pointer too: the kernel initialised a GICv2 before it found the pointer bad.
        int errno = device.tryGet(get.group(), get.attribute(), buffer, 0);
        if (get.badPointer() && get.errno() == Errno.EFAULT) {
            line.skip(1, SkipReason.BAD_POINTER);
            return;
        }
        boolean succeeded = errno == Errno.OK && get.errno() == Errno.OK;
        if (succeeded && changedByMissingIts(machine, device, get.group(), get.attribute())) {
            line.skip(1, SkipReason.NO_ITS);
            return;
        }
        // A get that fails leaves the buffer alone. What the recorder had in it is known where the log has an 'in'.
        boolean sameValue = succeeded
                ? get.value().isEmpty() || get.value().getAsLong() == buffer[0]
                : buffer[0] == before && (get.in().isEmpty() || get.value().orElse(before) == before);
        line.check(
                errno == get.errno() && (sameValue || get.badPointer()),
                () -> "get " + name(device, get.group(), get.attribute()) + ": expected "
                        + answer(get.errno(), get.value().orElse(0)) + ", got " + answer(errno, buffer[0]));
    }

    private static void set(Machine machine, Device device, Operation.Set set, LineTally line) {
        if (set.badPointer() && set.errno() == Errno.EFAULT) {
            // The kernel reads the value before anything else changes.
            line.skip(1, SkipReason.BAD_POINTER);
            return;
        }
        List<Operation.Change> changes = set.changes();
        if (changes != null) {
            setAndCompareChanges(machine, device, set, changes, line);
            return;
        }
        machine.forgetImage();
        int errno = device.trySet(set.group(), set.attribute(), set.value());
        if (machine.lacksIts() && MissingIts.changesErrno(device.type(), set)) {
            line.skip(1, SkipReason.NO_ITS);
        } else {
            line.checkErrno(() -> named(device, set), set.errno(), errno);
        }
    }

    private static void setAndCompareChanges(
            Machine machine, Device device, Operation.Set set, List<Operation.Change> changes, LineTally line) {
        RegisterImage before = machine.image(device);
        int errno = device.trySet(set.group(), set.attribute(), set.value());
        machine.forgetImage();
        RegisterImage after = machine.image(device);
        Map<RegisterPlaces.Place, Operation.Change> expected = new LinkedHashMap<>();
        for (Operation.Change change : changes) {
            RegisterPlaces.Place place = after.places().placeOf(change.group(), change.attribute());
            expected.put(
                    place, new Operation.Change(place.group(), place.attribute(), change.before(), change.after()));
        }
        Map<RegisterPlaces.Place, Operation.Change> got = before.changesTo(after);
        expected.keySet().removeIf(place -> changedByMissingIts(machine, device, place.group(), place.attribute()));
        got.keySet().removeIf(place -> changedByMissingIts(machine, device, place.group(), place.attribute()));
        line.check(
                errno == set.errno() && expected.equals(got),
                () -> named(device, set) + ": expected " + Errno.name(set.errno()) + " and "
                        + described(device, expected, got) + ", got " + Errno.name(errno) + " and "
                        + described(device, got, expected));
    }

    /** Whether a register's value cannot be compared, because an ITS of the log changed it. */
    static boolean changedByMissingIts(Machine machine, Device device, int group, long attribute) {
        return machine.lacksIts() && MissingIts.changesValue(device.type(), group, attribute);
    }

    private static String named(Device device, Operation.Set set) {
        return "set " + name(device, set.group(), set.attribute()) + " to 0x" + Long.toHexString(set.value());
    }

    /** An errno, and the value where there is one. */
    static String answer(int errno, long value) {
        return errno == 0 ? "0x" + Long.toHexString(value) : Errno.name(errno);
    }

    private static String described(
            Device device,
            Map<RegisterPlaces.Place, Operation.Change> changes,
            Map<RegisterPlaces.Place, Operation.Change> others) {
        String apart = changes.entrySet().stream()
                .filter(entry -> !entry.getValue().equals(others.get(entry.getKey())))
                .limit(8)
                .map(entry -> name(device, entry.getKey().group(), entry.getKey().attribute()) + " 0x"
                        + Long.toHexString(entry.getValue().before()) + " -> 0x"
                        + Long.toHexString(entry.getValue().after()))
                .collect(Collectors.joining(", "));
        return changes.size() + " changes" + (apart.isEmpty() ? "" : " with " + apart);
    }
}
