package org.gic4j.api.snapshot;

import java.util.OptionalInt;
import org.gic4j.api.VcpuId;
import org.jspecify.annotations.Nullable;

/**
 * Something that a format or a target cannot hold, or that a producer did not say.
 *
 * @param id a stable name of the kind, in lower case with hyphens, for example {@code priority-bits}
 * @param loss whether something is lost; a note without loss only explains
 * @param register the register, with its number
 * @param vcpu whose, or null for a shared one
 * @param intid the interrupt, where it is about one
 * @param sourceValue the value in the source
 * @param keptValue what is kept of it
 * @param reason why, in words
 */
public record Note(
        String id,
        boolean loss,
        String register,
        @Nullable VcpuId vcpu,
        OptionalInt intid,
        long sourceValue,
        long keptValue,
        String reason) {

    @Override
    public String toString() {
        return register
                + (vcpu == null ? "" : " of " + vcpu)
                + (intid.isPresent() ? " INTID " + intid.getAsInt() : "")
                + ": 0x" + Long.toHexString(sourceValue)
                + (loss ? " -> 0x" + Long.toHexString(keptValue) : "")
                + " (" + id + ": " + reason + ")";
    }
}
