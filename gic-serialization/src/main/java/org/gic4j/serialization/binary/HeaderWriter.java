package org.gic4j.serialization.binary;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.gic4j.api.GicVersion;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.RedistributorRegion;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.SnapshotException;
import org.gic4j.api.snapshot.VcpuDescription;

/** Writes the header. */
final class HeaderWriter {
    private final Snapshot snapshot;
    private final GicState state;
    private final byte[] producer;

    HeaderWriter(Snapshot snapshot) {
        this.snapshot = snapshot;
        state = snapshot.state();
        producer = snapshot.producer().getBytes(StandardCharsets.UTF_8);
        if (producer.length > Layout.LONGEST_PRODUCER) {
            throw new SnapshotException("the producer's name has " + producer.length + " bytes, and there is room for "
                    + Layout.LONGEST_PRODUCER);
        }
    }

    /** The bytes from the file's begin to the first part. */
    int size() {
        return Layout.HEADER_OFFSET + headerLength() + Layout.CHECKSUM_BYTES;
    }

    private int headerLength() {
        return Layout.FIXED_HEADER
                + state.addresses().size() * Layout.ADDRESS_BYTES
                + state.redistributorRegions().size() * Layout.REGION_BYTES
                + state.vcpus().size() * Layout.VCPU_BYTES
                + Layout.padded(producer.length);
    }

    /**
     * Writes.
     *
     * @param out a little-endian buffer of the whole file, at its begin
     */
    void write(ByteBuffer out) {
        out.put(Layout.MAGIC);
        out.putShort((short) Layout.VERSION).putShort((short) Layout.LEAST_READER).putInt(headerLength());
        out.putLong(out.capacity());
        out.putInt(1
                + (state.translationServices().isEmpty() ? 0 : 1)
                + (snapshot.memory().isEmpty() ? 0 : 1)
                + snapshot.parts().size());
        out.put((byte) (state.version() == GicVersion.GICV2 ? 2 : 3));
        out.put((byte) state.priorityBits());
        out.putShort((short) state.geometry().interrupts());
        out.putShort((short) state.vcpus().size());
        out.putShort((short) state.addresses().size());
        out.putShort((short) state.redistributorRegions().size());
        out.putShort((short) producer.length);
        for (Map.Entry<Long, Long> address : state.addresses().entrySet()) {
            out.putInt(address.getKey().intValue()).putInt(0).putLong(address.getValue());
        }
        for (RedistributorRegion region : state.redistributorRegions()) {
            out.putLong(region.base()).putInt(region.count()).putInt(0);
        }
        for (VcpuDescription vcpu : state.vcpus()) {
            out.putShort((short) vcpu.id().value()).putShort((short) vcpu.index().value());
            out.putInt(vcpu.affinity().packed());
        }
        out.put(producer);
        out.position(Layout.HEADER_OFFSET + headerLength());
        out.putInt(Layout.checksum(out, 0, out.position()));
    }
}
