package org.gic4j.cli.view;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.gic4j.api.registers.InterruptProperty;
import org.gic4j.api.snapshot.VcpuDescription;
import org.jspecify.annotations.Nullable;

/**
 * One interrupt, as far as a state tells: a private one of one vCPU, or a shared one. Immutable.
 *
 * @param intid its number
 * @param vcpu whose it is; null for a shared one
 * @param properties what is known, as the register's field has it; a property that the state does not tell is absent
 */
public record InterruptView(
        int intid, @Nullable VcpuDescription vcpu, Map<InterruptProperty, Integer> properties) {
    /** Copies the map. */
    public InterruptView {
        properties = properties.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(properties));
    }

    /** Its kind. */
    public InterruptKind kind() {
        return InterruptKind.of(intid);
    }

    /**
     * A property's field.
     *
     * @param property the property
     * @return empty where the state does not tell
     */
    public OptionalInt value(InterruptProperty property) {
        Integer value = properties.get(property);
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    /**
     * Whether a property of one bit is set; false where the state does not tell.
     *
     * @param property the property
     */
    public boolean is(InterruptProperty property) {
        Integer value = properties.get(property);
        return value != null && value != 0;
    }

    /** How it is triggered; empty where the state does not tell. */
    public Optional<Trigger> trigger() {
        Integer configuration = properties.get(InterruptProperty.CONFIGURATION);
        return configuration == null ? Optional.empty() : Optional.of(Trigger.ofConfiguration(configuration));
    }

    /** Why it is pending, or why its line does not make it so. */
    public PendingCause cause() {
        return PendingCause.of(this);
    }

    /** Whether it is pending or active, or its line is high. */
    public boolean isBusy() {
        return is(InterruptProperty.PENDING) || is(InterruptProperty.ACTIVE) || is(InterruptProperty.LINE);
    }

    /** Whether it is enabled, or {@link #isBusy busy}. */
    public boolean isNoteworthy() {
        return is(InterruptProperty.ENABLED) || isBusy();
    }
}
