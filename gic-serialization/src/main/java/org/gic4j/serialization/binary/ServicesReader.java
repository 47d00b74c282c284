package org.gic4j.serialization.binary;

import org.gic4j.api.registers.Its;
import org.gic4j.api.registers.Register;
import org.gic4j.api.registers.Registers;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.ItsState;
import org.gic4j.api.snapshot.SnapshotException;
import org.gic4j.serialization.its.LpiTables;

/** Reads the part {@code its}. A register that is not known is refused, as in the part {@code registers}. */
final class ServicesReader {
    private static final String WHAT = "the registers of an ITS";

    private final Bytes bytes;
    private final long end;
    private final GicState.Builder state;
    private long at;

    ServicesReader(Bytes bytes, long begin, long end, GicState.Builder state) {
        this.bytes = bytes;
        this.end = end;
        this.state = state;
        at = begin;
    }

    void read() {
        require(Integer.BYTES);
        long count = bytes.u32(at, WHAT);
        if (count > LpiTables.MOST_SERVICES) {
            throw new SnapshotException(at, count + " ITSs, and there can be " + LpiTables.MOST_SERVICES);
        }
        at += Integer.BYTES;
        for (long i = 0; i < count; i++) {
            service();
        }
        if (at != end) {
            throw new SnapshotException(at, "there is something behind the last ITS");
        }
    }

    private void service() {
        long begin = at;
        require(Layout.SERVICE);
        long flags = bytes.u32(at + Layout.SERVICE_FLAGS, WHAT);
        if ((flags & ~Layout.HAS_ADDRESS) != 0) {
            throw new SnapshotException(at, "an ITS has unknown flags 0x" + Long.toHexString(flags));
        }
        ItsState.Builder its = new ItsState.Builder();
        if (flags == Layout.HAS_ADDRESS) {
            its.address(bytes.u64(at + Layout.SERVICE_ADDRESS, WHAT));
        } else {
            bytes.zeros(at + Layout.SERVICE_ADDRESS, Long.BYTES, "the address of an ITS that has none");
        }
        long families = bytes.u32(at + Layout.SERVICE_REGISTERS, WHAT);
        at += Layout.SERVICE;
        for (long i = 0; i < families; i++) {
            family(its);
        }
        try {
            state.translationService(its.build());
        } catch (IllegalArgumentException impossible) {
            throw new SnapshotException(begin, "the snapshot is not possible: " + impossible.getMessage());
        }
    }

    private void family(ItsState.Builder its) {
        require(Layout.SERVICE_NAME);
        long count = bytes.u32(at + Layout.SERVICE_VALUES, WHAT);
        long nameLength = bytes.u32(at + Layout.SERVICE_NAME_LENGTH, WHAT);
        long nameAt = at + Layout.SERVICE_NAME;
        require(Layout.SERVICE_NAME + nameLength);
        String name = bytes.name(nameAt, nameLength, "the name of a register");
        long values = nameAt + Layout.padded(nameLength);
        bytes.zeros(nameAt + nameLength, values - nameAt - nameLength, "what fills up a name");
        Its family = named(name);
        if (count != ItsState.count(family)) {
            throw new SnapshotException(
                    at, "an ITS has " + ItsState.count(family) + " registers " + name + ", not " + count);
        }
        require(values - at + count * Long.BYTES);
        for (int number = 0; number < count; number++) {
            its.value(family, number, bytes.u64(values + (long) number * Long.BYTES, WHAT));
        }
        at = values + count * Long.BYTES;
    }

    private Its named(String name) {
        for (Register register : Registers.itsState()) {
            if (register.name().equals(name)) {
                return (Its) register;
            }
        }
        throw new SnapshotException(
                at,
                "register " + name + " of an ITS is not known to this version, and a state without it would be restored by"
                        + " half: use a newer gic4j");
    }

    private void require(long length) {
        if (Long.compareUnsigned(length, end - at) > 0) {
            throw new SnapshotException(at, WHAT + " end before what they announce");
        }
    }
}
