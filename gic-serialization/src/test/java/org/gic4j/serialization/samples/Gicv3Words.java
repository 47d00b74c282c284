package org.gic4j.serialization.samples;

import java.util.Random;
import org.gic4j.api.GicVersion;
import org.gic4j.api.registers.Gicv3CpuInterface;
import org.gic4j.api.registers.Gicv3Distributor;
import org.gic4j.api.registers.Gicv3Input;
import org.gic4j.api.registers.Register;
import org.gic4j.api.registers.Registers;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.VcpuDescription;

/** GICv3 states as hypervisors' lists hold them: random words, without GICD_IIDR and line levels. */
public final class Gicv3Words {
    private Gicv3Words() {}

    /**
     * A state.
     *
     * @param interrupts a multiple of 32
     * @param vcpus their number
     * @param priorityBits 5 to 7
     */
    public static GicState.Builder random(int interrupts, int vcpus, int priorityBits) {
        Random random = new Random(31L * interrupts + vcpus);
        GicState.Builder state = new GicState.Builder(GicVersion.GICV3, interrupts, VcpuDescription.consecutive(vcpus))
                .priorityBits(priorityBits);
        for (Register register : Registers.state(GicVersion.GICV3)) {
            if (register != Gicv3Distributor.GICD_IIDR
                    && register != Gicv3Input.LINE_LEVEL
                    && !register.name().startsWith("GITS_")) {
                state.words(register, random.ints(register.stateWords(state.geometry())).toArray());
            }
        }
        int words = priorityBits <= 5 ? 1 : priorityBits == 6 ? 2 : 4;
        for (int vcpu = 0; vcpu < vcpus; vcpu++) {
            state.word(Gicv3CpuInterface.ICC_CTLR_EL1, vcpu, 0, 0x8800 | priorityBits - 1 << 8);
            for (int word = words; word < 4; word++) {
                state.word(Gicv3CpuInterface.ICC_AP0R_EL1, vcpu, word, 0);
                state.word(Gicv3CpuInterface.ICC_AP1R_EL1, vcpu, word, 0);
            }
        }
        return state;
    }
}
