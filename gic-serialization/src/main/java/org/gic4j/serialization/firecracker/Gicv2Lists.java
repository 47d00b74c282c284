package org.gic4j.serialization.firecracker;

import java.util.List;
import org.gic4j.api.registers.Gicv2CpuInterface;
import org.gic4j.api.registers.Gicv2Distributor;
import org.gic4j.api.registers.Register;
import org.gic4j.serialization.positional.RegisterLists;

/** Puts the lists of a GICv2 into registers, and says what Firecracker leaves out. */
final class Gicv2Lists {
    private static final List<Gicv2CpuInterface> CPU_INTERFACE = List.of(
            Gicv2CpuInterface.GICC_CTLR,
            Gicv2CpuInterface.GICC_PMR,
            Gicv2CpuInterface.GICC_BPR,
            Gicv2CpuInterface.GICC_ABPR);
    private static final int SGIS = 16;

    private final RegisterLists registers;
    private final GicShape shape;

    Gicv2Lists(RegisterLists registers, GicShape shape) {
        this.registers = registers;
        this.shape = shape;
    }

    void put() {
        List<int[]> lists = shape.distributor();
        registers.put(Gicv2Distributor.GICD_CTLR, 0, 0, lists.get(0));
        pair(Gicv2Distributor.GICD_ISENABLER, lists.get(2), lists.get(1));
        registers.put(Gicv2Distributor.GICD_IGROUPR, 0, 1, lists.get(3));
        registers.put(Gicv2Distributor.GICD_ICFGR, 0, 2, lists.get(4));
        pair(Gicv2Distributor.GICD_ISPENDR, lists.get(6), lists.get(5));
        pair(Gicv2Distributor.GICD_ISACTIVER, lists.get(8), lists.get(7));
        registers.put(Gicv2Distributor.GICD_IPRIORITYR, 0, 8, lists.get(9));
        registers.putPair(Gicv2Distributor.GICD_SPENDSGIR, 0, 0, lists.get(11), lists.get(10));
        registers.put(Gicv2Distributor.GICD_ISPENDR, 0, 0, pendingSgis(lists.get(11)));
        for (int vcpu = 0; vcpu < shape.vcpus().size(); vcpu++) {
            cpuInterface(vcpu, shape.vcpus().get(vcpu).cpuInterface());
        }
        unsaved(Gicv2Distributor.GICD_ITARGETSR.name(), "the targets of SPIs are not saved");
        unsaved(
                "GICD_ISENABLER0, GICD_IPRIORITYR0 to 7, GICD_ICFGR1 and the others of INTIDs 0 to 31",
                "nothing of private interrupts is saved but the SGIs that are pending on vCPU 0");
    }

    private void pair(Register setting, int[] set, int[] clear) {
        registers.putPair(setting, 0, 1, set, clear);
    }

    /** An SGI is pending when it has a sender. */
    private static int pendingSgis(int[] sources) {
        int pending = 0;
        for (int intid = 0; intid < SGIS; intid++) {
            if ((sources[intid / 4] >>> intid % 4 * Byte.SIZE & 0xFF) != 0) {
                pending |= 1 << intid;
            }
        }
        return pending;
    }

    private void cpuInterface(int vcpu, List<Long> values) {
        for (int i = 0; i < CPU_INTERFACE.size(); i++) {
            registers.put(CPU_INTERFACE.get(i), vcpu, 0, values.get(i).intValue());
        }
        for (int word = 0; word + CPU_INTERFACE.size() < values.size(); word++) {
            registers.put(Gicv2CpuInterface.GICC_APR, vcpu, word, values.get(CPU_INTERFACE.size() + word).intValue());
        }
    }

    private void unsaved(String register, String reason) {
        registers.note(StateReader.UNSAVED, false, register, null, 0, reason);
    }
}
