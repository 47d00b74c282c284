package org.gic4j.serialization.binary;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.gic4j.api.GicVersion;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.Register;
import org.gic4j.api.registers.Registers;
import org.gic4j.api.snapshot.AncillaryPart;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.SnapshotException;

/** Writes a snapshot into one array of the right size. */
final class SnapshotWriter {
    /** What an array can have for certain. */
    private static final long LARGEST = Integer.MAX_VALUE - 64;

    /** The names of registers as they are written, filled up. */
    private static final Map<Register, byte[]> NAMES = Arrays.stream(GicVersion.values())
            .flatMap(version -> Registers.state(version).stream())
            .collect(Collectors.toUnmodifiableMap(
                    Function.identity(),
                    register -> Arrays.copyOf(
                            Layout.ascii(register.name()), Layout.padded(register.name().length()))));

    private final Snapshot snapshot;
    private final GicState state;
    private final Geometry geometry;
    private final HeaderWriter header;

    SnapshotWriter(Snapshot snapshot) {
        this.snapshot = snapshot;
        state = snapshot.state();
        geometry = state.geometry();
        header = new HeaderWriter(snapshot);
    }

    /**
     * The bytes of the file.
     *
     * @throws SnapshotException for what the format has no room for
     */
    byte[] write() {
        long registers = registersLength();
        long size = header.size() + partSize(Layout.REGISTERS, registers);
        for (AncillaryPart part : snapshot.parts()) {
            if (!Layout.isName(part.name()) || part.name().equals(Layout.REGISTERS)) {
                throw new SnapshotException("a part cannot be named '" + part.name() + "'");
            }
            size += partSize(part.name(), part.size());
        }
        if (size > LARGEST) {
            throw new SnapshotException("the snapshot would take " + size + " bytes, more than can be written at once");
        }
        ByteBuffer out = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
        header.write(out);
        int begin = beginPart(out, Layout.CRITICAL, Layout.REGISTERS, registers);
        writeRegisters(out);
        endPart(out, begin);
        for (AncillaryPart part : snapshot.parts()) {
            begin = beginPart(out, 0, part.name(), part.size());
            out.put(part.content());
            endPart(out, begin);
        }
        return out.array();
    }

    private static long partSize(String name, long content) {
        return Layout.PART_NAME + Layout.padded(name.length()) + Layout.padded(content) + Layout.CHECKSUM_BYTES;
    }

    private static int beginPart(ByteBuffer out, int flags, String name, long content) {
        int begin = out.position();
        out.putShort((short) flags).putShort((short) name.length()).putInt(0).putLong(content);
        putName(out, name);
        return begin;
    }

    private static void endPart(ByteBuffer out, int begin) {
        out.position(Layout.padded(out.position()));
        out.putInt(Layout.checksum(out, begin, out.position()));
    }

    private static void putName(ByteBuffer out, String name) {
        out.put(Layout.ascii(name));
        out.position(Layout.padded(out.position()));
    }

    private static byte[] encodedName(Register register) {
        return Objects.requireNonNull(NAMES.get(register));
    }

    private long registersLength() {
        long length = Integer.BYTES;
        for (Register register : state.registers()) {
            length += Layout.FAMILY_NAME
                    + encodedName(register).length
                    + (long) register.stateWords(geometry) * Integer.BYTES;
        }
        return length;
    }

    private void writeRegisters(ByteBuffer out) {
        out.putInt(state.registers().size());
        for (Register register : state.registers()) {
            int banked = register.bankedWords(geometry);
            out.putInt(banked);
            out.putInt(register.stateWords(geometry) - banked * geometry.vcpus());
            out.putInt(register.name().length());
            out.put(encodedName(register));
        }
        IntBuffer words = out.asIntBuffer();
        for (Register register : state.registers()) {
            state.copyWords(register, words);
        }
        out.position(out.position() + words.position() * Integer.BYTES);
    }
}
