package org.gic4j.testkit.differential.generator;

import static org.gic4j.api.registers.Gicv3Distributor.GICD_IIDR;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.gic4j.api.GicVersion;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.testkit.differential.request.Request;

/** Machines with a GICv3 that work, their parts in any of the orders that the kernel accepts. */
final class Gicv3Births {
    /** Where working machines have the distributor. */
    static final long DISTRIBUTOR = 0x0800_0000L;
    /** Where they have the redistributors, or the first region of them. */
    static final long REDISTRIBUTORS = 0x080A_0000L;

    private static final long FAR_REGION = 0x8000_0000L;
    private static final long DISTANCE = 0x0800_0000L;

    private Gicv3Births() {}

    static List<Request> birth(Draw draw, Sketch sketch) {
        List<Request> requests = new ArrayList<>();
        requests.add(Births.machine(draw, sketch));
        List<Integer> ids = vcpuIds(draw);
        int device = draw.below(ids.size() + 1);
        int distributor = draw.between(device, ids.size());
        int redistributors = draw.between(device, ids.size());
        int interrupts = draw.between(device, ids.size());
        sketch.setInterrupts(256);
        for (int step = 0; step <= ids.size(); step++) {
            if (step == device) {
                sketch.addDevice();
                requests.add(new Request.CreateDevice(GicVersion.GICV3.device().number(), 0));
            }
            if (step == interrupts && draw.percent(90)) {
                int number = draw.percent(80) ? draw.oneOf(64, 64, 96, 96, 128) : 32 * draw.between(2, 31);
                sketch.setInterrupts(number);
                requests.add(new Request.Set(0, AttributeGroup.NUMBER_OF_INTERRUPTS, 0, number));
            }
            if (step == distributor && draw.percent(96)) {
                requests.add(address(AttributeGroup.ADDRESS_V3_DISTRIBUTOR, DISTRIBUTOR));
            }
            if (step == redistributors && draw.percent(96)) {
                requests.addAll(redistributors(draw, ids.size()));
            }
            if (step < ids.size()) {
                requests.addAll(vcpu(ids.get(step), draw, sketch));
            }
        }
        if (draw.percent(98)) {
            requests.add(new Request.Set(0, AttributeGroup.CONTROL, AttributeGroup.CONTROL_INIT, 0));
        }
        if (draw.percent(40)) {
            requests.add(new Request.Set(
                    0, GICD_IIDR.frame().attributeGroup(), GICD_IIDR.attribute(0, 0), RegisterValues.accepted(draw)));
        }
        return requests;
    }

    private static List<Request> vcpu(int id, Draw draw, Sketch sketch) {
        List<Request> requests = new ArrayList<>();
        sketch.addVcpu(id);
        requests.add(new Request.CreateVcpu(id));
        if (draw.percent(97)) {
            requests.add(new Request.InitializeVcpu(id));
        }
        if (draw.percent(5)) {
            requests.add(MachineRequests.setAffinity(draw, sketch));
        }
        return requests;
    }

    /** The legacy region, or regions that follow on one another or do not, mostly with room for every vCPU. */
    private static List<Request> redistributors(Draw draw, int vcpus) {
        if (draw.percent(50)) {
            return List.of(address(AttributeGroup.ADDRESS_V3_REDISTRIBUTOR, REDISTRIBUTORS));
        }
        List<Request> requests = new ArrayList<>();
        int left = draw.percent(95) ? vcpus + draw.oneOf(0, 0, 1, 3) : draw.below(vcpus + 1);
        long base = REDISTRIBUTORS;
        for (int index = 0; left > 0 && index < 8; index++) {
            int count = index == 7 ? left : draw.between(1, left);
            requests.add(address(
                    AttributeGroup.ADDRESS_V3_REDISTRIBUTOR_REGION, RegionRequests.word(index, base, count)));
            left -= count;
            base = draw.percent(60)
                    ? base + count * RegionRequests.REDISTRIBUTOR
                    : draw.oneOf(REDISTRIBUTORS, FAR_REGION) + DISTANCE * (index + 1);
        }
        return requests;
    }

    private static Request address(long attribute, long value) {
        return new Request.Set(0, AttributeGroup.ADDRESS, attribute, value);
    }

    private static List<Integer> vcpuIds(Draw draw) {
        int count = draw.percent(80) ? draw.between(1, 3) : draw.percent(90) ? draw.between(1, 8) : draw.between(9, 40);
        if (draw.percent(60)) {
            return IntStream.range(0, count).boxed().toList();
        }
        int bound = draw.oneOf(64, 64, 512);
        List<Integer> ids = new ArrayList<>();
        while (ids.size() < count) {
            int id = draw.below(bound);
            if (!ids.contains(id)) {
                ids.add(id);
            }
        }
        return ids;
    }
}
