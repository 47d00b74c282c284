package org.gic4j.api.lint;

import java.util.OptionalInt;
import org.gic4j.api.VcpuId;
import org.jspecify.annotations.Nullable;

/**
 * Something that a rule found in a snapshot.
 *
 * @param rule the rule
 * @param register the register, with its number; or, where it is none, what it is about
 * @param vcpu whose register, or null for a shared one
 * @param intid the interrupt, where it is about one
 * @param value the value that was seen
 * @param seen what was seen, in words
 */
public record Finding(
        LintRule rule, String register, @Nullable VcpuId vcpu, OptionalInt intid, long value, String seen) {
    /** The severity of the rule. */
    public Severity severity() {
        return rule.severity();
    }

    @Override
    public String toString() {
        return register
                + (vcpu == null ? "" : " of " + vcpu)
                + (intid.isPresent() ? " INTID " + intid.getAsInt() : "")
                + ": 0x" + Long.toHexString(value) + " (" + seen + ")";
    }
}
