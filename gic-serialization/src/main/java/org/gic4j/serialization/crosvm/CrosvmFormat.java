package org.gic4j.serialization.crosvm;

import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.gic4j.api.snapshot.Note;
import org.gic4j.api.snapshot.ReadOptions;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.SnapshotException;
import org.gic4j.api.snapshot.SnapshotFormat;
import org.gic4j.api.snapshot.SnapshotSource;

/** The interrupt controller's part of crosvm's snapshots. */
public final class CrosvmFormat implements SnapshotFormat {
    static final String NAME = "crosvm";

    private static final long LARGEST = 1L << 28;
    /** The names of the outermost map come within so many bytes. */
    private static final int TELLING = 256;
    /** The major type of CBOR's maps, in the upper three bits. */
    private static final int MAP = 5;
    /** The tag that says of a file that it is CBOR (RFC 8949, section 3.4.6). */
    private static final byte[] SELF_DESCRIBED = {(byte) 0xD9, (byte) 0xD9, (byte) 0xF7};

    /** Made by {@link java.util.ServiceLoader}. */
    public CrosvmFormat() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "crosvm's snapshot of a GICv3 without ITS; read only";
    }

    @Override
    public boolean writable() {
        return false;
    }

    @Override
    public boolean recognizes(SnapshotSource source) {
        MemorySegment bytes = source.bytes();
        MemorySegment mark = MemorySegment.ofArray(SELF_DESCRIBED);
        long at = bytes.mismatch(mark) == mark.byteSize() ? mark.byteSize() : 0;
        if (bytes.byteSize() == at || (bytes.get(ValueLayout.JAVA_BYTE, at) & 0xFF) >>> 5 != MAP) {
            return false;
        }
        byte[] begin = bytes.asSlice(0, Math.min(bytes.byteSize(), TELLING)).toArray(ValueLayout.JAVA_BYTE);
        String text = new String(begin, StandardCharsets.ISO_8859_1);
        return text.contains(FragmentParser.CPUS) || text.contains(FragmentParser.DISTRIBUTOR);
    }

    @Override
    public Imported read(SnapshotSource source, ReadOptions options) {
        if (source.size() > LARGEST) {
            throw new SnapshotException(
                    LARGEST, "the file has " + source.size() + " bytes, more than the " + LARGEST + " that are read");
        }
        return new StateReader(FragmentParser.parse(source.bytes().toArray(ValueLayout.JAVA_BYTE))).read();
    }

    @Override
    public List<Note> write(Snapshot snapshot, OutputStream out) {
        throw new SnapshotException("format '" + NAME + "' can be read but not written");
    }
}
