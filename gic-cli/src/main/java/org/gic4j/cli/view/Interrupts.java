package org.gic4j.cli.view;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.gic4j.api.registers.InterruptProperty;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.InterruptFields;

/** The interrupts of a state by INTID and vCPU. */
public final class Interrupts {
    private final InterruptFields fields;

    private Interrupts(InterruptFields fields) {
        this.fields = fields;
    }

    /**
     * The interrupts of a state.
     *
     * @param state any state
     */
    public static Interrupts of(GicState state) {
        return new Interrupts(InterruptFields.of(state));
    }

    /** The state that they are in. */
    public GicState state() {
        return fields.state();
    }

    /**
     * One interrupt.
     *
     * @param intid below the state's number of interrupts
     * @param vcpuIndex whose, for a private interrupt; ignored for a shared one
     */
    public InterruptView at(int intid, int vcpuIndex) {
        Map<InterruptProperty, Long> properties = new EnumMap<>(InterruptProperty.class);
        for (InterruptProperty property : InterruptProperty.values()) {
            if (applies(property, intid)) {
                fields.find(property, intid, vcpuIndex).ifPresent(value -> properties.put(property, value));
            }
        }
        // Where registers show lines and latches instead, as those of a GICv3 do, these say whether it is pending.
        if (fields.tells(InterruptProperty.LATCH, intid)) {
            properties.computeIfAbsent(
                    InterruptProperty.PENDING, property -> fields.isPending(intid, vcpuIndex) ? 1L : 0L);
        }
        return new InterruptView(
                intid, InterruptKind.isPrivate(intid) ? state().vcpus().get(vcpuIndex) : null, properties);
    }

    private static boolean applies(InterruptProperty property, int intid) {
        return switch (property) {
            // Those of a private interrupt only repeat which vCPU reads it.
            case TARGETS, ROUTE -> !InterruptKind.isPrivate(intid);
            // A software generated interrupt has no input: it is pending or not.
            case LINE, LATCH -> InterruptKind.of(intid) != InterruptKind.SGI;
            case GROUP, ENABLED, PENDING, ACTIVE, PRIORITY, CONFIGURATION, SGI_SOURCES -> true;
        };
    }

    /**
     * One interrupt of every vCPU that has it.
     *
     * @param intid below the state's number of interrupts
     * @return in creation order; one for a shared interrupt
     */
    public List<InterruptView> at(int intid) {
        int instances = InterruptKind.isPrivate(intid) ? state().geometry().vcpus() : 1;
        List<InterruptView> views = new ArrayList<>(instances);
        for (int vcpu = 0; vcpu < instances; vcpu++) {
            views.add(at(intid, vcpu));
        }
        return views;
    }

    /** Every interrupt, by INTID, private ones then by vCPU in creation order. */
    public List<InterruptView> all() {
        List<InterruptView> views = new ArrayList<>();
        for (int intid = 0; intid < state().geometry().interrupts(); intid++) {
            views.addAll(at(intid));
        }
        return views;
    }
}
