package org.gic4j.kvm.machine;

import org.gic4j.api.Errno;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.device.DeviceType;
import org.gic4j.api.its.TableRegister;
import org.gic4j.api.registers.Its;
import org.gic4j.kvm.call.Descriptor;

/**
 * An ITS of the kernel. What would crash the kernel does not reach it (CONTRACT 9.3): SAVE_TABLES while an event may
 * belong to no collection answers EINVAL.
 *
 * <p>Writes go one at a time, each with what it makes known about what is mapped.
 */
final class KernelIts extends KernelDevice {
    private static final int ENABLED = 1;
    private static final int DEVICES = 0;
    private static final int COLLECTIONS = 1;

    private final TableSafety safety;
    private final long[] read = new long[1];

    /**
     * A handle.
     *
     * @param descriptor its descriptor
     * @param safety what is known about its mappings
     */
    KernelIts(Descriptor descriptor, TableSafety safety) {
        super(DeviceType.ITS, descriptor);
        this.safety = safety;
    }

    @Override
    public synchronized int trySet(int group, long attribute, long value) {
        return switch (group) {
            case AttributeGroup.CONTROL -> control(attribute, value);
            case AttributeGroup.ITS_REGISTERS -> register(attribute, value);
            default -> super.trySet(group, attribute, value);
        };
    }

    private int control(long attribute, long value) {
        if (attribute == AttributeGroup.CONTROL_ITS_SAVE_TABLES) {
            int unsafe = errnoOfSave();
            if (unsafe != Errno.OK) {
                return unsafe;
            }
        }
        int errno = super.trySet(AttributeGroup.CONTROL, attribute, value);
        if (attribute == AttributeGroup.CONTROL_ITS_RESET && errno == Errno.OK) {
            safety.reset();
        } else if (attribute == AttributeGroup.CONTROL_ITS_RESTORE_TABLES) {
            safety.restored(errno);
        }
        return errno;
    }

    /**
     * Why tables are not to be saved. Where the registers do not answer since vCPUs run now, nor may SAVE_TABLES: the run
     * could end between the two. Where they do not for another reason, the kernel has no address and nothing to save.
     */
    private int errnoOfSave() {
        long[] registers = new long[3];
        int errno = tryGet(AttributeGroup.ITS_REGISTERS, offset(Its.GITS_CBASER, 0), registers, 0);
        if (errno == Errno.OK) {
            errno = tryGet(AttributeGroup.ITS_REGISTERS, offset(Its.GITS_BASER, DEVICES), registers, 1);
        }
        if (errno == Errno.OK) {
            errno = tryGet(AttributeGroup.ITS_REGISTERS, offset(Its.GITS_BASER, COLLECTIONS), registers, 2);
        }
        if (errno != Errno.OK) {
            return errno == Errno.EBUSY ? Errno.EBUSY : Errno.OK;
        }
        return safety.errnoOfSave(registers[0], registers[1], registers[2]);
    }

    private int register(long attribute, long value) {
        // The kernel looks at the low half alone (DEV-22).
        int offset = (int) attribute;
        if (offset == offset(Its.GITS_CWRITER, 0) || offset == offset(Its.GITS_CTLR, 0)) {
            return execute(attribute, value);
        }
        boolean devices = offset == offset(Its.GITS_BASER, DEVICES);
        if ((devices || offset == offset(Its.GITS_BASER, COLLECTIONS)) && !TableRegister.isValid(value)) {
            return invalidate(attribute, value, devices);
        }
        return super.trySet(AttributeGroup.ITS_REGISTERS, attribute, value);
    }

    /** Commands are executed inside these writes: what GITS_CREADR passes over meanwhile. */
    private int execute(long attribute, long value) {
        int from = (int) get(Its.GITS_CREADR, 0);
        int errno = super.trySet(AttributeGroup.ITS_REGISTERS, attribute, value);
        int to = errno == Errno.OK ? (int) get(Its.GITS_CREADR, 0) : from;
        if (from != to) {
            safety.executed(
                    get(Its.GITS_CBASER, 0), from, to, get(Its.GITS_BASER, DEVICES), get(Its.GITS_BASER, COLLECTIONS));
        }
        return errno;
    }

    private int invalidate(long attribute, long value, boolean devices) {
        boolean enabled = (get(Its.GITS_CTLR, 0) & ENABLED) != 0;
        int errno = super.trySet(AttributeGroup.ITS_REGISTERS, attribute, value);
        if (errno == Errno.OK && !enabled) {
            if (devices) {
                safety.devicesDropped();
            } else {
                safety.collectionsDropped();
            }
        }
        return errno;
    }

    /** A register; 0 where it does not answer, and then a write is refused as well. */
    private long get(Its register, int number) {
        return tryGet(AttributeGroup.ITS_REGISTERS, offset(register, number), read, 0) == Errno.OK ? read[0] : 0;
    }

    private static int offset(Its register, int number) {
        return (int) register.attribute(0, number * register.attributeStride());
    }
}
