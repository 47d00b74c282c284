package org.gic4j.serialization.transfer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gic4j.api.Errno;
import org.gic4j.api.GicVersion;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.device.Device;
import org.gic4j.api.device.DeviceAttribute;
import org.gic4j.api.device.DeviceType;
import org.gic4j.api.registers.Frame;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.Register;
import org.gic4j.api.registers.Registers;

/**
 * A device that knows of its registers what the catalogue says, and no more: it holds words by attribute, and logs every
 * set. It is not what a GIC does, but enough to see what a walk does to one.
 */
final class CatalogueDevice implements Device {
    private final GicVersion version;
    private final int interrupts;
    private final Map<Long, Integer> words = new HashMap<>();
    private final Map<Long, Long> addresses = new HashMap<>();
    private final Map<String, Integer> refusals = new HashMap<>();
    private final Set<String> deaf = new HashSet<>();
    private final List<String> log = new ArrayList<>();
    private boolean standing;

    CatalogueDevice(GicVersion version, int interrupts) {
        this.version = version;
        this.interrupts = interrupts;
    }

    /** What was set, in order: {@code GICD_CTLR of vCPU 0 = 1}. */
    List<String> log() {
        return log;
    }

    /** Makes every access to an attribute fail whose description begins so. */
    void refuse(String description, int errno) {
        refusals.put(description, errno);
    }

    /** Makes every write to an attribute do nothing whose description begins so. */
    void ignore(String description) {
        deaf.add(description);
    }

    /** Whether the machine stands still: registers want that. */
    void standing(boolean still) {
        standing = still;
    }

    @Override
    public DeviceType type() {
        return version.device();
    }

    @Override
    public int tryHas(int group, long attribute) {
        return Errno.OK;
    }

    @Override
    public int tryGet(int group, long attribute, long[] values, int index) {
        int errno = refusal(group, attribute);
        if (errno != Errno.OK) {
            return errno;
        }
        if (group == AttributeGroup.ADDRESS
                && attribute == AttributeGroup.ADDRESS_V3_REDISTRIBUTOR_REGION
                && !addresses.containsKey(attribute)) {
            return Errno.ENOENT;
        }
        switch (group) {
            case AttributeGroup.ADDRESS -> values[index] = addresses.getOrDefault(attribute, -1L);
            case AttributeGroup.NUMBER_OF_INTERRUPTS -> values[index] = interrupts;
            default -> values[index] = words.getOrDefault(key(group, attribute), 0) & 0xFFFF_FFFFL;
        }
        return Errno.OK;
    }

    @Override
    public int trySet(int group, long attribute, long value) {
        int errno = refusal(group, attribute);
        if (errno != Errno.OK) {
            return errno;
        }
        String described = describe(group, attribute);
        log.add(described + " = " + Long.toHexString(value));
        if (deaf.stream().anyMatch(described::startsWith)) {
            return Errno.OK;
        }
        if (group == AttributeGroup.ADDRESS) {
            addresses.put(attribute, value);
        } else if (group != AttributeGroup.NUMBER_OF_INTERRUPTS && group != AttributeGroup.CONTROL) {
            store(group, attribute, (int) value);
        }
        return Errno.OK;
    }

    /** Puts a word where it is read, past every rule. */
    void put(Register register, long vcpuKey, int word, int value) {
        words.put(key(register.frame().attributeGroup(), register.attribute((int) vcpuKey, word)), value);
    }

    /** A word as it is read. */
    int word(Register register, long vcpuKey, int word) {
        return words.getOrDefault(
                key(register.frame().attributeGroup(), register.attribute((int) vcpuKey, word)), 0);
    }

    @Override
    public void close() {}

    private void store(int group, long attribute, int value) {
        Frame frame = frame(group, attribute);
        Geometry geometry = new Geometry(interrupts, 1);
        long offset = (attribute & 0xFFFF_FFFFL) - frame.attributeBase();
        Register register = Registers.at(frame, offset, geometry).orElseThrow();
        switch (register.row().user()) {
            case READ_WRITE, READ_WRITE_AFTER_IDENTIFICATION, CODE -> words.put(key(group, attribute), value);
            case WRITE_ONE_TO_SET -> words.merge(key(group, attribute), value, (old, set) -> old | set);
            case WRITE_ONE_TO_CLEAR -> {
                Register setting = Registers.of(frame).stream()
                        .filter(candidate -> Registers.clearingTwin(candidate)
                                .filter(register::equals)
                                .isPresent())
                        .findFirst()
                        .orElseThrow();
                long twin = attribute - register.row().offset() + setting.row().offset();
                words.merge(key(group, twin), 0, (old, none) -> old & ~value);
            }
            case READ_ONLY, RAZ_WI, ABSENT -> throw new AssertionError("set " + describe(group, attribute));
        }
    }

    private int refusal(int group, long attribute) {
        if (group != AttributeGroup.ADDRESS && group != AttributeGroup.CONTROL && !standing
                && group != AttributeGroup.NUMBER_OF_INTERRUPTS) {
            return Errno.EBUSY;
        }
        String described = describe(group, attribute);
        return refusals.entrySet().stream()
                .filter(refusal -> described.startsWith(refusal.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(Errno.OK);
    }

    private String describe(int group, long attribute) {
        return DeviceAttribute.decode(type(), group, attribute).describe();
    }

    private Frame frame(int group, long attribute) {
        for (Frame frame : Frame.of(version)) {
            long offset = (attribute & 0xFFFF_FFFFL) - frame.attributeBase();
            if (frame.attributeGroup() == group && offset >= 0 && offset < frame.size()) {
                return frame;
            }
        }
        throw new AssertionError("no frame has " + describe(group, attribute));
    }

    /** Shared words are the same through every vCPU. */
    private long key(int group, long attribute) {
        Frame frame = frame(group, attribute);
        long offset = (attribute & 0xFFFF_FFFFL) - frame.attributeBase();
        Geometry geometry = new Geometry(interrupts, 1);
        Register register = Registers.at(frame, offset, geometry).orElseThrow();
        int word = (int) (offset - register.row().offset()) / frame.wordStride();
        long shared = word < register.bankedWords(geometry) ? attribute : attribute & 0xFFFF_FFFFL;
        return shared * 16 + group;
    }
}
