package org.gic4j.emulated.attribute;

import org.gic4j.api.Errno;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.device.Device;
import org.gic4j.api.registers.Frame;
import org.gic4j.api.registers.Policy;
import org.gic4j.api.registers.Register;
import org.gic4j.api.registers.Registers;
import org.gic4j.emulated.machine.Gate;
import org.gic4j.emulated.machine.Vgic;

/** What VGICs of both versions have in common: the handle, the number of interrupts, initialisation. */
abstract class VgicDevice implements Device {
    static final long LOW_HALF = 0xFFFF_FFFFL;

    private final Gate gate;
    private final Vgic<?> vgic;
    private volatile boolean closed;

    VgicDevice(Gate gate, Vgic<?> vgic) {
        this.gate = gate;
        this.vgic = vgic;
    }

    @Override
    public final int tryHas(int group, long attribute) {
        int unusable = unusable();
        if (unusable != Errno.OK) {
            return unusable;
        }
        return switch (group) {
            case AttributeGroup.ADDRESS -> hasAddress(attribute) ? Errno.OK : Errno.ENXIO;
            case AttributeGroup.NUMBER_OF_INTERRUPTS -> Errno.OK;
            case AttributeGroup.CONTROL -> hasControl(attribute) ? Errno.OK : Errno.ENXIO;
            default -> hasRegister(group, attribute);
        };
    }

    @Override
    public final int tryGet(int group, long attribute, long[] values, int index) {
        int unusable = unusable();
        if (unusable != Errno.OK) {
            return unusable;
        }
        return switch (group) {
            case AttributeGroup.ADDRESS ->
                hasAddress(attribute) ? getAddress(attribute, values, index) : Errno.ENXIO;
            case AttributeGroup.NUMBER_OF_INTERRUPTS -> {
                values[index] = vgic.numberOfInterrupts();
                yield Errno.OK;
            }
            case AttributeGroup.CONTROL -> Errno.ENXIO;
            default -> getRegister(group, attribute, values, index);
        };
    }

    @Override
    public final int trySet(int group, long attribute, long value) {
        int unusable = unusable();
        if (unusable != Errno.OK) {
            return unusable;
        }
        return switch (group) {
            case AttributeGroup.ADDRESS -> hasAddress(attribute) ? setAddress(attribute, value) : Errno.ENXIO;
            case AttributeGroup.NUMBER_OF_INTERRUPTS -> vgic.setNumberOfInterrupts((int) value);
            case AttributeGroup.CONTROL -> hasControl(attribute) ? control(attribute) : Errno.ENXIO;
            default -> setRegister(group, attribute, value);
        };
    }

    @Override
    public final void close() {
        closed = true;
    }

    private int unusable() {
        return closed ? Errno.EBADF : gate.errno();
    }

    private int control(long attribute) {
        if (attribute != AttributeGroup.CONTROL_INIT) {
            return command(attribute);
        }
        vgic.initialize();
        return Errno.OK;
    }

    /** Whether user space may access a word of a frame, the number of interrupts being as it is now. */
    final int hasWord(Frame frame, long offset) {
        if ((offset & frame.wordStride() - 1) != 0) {
            return Errno.ENXIO;
        }
        Register register = Registers.find(frame, offset, vgic.geometry());
        return register != null && register.row().user() != Policy.ABSENT ? Errno.OK : Errno.ENXIO;
    }

    /** Whether the model has an address of this type. */
    abstract boolean hasAddress(long attribute);

    abstract int getAddress(long attribute, long[] values, int index);

    abstract int setAddress(long attribute, long value);

    /** Whether the model has this command. */
    abstract boolean hasControl(long attribute);

    /** A command other than INIT. */
    abstract int command(long attribute);

    abstract int hasRegister(int group, long attribute);

    abstract int getRegister(int group, long attribute, long[] values, int index);

    abstract int setRegister(int group, long attribute, long value);
}
