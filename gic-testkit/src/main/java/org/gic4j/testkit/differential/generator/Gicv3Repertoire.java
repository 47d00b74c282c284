package org.gic4j.testkit.differential.generator;

import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_CTLR_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_SRE_EL1;
import static org.gic4j.api.registers.Gicv3Distributor.GICD_CTLR;
import static org.gic4j.api.registers.Gicv3Distributor.GICD_IIDR;
import static org.gic4j.api.registers.Gicv3Distributor.GICD_IROUTER;
import static org.gic4j.api.registers.Gicv3Distributor.GICD_TYPER2;

import java.util.List;
import java.util.Map;
import org.gic4j.api.GicVersion;
import org.gic4j.api.Gicv3Profile;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.registers.Frame;

/** GICv3 without an ITS: the rows and their weights. */
final class Gicv3Repertoire {
    private static final AddressRequests ADDRESSES = new AddressRequests(List.of(
            new AddressRequests.Place(AttributeGroup.ADDRESS_V3_DISTRIBUTOR, 0x1_0000, Gicv3Births.DISTRIBUTOR),
            new AddressRequests.Place(AttributeGroup.ADDRESS_V3_REDISTRIBUTOR, 0x1_0000, Gicv3Births.REDISTRIBUTORS)));
    private static final RegisterValues VALUES = new RegisterValues(Map.of(
            GICD_CTLR, (draw, sketch) -> draw.below(0x100),
            GICD_IIDR, RegisterValues::identification,
            GICD_TYPER2, (draw, sketch) -> draw.percent(60) ? 0 : 1L << draw.below(Integer.SIZE),
            GICD_IROUTER, Gicv3Repertoire::route,
            ICC_SRE_EL1, (draw, sketch) -> draw.below(16),
            ICC_CTLR_EL1, Gicv3Repertoire::control));
    private static final RegisterRequests REGISTERS = new RegisterRequests(GicVersion.GICV3, VALUES);

    private Gicv3Repertoire() {}

    static Repertoire create() {
        return new Repertoire(GicVersion.GICV3, Gicv3Births::birth, work(), life(), afterlife());
    }

    private static List<Row> work() {
        return CommonRows.work(
                REGISTERS, ADDRESSES,
                new Row(1, ADDRESSES::legacy),
                new Row(6, RegionRequests::set),
                new Row(5, RegionRequests::get),
                new Row(3, MachineRequests::compareState));
    }

    private static List<Row> life() {
        return CommonRows.life(
                REGISTERS, ADDRESSES,
                new Row(3, ADDRESSES::legacy),
                new Row(3, MachineRequests::createIrqchip),
                // Without INIT nothing else happens.
                new Row(15, MachineRequests::initialize),
                new Row(60, RegionRequests::set),
                new Row(25, RegionRequests::get));
    }

    private static List<Row> afterlife() {
        return CommonRows.afterlife(
                REGISTERS, ADDRESSES,
                new Row(3, RegionRequests::set),
                new Row(3, RegionRequests::get));
    }

    /** A half of a route: to a vCPU, to any, to nobody. */
    private static long route(Draw draw, Sketch sketch) {
        long affinity = sketch.vcpuKey(Frame.GICV3_DISTRIBUTOR, draw) & 0xFFFF_FFFFL;
        return switch (draw.below(4)) {
            case 0, 1 -> affinity;
            case 2 -> affinity | 1L << 31;
            default -> draw.bits();
        };
    }

    /** Modes, with the widths that the hardware has, fewer, or other ones. */
    private static long control(Draw draw, Sketch sketch) {
        long hardware = Gicv3Profile.KVM.cpuInterfaceControlAtReset();
        long modes = draw.below(4);
        return switch (draw.below(10)) {
            case 0 -> draw.below(0x1_0000);
            case 1 -> hardware ^ 1L << draw.between(8, 15) | modes;
            case 2 -> hardware | modes | draw.bits() & ~0xFFFFL;
            case 3 -> hardware & ~(0x7L << 8) | (long) draw.below(8) << 8 | modes;
            default -> hardware | modes;
        };
    }
}
