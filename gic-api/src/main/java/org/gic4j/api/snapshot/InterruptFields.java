package org.gic4j.api.snapshot;

import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;
import org.gic4j.api.registers.Banking;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.InterruptProperty;
import org.gic4j.api.registers.Register;
import org.jspecify.annotations.Nullable;

/**
 * The properties of each interrupt of a state, by INTID and vCPU, put together from whichever of its registers have a
 * field for each INTID: the catalogue says which property each shows to user space. Immutable.
 */
public final class InterruptFields {
    private static final int EDGE = 0b10;

    private final GicState state;
    private final Map<InterruptProperty, Register> ofPrivate = new EnumMap<>(InterruptProperty.class);
    private final Map<InterruptProperty, Register> ofShared = new EnumMap<>(InterruptProperty.class);

    private InterruptFields(GicState state) {
        this.state = state;
        for (Register register : state.registers()) {
            if (register.row().bitsPerIntid() != 0) {
                register.row().userProperty().ifPresent(property -> put(property, register));
            }
        }
    }

    private void put(InterruptProperty property, Register register) {
        Banking banking = register.row().banking();
        if (banking != Banking.SHARED_INTIDS) {
            ofPrivate.put(property, register);
        }
        if (banking != Banking.PER_VCPU) {
            ofShared.put(property, register);
        }
    }

    /**
     * The interrupts of a state.
     *
     * @param state any state
     */
    public static InterruptFields of(GicState state) {
        return new InterruptFields(state);
    }

    /** The state that they are in. */
    public GicState state() {
        return state;
    }

    /**
     * A property of an interrupt, as the register's field has it.
     *
     * @param property the property
     * @param intid below the state's number of interrupts
     * @param vcpuIndex whose, for a private interrupt; ignored for a shared one
     * @return empty where the state does not tell it, or it does not exist for that INTID
     */
    public OptionalLong find(InterruptProperty property, int intid, int vcpuIndex) {
        Register register = register(property, intid);
        if (register == null) {
            return OptionalLong.empty();
        }
        int bits = register.row().bitsPerIntid();
        if (bits == Long.SIZE) {
            return OptionalLong.of(state.wideValue(register, vcpuIndex, intid));
        }
        int word = intid * bits / Integer.SIZE;
        return OptionalLong.of(
                state.word(register, vcpuIndex, word) >>> intid * bits % Integer.SIZE & (1 << bits) - 1);
    }

    /**
     * Whether the state tells a property of an interrupt.
     *
     * @param property the property
     * @param intid below the state's number of interrupts
     */
    public boolean tells(InterruptProperty property, int intid) {
        return register(property, intid) != null;
    }

    /**
     * A property of an interrupt, 0 where the state does not tell it.
     *
     * @param property the property
     * @param intid below the state's number of interrupts
     * @param vcpuIndex whose, for a private interrupt; ignored for a shared one
     */
    public long value(InterruptProperty property, int intid, int vcpuIndex) {
        return find(property, intid, vcpuIndex).orElse(0);
    }

    /**
     * Whether a property is not 0; false where the state does not tell it.
     *
     * @param property the property
     * @param intid below the state's number of interrupts
     * @param vcpuIndex whose, for a private interrupt; ignored for a shared one
     */
    public boolean is(InterruptProperty property, int intid, int vcpuIndex) {
        return value(property, intid, vcpuIndex) != 0;
    }

    /**
     * Whether an interrupt is edge-triggered; false where the state does not tell it.
     *
     * @param intid below the state's number of interrupts
     * @param vcpuIndex whose, for a private interrupt; ignored for a shared one
     */
    public boolean isEdge(int intid, int vcpuIndex) {
        return (value(InterruptProperty.CONFIGURATION, intid, vcpuIndex) & EDGE) != 0;
    }

    /**
     * Whether an interrupt is pending: its bit says so, or it is latched, or level-sensitive with its line high.
     *
     * @param intid below the state's number of interrupts
     * @param vcpuIndex whose, for a private interrupt; ignored for a shared one
     */
    public boolean isPending(int intid, int vcpuIndex) {
        return is(InterruptProperty.PENDING, intid, vcpuIndex)
                || is(InterruptProperty.LATCH, intid, vcpuIndex)
                || !isEdge(intid, vcpuIndex) && is(InterruptProperty.LINE, intid, vcpuIndex);
    }

    /**
     * The register that shows a property of an interrupt, by its name with its number.
     *
     * @param property the property
     * @param intid below the state's number of interrupts
     * @return the property's own name where no register of the state shows it
     */
    public String registerName(InterruptProperty property, int intid) {
        Register register = register(property, intid);
        if (register == null) {
            return property.name();
        }
        int bits = register.row().bitsPerIntid();
        return bits == Long.SIZE
                ? register.name() + intid
                : register.wordName(state.geometry(), intid * bits / Integer.SIZE);
    }

    private @Nullable Register register(InterruptProperty property, int intid) {
        Register register = (intid < Geometry.PRIVATE_INTERRUPTS ? ofPrivate : ofShared).get(property);
        return register == null
                        || intid * register.row().bitsPerIntid() / Integer.SIZE >= register.words(state.geometry())
                ? null
                : register;
    }
}
