package org.gic4j.serialization.binary;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import org.gic4j.api.registers.Register;
import org.gic4j.api.snapshot.AncillaryPart;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.MemoryBlock;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.SnapshotException;

/** Writes a snapshot into one array of the right size. */
final class SnapshotWriter {
    /** What an array can have for certain. */
    private static final long LARGEST = Integer.MAX_VALUE - 64;

    private final Snapshot snapshot;
    private final GicState state;
    private final FamilyTable table;
    private final HeaderWriter header;

    SnapshotWriter(Snapshot snapshot) {
        this.snapshot = snapshot;
        state = snapshot.state();
        table = FamilyTable.of(state);
        header = new HeaderWriter(snapshot);
    }

    /**
     * The bytes of the file.
     *
     * @throws SnapshotException for what the format has no room for
     */
    byte[] write() {
        long registers = table.length();
        ServicesWriter services = new ServicesWriter(state.translationServices());
        long memory = memoryLength();
        long size = header.size() + partSize(Layout.REGISTERS, registers);
        size += state.translationServices().isEmpty() ? 0 : partSize(Layout.SERVICES, services.length());
        size += snapshot.memory().isEmpty() ? 0 : partSize(Layout.MEMORY, memory);
        for (AncillaryPart part : snapshot.parts()) {
            if (!Layout.isName(part.name()) || Layout.isReserved(part.name())) {
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
        if (!state.translationServices().isEmpty()) {
            begin = beginPart(out, Layout.CRITICAL, Layout.SERVICES, services.length());
            services.write(out);
            endPart(out, begin);
        }
        if (!snapshot.memory().isEmpty()) {
            begin = beginPart(out, Layout.CRITICAL, Layout.MEMORY, memory);
            writeMemory(out);
            endPart(out, begin);
        }
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

    private long memoryLength() {
        long length = Integer.BYTES;
        for (MemoryBlock block : snapshot.memory()) {
            length += Layout.BLOCK + Layout.padded((long) block.size());
        }
        return length;
    }

    private void writeMemory(ByteBuffer out) {
        out.putInt(snapshot.memory().size());
        for (MemoryBlock block : snapshot.memory()) {
            out.putLong(block.address()).putLong(block.size()).put(block.content());
            out.position(Layout.padded(out.position()));
        }
    }

    private void writeRegisters(ByteBuffer out) {
        out.put(table.encoded());
        IntBuffer words = out.asIntBuffer();
        for (Register register : table.families()) {
            state.copyWords(register, words);
        }
        out.position(out.position() + words.position() * Integer.BYTES);
    }
}
