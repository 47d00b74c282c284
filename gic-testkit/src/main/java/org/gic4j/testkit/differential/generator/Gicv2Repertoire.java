package org.gic4j.testkit.differential.generator;

import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_CTLR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_CTLR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_IIDR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_SGIR;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.gic4j.api.GicVersion;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.testkit.differential.request.Request;

/** GICv2: the rows and their weights. */
final class Gicv2Repertoire {
    private static final int MOST_VCPUS = 8;
    private static final AddressRequests ADDRESSES = new AddressRequests(List.of(
            new AddressRequests.Place(AttributeGroup.ADDRESS_V2_DISTRIBUTOR, 0x1000, 0x0800_0000L),
            new AddressRequests.Place(AttributeGroup.ADDRESS_V2_CPU, 0x1000, 0x0801_0000L)));
    private static final RegisterValues VALUES = new RegisterValues(Map.of(
            GICD_CTLR, (draw, sketch) -> draw.below(4),
            GICD_IIDR, RegisterValues::identification,
            GICD_SGIR, Gicv2Repertoire::softwareInterrupt,
            GICC_CTLR, (draw, sketch) -> draw.below(0x400)));
    private static final RegisterRequests REGISTERS = new RegisterRequests(GicVersion.GICV2, VALUES);

    private Gicv2Repertoire() {}

    static Repertoire create() {
        return new Repertoire(GicVersion.GICV2, Gicv2Repertoire::birth, work(), life(), afterlife());
    }

    private static List<Row> work() {
        return CommonRows.work(
                REGISTERS, ADDRESSES,
                new Row(3, ADDRESSES::legacy),
                new Row(5, MachineRequests::compareState));
    }

    private static List<Row> life() {
        return CommonRows.life(
                REGISTERS, ADDRESSES,
                new Row(30, ADDRESSES::legacy),
                new Row(12, MachineRequests::createIrqchip));
    }

    private static List<Row> afterlife() {
        return CommonRows.afterlife(
                REGISTERS, ADDRESSES);
    }

    /** A machine that works, its parts in one of the orders that the kernel accepts. */
    private static List<Request> birth(Draw draw, Sketch sketch) {
        List<Request> requests = new ArrayList<>();
        requests.add(Births.machine(draw, sketch));
        List<Integer> ids = vcpuIds(draw);
        boolean deviceFirst = draw.percent(50);
        if (deviceFirst) {
            requests.add(device(sketch));
        }
        for (int id : ids) {
            sketch.addVcpu(id);
            requests.add(new Request.CreateVcpu(id));
            if (draw.percent(95)) {
                requests.add(new Request.InitializeVcpu(id));
            }
        }
        if (!deviceFirst) {
            requests.add(device(sketch));
        }
        sketch.setInterrupts(256);
        if (draw.percent(90)) {
            int interrupts = draw.percent(80) ? draw.oneOf(64, 64, 96, 96, 128) : 32 * draw.between(2, 31);
            sketch.setInterrupts(interrupts);
            requests.add(new Request.Set(0, AttributeGroup.NUMBER_OF_INTERRUPTS, 0, interrupts));
        }
        requests.addAll(Births.addresses(ADDRESSES, draw));
        if (draw.percent(70)) {
            requests.add(new Request.Set(0, AttributeGroup.CONTROL, AttributeGroup.CONTROL_INIT, 0));
        }
        if (draw.percent(60)) {
            requests.add(new Request.Set(
                    0, GICD_IIDR.frame().attributeGroup(), GICD_IIDR.attribute(ids.getFirst(), 0), RegisterValues.accepted(draw)));
        }
        return requests;
    }

    private static Request device(Sketch sketch) {
        sketch.addDevice();
        return new Request.CreateDevice(GicVersion.GICV2.device().number(), 0);
    }

    private static List<Integer> vcpuIds(Draw draw) {
        int count = draw.percent(80) ? draw.between(1, 3) : draw.between(1, MOST_VCPUS);
        if (draw.percent(60)) {
            return IntStream.range(0, count).boxed().toList();
        }
        List<Integer> ids = new ArrayList<>();
        while (ids.size() < count) {
            int id = draw.below(MOST_VCPUS);
            if (!ids.contains(id)) {
                ids.add(id);
            }
        }
        return ids;
    }

    private static long softwareInterrupt(Draw draw, Sketch sketch) {
        return (long) draw.below(4) << 24 | (long) draw.below(0x100) << 16 | draw.below(16) | draw.oneOf(0, 0, 0x8000);
    }
}
