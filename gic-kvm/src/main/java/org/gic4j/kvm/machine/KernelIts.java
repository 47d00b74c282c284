package org.gic4j.kvm.machine;

import org.gic4j.api.Errno;
import org.gic4j.api.Quiescence;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.device.DeviceType;
import org.gic4j.api.its.TableRegister;
import org.gic4j.api.registers.Its;
import org.gic4j.kvm.call.Descriptor;

/**
 * An ITS of the kernel. What would crash the kernel does not reach it (CONTRACT 9.3): SAVE_TABLES while an event may
 * belong to no collection answers EINVAL.
 *
 * <p>Writes go one at a time, each with what it makes known about what is mapped. What a write needs to know is read
 * before it: where that is refused, so is the write, with the same errno.
 */
final class KernelIts extends KernelDevice {
    private static final int ENABLED = 1;
    private static final int DEVICES = 0;
    private static final int COLLECTIONS = 1;
    private static final int NOTHING = -1;

    private final TableSafety safety;
    private final StandstillGate gate;
    private final ItsRegisters now = new ItsRegisters();
    /** GITS_CREADR before commands that may have been executed and were not looked at yet; {@link #NOTHING} if none. */
    private int unseenFrom = NOTHING;

    /**
     * A handle.
     *
     * @param descriptor its descriptor
     * @param safety what is known about its mappings
     * @param gate holds off runs while tables are checked and saved
     */
    KernelIts(Descriptor descriptor, TableSafety safety, StandstillGate gate) {
        super(DeviceType.ITS, descriptor);
        this.safety = safety;
        this.gate = gate;
    }

    @Override
    public int trySet(int group, long attribute, long value) {
        return switch (group) {
            case AttributeGroup.CONTROL -> control(attribute, value);
            case AttributeGroup.ITS_REGISTERS -> register(attribute, value);
            default -> super.trySet(group, attribute, value);
        };
    }

    private int control(long attribute, long value) {
        if (attribute != AttributeGroup.CONTROL_ITS_SAVE_TABLES) {
            return change(attribute, value);
        }
        // The gate before this object's monitor: who has quiesced the machine holds it and comes here.
        if (!gate.tryHold()) {
            return Errno.EBUSY;
        }
        Quiescence standstill = gate.standstill();
        try {
            return save(value);
        } finally {
            standstill.close();
        }
    }

    private synchronized int save(long value) {
        int errno = look();
        if (errno == Errno.OK) {
            errno = safety.errnoOfSave(now.queue, now.devices, now.collections);
        }
        // Without an address the registers answer ENXIO, and the kernel has nothing to save.
        return errno == Errno.OK || errno == Errno.ENXIO
                ? super.trySet(AttributeGroup.CONTROL, AttributeGroup.CONTROL_ITS_SAVE_TABLES, value)
                : errno;
    }

    private synchronized int change(long attribute, long value) {
        long runs = safety.runs();
        int errno = super.trySet(AttributeGroup.CONTROL, attribute, value);
        if (attribute == AttributeGroup.CONTROL_ITS_RESET && errno == Errno.OK) {
            safety.reset(runs);
            unseenFrom = NOTHING;
        } else if (attribute == AttributeGroup.CONTROL_ITS_RESTORE_TABLES) {
            safety.restored(errno);
        }
        return errno;
    }

    private synchronized int register(long attribute, long value) {
        // The kernel looks at the low half alone (DEV-22).
        int offset = (int) attribute;
        boolean executes = offset == offset(Its.GITS_CWRITER, 0) || offset == offset(Its.GITS_CTLR, 0);
        boolean queue = offset == offset(Its.GITS_CBASER, 0);
        boolean devices = offset == offset(Its.GITS_BASER, DEVICES) && !TableRegister.isValid(value);
        boolean collections = offset == offset(Its.GITS_BASER, COLLECTIONS) && !TableRegister.isValid(value);
        if (!executes && !queue && !devices && !collections) {
            return super.trySet(AttributeGroup.ITS_REGISTERS, attribute, value);
        }
        long runs = safety.runs();
        int errno = look();
        if (errno != Errno.OK) {
            return errno;
        }
        if (queue) {
            safety.queueReplaced(now.queue, now.devices);
        } else if (executes) {
            unseenFrom = now.reader;
        }
        errno = super.trySet(AttributeGroup.ITS_REGISTERS, attribute, value);
        if (executes) {
            // If this look fails, the next one sees to it.
            look();
        } else if (errno == Errno.OK && !now.enabled) {
            dropped(devices, collections, runs);
        }
        return errno;
    }

    private void dropped(boolean devices, boolean collections, long runs) {
        if (devices) {
            safety.devicesDropped(runs);
        } else if (collections) {
            safety.collectionsDropped();
        }
    }

    /** Reads the registers, and has a look at the commands that were executed since they were read before a write. */
    private int look() {
        int errno = now.read();
        if (errno == Errno.OK && unseenFrom != NOTHING) {
            if (unseenFrom != now.reader) {
                safety.executed(now.queue, unseenFrom, now.reader, now.devices, now.collections);
            }
            unseenFrom = NOTHING;
        }
        return errno;
    }

    private static int offset(Its register, int number) {
        return (int) register.attribute(0, number * register.attributeStride());
    }

    /** What the registers were when they were read last. */
    private final class ItsRegisters {
        private final long[] value = new long[1];
        private boolean enabled;
        private int reader;
        private long queue;
        private long devices;
        private long collections;

        /** Reads them all; 0, or the errno of the first that does not answer. */
        int read() {
            int errno = get(Its.GITS_CTLR, 0);
            boolean isEnabled = (value[0] & ENABLED) != 0;
            if (errno == Errno.OK) {
                errno = get(Its.GITS_CREADR, 0);
            }
            int creadr = (int) value[0];
            if (errno == Errno.OK) {
                errno = get(Its.GITS_CBASER, 0);
            }
            long cbaser = value[0];
            if (errno == Errno.OK) {
                errno = get(Its.GITS_BASER, DEVICES);
            }
            long baser0 = value[0];
            if (errno == Errno.OK) {
                errno = get(Its.GITS_BASER, COLLECTIONS);
            }
            if (errno == Errno.OK) {
                enabled = isEnabled;
                reader = creadr;
                queue = cbaser;
                devices = baser0;
                collections = value[0];
            }
            return errno;
        }

        private int get(Its register, int number) {
            return tryGet(AttributeGroup.ITS_REGISTERS, offset(register, number), value, 0);
        }
    }
}
