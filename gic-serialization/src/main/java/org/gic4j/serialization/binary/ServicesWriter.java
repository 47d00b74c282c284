package org.gic4j.serialization.binary;

import java.nio.ByteBuffer;
import java.util.List;
import org.gic4j.api.registers.Its;
import org.gic4j.api.snapshot.ItsState;

/** Writes the part {@code its}. */
final class ServicesWriter {
    private final List<ItsState> services;

    ServicesWriter(List<ItsState> services) {
        this.services = services;
    }

    /** The bytes of its content. */
    long length() {
        long length = Integer.BYTES;
        for (ItsState its : services) {
            length += Layout.SERVICE;
            for (Its register : its.registers()) {
                length += Layout.SERVICE_NAME
                        + Layout.padded(register.name().length())
                        + (long) ItsState.count(register) * Long.BYTES;
            }
        }
        return length;
    }

    void write(ByteBuffer out) {
        out.putInt(services.size());
        for (ItsState its : services) {
            out.putInt(its.address().isPresent() ? Layout.HAS_ADDRESS : 0).putInt(its.registers().size());
            out.putLong(its.address().orElse(0));
            for (Its register : its.registers()) {
                out.putInt(ItsState.count(register)).putInt(register.name().length());
                out.put(Layout.ascii(register.name()));
                out.position(Layout.padded(out.position()));
                for (int number = 0; number < ItsState.count(register); number++) {
                    out.putLong(its.value(register, number));
                }
            }
        }
    }
}
