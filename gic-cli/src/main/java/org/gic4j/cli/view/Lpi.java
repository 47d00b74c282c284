package org.gic4j.cli.view;

import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalInt;
import org.gic4j.api.registers.InterruptProperty;
import org.gic4j.api.snapshot.LpiState;

/**
 * An LPI, as the tables in guest memory have it.
 *
 * @param state what the tables say
 * @param interrupt the same as an interrupt of the vCPU that it goes to: edge-triggered, never active, of group 1
 */
public record Lpi(LpiState state, InterruptView interrupt) {
    /**
     * Makes one.
     *
     * @param state what the tables say
     */
    public static Lpi of(LpiState state) {
        Map<InterruptProperty, Long> properties = new EnumMap<>(InterruptProperty.class);
        properties.put(InterruptProperty.GROUP, 1L);
        properties.put(InterruptProperty.PENDING, state.pending() ? 1L : 0L);
        put(properties, InterruptProperty.ENABLED, state.enabled());
        put(properties, InterruptProperty.PRIORITY, state.priority());
        return new Lpi(state, new InterruptView(state.intid(), state.vcpu(), properties));
    }

    private static void put(Map<InterruptProperty, Long> properties, InterruptProperty property, OptionalInt value) {
        if (value.isPresent()) {
            properties.put(property, (long) value.getAsInt());
        }
    }

    /** Whether an event is mapped to it: without one it is left behind when tables are restored. */
    public boolean isMapped() {
        return !state.events().isEmpty();
    }
}
