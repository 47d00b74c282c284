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
        int intid, @Nullable VcpuDescription vcpu, Map<InterruptProperty, Long> properties) {
    /** Copies the map. */
    public InterruptView {
        properties = properties.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(properties));
    }

    /** Its kind. */
    public InterruptKind kind() {
        return InterruptKind.of(intid);
    }

    /**
     * A property's field, of a route its lower half.
     *
     * @param property the property
     * @return empty where the state does not tell
     */
    public OptionalInt value(InterruptProperty property) {
        Long value = properties.get(property);
        return value == null ? OptionalInt.empty() : OptionalInt.of(value.intValue());
    }

    /**
     * Whether a property of one bit is set; false where the state does not tell.
     *
     * @param property the property
     */
    public boolean is(InterruptProperty property) {
        Long value = properties.get(property);
        return value != null && value != 0;
    }

    /** Where it is routed, of a GICv3's shared interrupt; empty where the state does not tell. */
    public Optional<Route> route() {
        Long value = properties.get(InterruptProperty.ROUTE);
        return value == null ? Optional.empty() : Optional.of(Route.ofRegister(value));
    }

    /** How it is triggered; empty where the state does not tell. */
    public Optional<Trigger> trigger() {
        Long configuration = properties.get(InterruptProperty.CONFIGURATION);
        return configuration == null
                ? Optional.empty()
                : Optional.of(Trigger.ofConfiguration(configuration.intValue()));
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
