package org.gic4j.serialization.firecracker;

import java.util.List;
import org.gic4j.api.registers.CpuInterfaceControl;
import org.gic4j.api.registers.Gicv3CpuInterface;
import org.gic4j.api.registers.Gicv3Distributor;
import org.gic4j.api.registers.Gicv3Redistributor;
import org.gic4j.api.registers.Gicv3RedistributorSgi;
import org.gic4j.api.registers.Register;
import org.gic4j.serialization.positional.CpuInterfaceList;
import org.gic4j.serialization.positional.RegisterLists;

/** Puts the lists of a GICv3 into registers. */
final class Gicv3Lists {
    private static final int CONTROL = 1;
    private static final int ACTIVE_WORDS = 4;

    private final RegisterLists registers;
    private final GicShape shape;

    Gicv3Lists(RegisterLists registers, GicShape shape) {
        this.registers = registers;
        this.shape = shape;
    }

    void put() {
        distributor(shape.distributor());
        for (int vcpu = 0; vcpu < shape.vcpus().size(); vcpu++) {
            redistributor(vcpu, shape.vcpus().get(vcpu).redistributor());
            cpuInterface(vcpu, shape.vcpus().get(vcpu));
        }
        int control = (int) shape.vcpus().getFirst().cpuInterface().get(CONTROL).longValue();
        registers.state().priorityBits(CpuInterfaceControl.priorityBits(control));
    }

    private void distributor(List<int[]> lists) {
        shared(Gicv3Distributor.GICD_CTLR, lists.get(0));
        pair(Gicv3Distributor.GICD_ISENABLER, lists.get(3), lists.get(2));
        shared(Gicv3Distributor.GICD_IGROUPR, lists.get(4));
        shared(Gicv3Distributor.GICD_IROUTER, lists.get(5));
        shared(Gicv3Distributor.GICD_ICFGR, lists.get(6));
        // ICPENDR, the seventh, reads 0 whatever is pending.
        shared(Gicv3Distributor.GICD_ISPENDR, lists.get(8));
        pair(Gicv3Distributor.GICD_ISACTIVER, lists.get(10), lists.get(9));
        shared(Gicv3Distributor.GICD_IPRIORITYR, lists.get(11));
    }

    private void shared(Register register, int[] words) {
        registers.put(register, 0, register.firstWord(), words);
    }

    private void pair(Register setting, int[] set, int[] clear) {
        registers.putPair(setting, 0, setting.firstWord(), set, clear);
    }

    private void redistributor(int vcpu, List<int[]> lists) {
        registers.put(Gicv3Redistributor.GICR_PROPBASER, vcpu, 0, lists.get(2));
        registers.put(Gicv3Redistributor.GICR_PENDBASER, vcpu, 0, lists.get(3));
        registers.put(Gicv3Redistributor.GICR_CTLR, vcpu, 0, lists.get(4));
        registers.put(Gicv3RedistributorSgi.GICR_IGROUPR, vcpu, 0, lists.get(5));
        registers.putPair(Gicv3RedistributorSgi.GICR_ISENABLER, vcpu, 0, lists.get(7), lists.get(6));
        registers.put(Gicv3RedistributorSgi.GICR_ICFGR, vcpu, 0, lists.get(8));
        registers.put(Gicv3RedistributorSgi.GICR_ISPENDR, vcpu, 0, lists.get(10));
        registers.putPair(Gicv3RedistributorSgi.GICR_ISACTIVER, vcpu, 0, lists.get(12), lists.get(11));
        registers.put(Gicv3RedistributorSgi.GICR_IPRIORITYR, vcpu, 0, lists.get(13));
    }

    private void cpuInterface(int vcpu, GicShape.OfVcpu own) {
        for (int i = 0; i < CpuInterfaceList.CONTROLS.size(); i++) {
            word(CpuInterfaceList.CONTROLS.get(i), vcpu, 0, own.cpuInterface().get(i));
        }
        for (int i = 0; i < own.activePriorities().size(); i++) {
            Register register =
                    i < ACTIVE_WORDS ? Gicv3CpuInterface.ICC_AP0R_EL1 : Gicv3CpuInterface.ICC_AP1R_EL1;
            word(register, vcpu, i % ACTIVE_WORDS, own.activePriorities().get(i).orElse(0));
        }
    }

    private void word(Register register, int vcpu, int word, long value) {
        registers.put(register, vcpu, word, (int) value);
        if (value >>> Integer.SIZE != 0) {
            registers.note(
                    StateReader.UPPER_HALF,
                    true,
                    register.wordName(registers.geometry(), word),
                    registers.vcpu(vcpu),
                    value,
                    "the upper half does not exist; the producer read something else into it");
        }
    }
}
