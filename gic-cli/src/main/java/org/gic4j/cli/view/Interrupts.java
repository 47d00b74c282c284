package org.gic4j.cli.view;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.gic4j.api.registers.InterruptProperty;
import org.gic4j.api.registers.Register;
import org.gic4j.api.snapshot.GicState;

/**
 * The interrupts of a state by INTID and vCPU, put together from whichever of its registers have a field for each
 * INTID: the catalogue says which property each one shows.
 */
public final class Interrupts {
    private final GicState state;
    private final Map<InterruptProperty, Register> registers = new EnumMap<>(InterruptProperty.class);

    private Interrupts(GicState state) {
        this.state = state;
        for (Register register : state.registers()) {
            register.row().property().ifPresent(property -> registers.put(property, register));
        }
    }

    /**
     * The interrupts of a state.
     *
     * @param state any state
     */
    public static Interrupts of(GicState state) {
        return new Interrupts(state);
    }

    /** The state that they are in. */
    public GicState state() {
        return state;
    }

    /**
     * Whether the state tells a property at all.
     *
     * @param property the property
     */
    public boolean tells(InterruptProperty property) {
        return registers.containsKey(property);
    }

    /**
     * A property of one interrupt.
     *
     * @param property the property
     * @param intid below the state's number of interrupts
     * @param vcpuIndex whose, for a private interrupt; ignored for a shared one
     * @return the register's field; empty where the state does not tell it, or it does not exist for that INTID
     */
    public OptionalInt property(InterruptProperty property, int intid, int vcpuIndex) {
        Register register = registers.get(property);
        if (register == null) {
            return OptionalInt.empty();
        }
        int bits = register.row().bitsPerIntid();
        int word = intid * bits / Integer.SIZE;
        if (word >= register.words(state.geometry())) {
            return OptionalInt.empty();
        }
        int shift = intid * bits % Integer.SIZE;
        return OptionalInt.of(state.word(register, vcpuIndex, word) >>> shift & (1 << bits) - 1);
    }

    /**
     * One interrupt.
     *
     * @param intid below the state's number of interrupts
     * @param vcpuIndex whose, for a private interrupt; ignored for a shared one
     */
    public InterruptView at(int intid, int vcpuIndex) {
        Map<InterruptProperty, Integer> properties = new EnumMap<>(InterruptProperty.class);
        for (InterruptProperty property : registers.keySet()) {
            if (applies(property, intid)) {
                property(property, intid, vcpuIndex).ifPresent(value -> properties.put(property, value));
            }
        }
        return new InterruptView(
                intid, InterruptKind.isPrivate(intid) ? state.vcpus().get(vcpuIndex) : null, properties);
    }

    private static boolean applies(InterruptProperty property, int intid) {
        return switch (property) {
            // Those of a private interrupt only repeat which vCPU reads it.
            case TARGETS, ROUTE -> !InterruptKind.isPrivate(intid);
            // What is pending of a software generated interrupt are its sources.
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
        int instances = InterruptKind.isPrivate(intid) ? state.geometry().vcpus() : 1;
        List<InterruptView> views = new ArrayList<>(instances);
        for (int vcpu = 0; vcpu < instances; vcpu++) {
            views.add(at(intid, vcpu));
        }
        return views;
    }

    /** Every interrupt, by INTID, private ones then by vCPU in creation order. */
    public List<InterruptView> all() {
        List<InterruptView> views = new ArrayList<>();
        for (int intid = 0; intid < state.geometry().interrupts(); intid++) {
            views.addAll(at(intid));
        }
        return views;
    }
}
