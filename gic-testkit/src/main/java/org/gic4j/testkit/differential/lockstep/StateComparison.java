package org.gic4j.testkit.differential.lockstep;

import java.util.Collection;
import java.util.Optional;
import org.gic4j.api.Errno;
import org.gic4j.api.GicException;
import org.gic4j.api.Vcpu;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.device.Device;
import org.gic4j.api.device.DeviceType;
import org.gic4j.api.registers.Frame;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.Policy;
import org.gic4j.api.registers.Register;
import org.gic4j.api.registers.Registers;
import org.gic4j.testkit.differential.request.Request;

/**
 * The comparison of everything that user space can read of a device: each word of each register of the catalogue, banked
 * ones through every vCPU. Reading a GICv2 initialises it, on both sides alike.
 */
final class StateComparison {
    private final Device reference;
    private final Device candidate;
    private final int device;
    private final int[] vcpuKeys;
    private final long[] expected = new long[1];
    private final long[] got = new long[1];
    private long registers;

    /** Bits that are not compared. */
    interface Mask {
        /** The bits of an attribute that are not compared. */
        long of(int group, long attribute);
    }

    private StateComparison(Device reference, Device candidate, int device, int[] vcpuKeys) {
        this.reference = reference;
        this.candidate = candidate;
        this.device = device;
        this.vcpuKeys = vcpuKeys;
    }

    /** A comparison; empty where one side has no such device, or where there is no vCPU to read through or to name. */
    static Optional<StateComparison> of(Subject reference, Subject candidate, int device) {
        Optional<Device> left = reference.device(device);
        Optional<Device> right = candidate.device(device);
        Collection<Vcpu> vcpus = reference.vcpus().values();
        if (left.isEmpty() || right.isEmpty() || vcpus.isEmpty()) {
            return Optional.empty();
        }
        boolean byId = left.get().type() == DeviceType.VGIC_V2;
        int[] vcpuKeys = new int[vcpus.size()];
        int at = 0;
        for (Vcpu vcpu : vcpus) {
            try {
                vcpuKeys[at++] = byId ? vcpu.id().value() : vcpu.affinity().packed();
            } catch (GicException closedOrDead) {
                return Optional.empty();
            }
        }
        return Optional.of(new StateComparison(left.get(), right.get(), device, vcpuKeys));
    }

    /** How many registers were read. */
    long registers() {
        return registers;
    }

    /** The first read in which the two differ. */
    Optional<Request.Get> firstDifference(Mask mask) {
        long first = (long) vcpuKeys[0] << Integer.SIZE;
        // The first access fixes the number of interrupts of a GICv2.
        if (differs(AttributeGroup.DISTRIBUTOR_REGISTERS, first, mask)) {
            return Optional.of(get(AttributeGroup.DISTRIBUTOR_REGISTERS, first));
        }
        if (differs(AttributeGroup.NUMBER_OF_INTERRUPTS, 0, mask)) {
            return Optional.of(get(AttributeGroup.NUMBER_OF_INTERRUPTS, 0));
        }
        // An ITS has no number of interrupts, and no register that depends on it.
        int interrupts = reference.type() == DeviceType.ITS ? Geometry.PRIVATE_INTERRUPTS : (int) expected[0];
        Geometry geometry = new Geometry(interrupts, vcpuKeys.length);
        for (Frame frame : Frame.values()) {
            if (frame.device() != reference.type() || frame.attributeGroup() == Frame.NO_ATTRIBUTES) {
                continue;
            }
            for (Register register : Registers.of(frame)) {
                if (register.row().user() != Policy.ABSENT) {
                    Optional<Request.Get> different = firstDifference(register, geometry, mask);
                    if (different.isPresent()) {
                        return different;
                    }
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Request.Get> firstDifference(Register register, Geometry geometry, Mask mask) {
        int group = register.frame().attributeGroup();
        int words = register.words(geometry);
        int banked = register.bankedWords(geometry);
        for (int word = 0; word < words; word++) {
            int instances = word < banked ? vcpuKeys.length : 1;
            for (int instance = 0; instance < instances; instance++) {
                long attribute = register.attribute(vcpuKeys[instance], word);
                if (differs(group, attribute, mask)) {
                    return Optional.of(get(group, attribute));
                }
            }
        }
        return Optional.empty();
    }

    private boolean differs(int group, long attribute, Mask mask) {
        registers++;
        expected[0] = 0;
        got[0] = 0;
        int expectedErrno = reference.tryGet(group, attribute, expected, 0);
        int gotErrno = candidate.tryGet(group, attribute, got, 0);
        return expectedErrno != gotErrno
                || expectedErrno == Errno.OK
                        && expected[0] != got[0]
                        && ((expected[0] ^ got[0]) & ~mask.of(group, attribute)) != 0;
    }

    private Request.Get get(int group, long attribute) {
        return new Request.Get(device, group, attribute, 0);
    }
}
