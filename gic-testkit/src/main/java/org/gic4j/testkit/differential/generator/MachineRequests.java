package org.gic4j.testkit.differential.generator;

import org.gic4j.api.Affinity;
import org.gic4j.api.Capability;
import org.gic4j.api.GicVersion;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.device.DeviceType;
import org.gic4j.testkit.differential.request.Request;

/** Creation, life and end of the machine and what belongs to it. */
final class MachineRequests {
    private static final Capability[] CAPABILITIES = Capability.values();

    private MachineRequests() {}

    /** Another vCPU, mostly of a small id. */
    static Request createVcpu(Draw draw, Sketch sketch) {
        int id = draw.percent(85)
                ? draw.below(9)
                : draw.oneOf(15, 16, 255, 256, 511, 512, 513, 0x1_0000, -1, Integer.MIN_VALUE, draw.word());
        if (id >= 0 && id < sketch.version().host().maximumVcpus()) {
            sketch.addVcpu(id);
        }
        return new Request.CreateVcpu(id);
    }

    static Request initializeVcpu(Draw draw, Sketch sketch) {
        return new Request.InitializeVcpu(sketch.vcpu(draw));
    }

    static Request setAffinity(Draw draw, Sketch sketch) {
        int id = sketch.vcpu(draw);
        int affinity = draw.percent(50) ? draw.below(0x10) : draw.word();
        sketch.setAffinity(id, new Affinity(affinity));
        return new Request.SetAffinity(id, affinity);
    }

    static Request validateFirstRun(Draw draw, Sketch sketch) {
        return new Request.ValidateFirstRun(sketch.vcpu(draw));
    }

    static Request closeVcpu(Draw draw, Sketch sketch) {
        return new Request.CloseVcpu(sketch.vcpu(draw));
    }

    /** The sketch's own interrupt controller. */
    static Request createVgic(Draw draw, Sketch sketch) {
        int flags = draw.percent(80) ? 0 : draw.oneOf(1, 2, 3, 4, 0x8000_0000, 0xFFFF_FFFE, draw.word());
        if ((flags & VirtualMachine.CREATE_DEVICE_TEST) == 0) {
            sketch.addDevice();
        }
        return new Request.CreateDevice(sketch.version().device().number(), flags);
    }

    /** A device of any type; one that may succeed is only tested for, unless it is the sketch's own controller. */
    static Request createAny(Draw draw, Sketch sketch) {
        int type = draw.oneOf(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 255, -1, Integer.MAX_VALUE, draw.word());
        boolean foreign = type == 4 || type == DeviceType.ITS.number() && sketch.version() == GicVersion.GICV3;
        int flags = foreign || draw.percent(50) ? VirtualMachine.CREATE_DEVICE_TEST | draw.oneOf(0, 2) : draw.below(4);
        return new Request.CreateDevice(type, flags);
    }

    static Request createIrqchip(Draw draw, Sketch sketch) {
        return new Request.CreateIrqchip();
    }

    static Request closeDevice(Draw draw, Sketch sketch) {
        return new Request.CloseDevice(sketch.device(draw));
    }

    static Request closeMachine(Draw draw, Sketch sketch) {
        return new Request.CloseMachine();
    }

    static Request checkExtension(Draw draw, Sketch sketch) {
        return new Request.CheckExtension(CAPABILITIES[draw.below(CAPABILITIES.length)].number());
    }

    static Request compareState(Draw draw, Sketch sketch) {
        return new Request.CompareState(0);
    }

    /** INIT. */
    static Request initialize(Draw draw, Sketch sketch) {
        return new Request.Set(
                sketch.device(draw),
                AttributeGroup.CONTROL,
                AttributeGroup.CONTROL_INIT,
                draw.percent(80) ? 0 : draw.bits());
    }

    /** Any access to control attributes. */
    static Request control(Draw draw, Sketch sketch) {
        return access(draw, sketch, AttributeGroup.CONTROL, draw.percent(80) ? draw.below(6) : draw.bits());
    }

    /** Any access to any group. */
    static Request anyGroup(Draw draw, Sketch sketch) {
        int group = draw.percent(70) ? draw.below(16) : draw.oneOf(-1, 255, 256, 0x1_0001, Integer.MIN_VALUE, draw.word());
        long attribute = draw.percent(60) ? draw.below(0x2000) : draw.bits();
        return access(draw, sketch, group, attribute);
    }

    private static Request access(Draw draw, Sketch sketch, int group, long attribute) {
        int device = sketch.device(draw);
        return switch (draw.below(3)) {
            case 0 -> new Request.Has(device, group, attribute);
            case 1 -> new Request.Get(device, group, attribute, RegisterRequests.PRESET);
            default -> new Request.Set(device, group, attribute, draw.percent(50) ? draw.below(2) : draw.bits());
        };
    }
}
