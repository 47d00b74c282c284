package org.gic4j.api.snapshot;

import org.gic4j.api.registers.Gicv3Redistributor;
import org.gic4j.api.registers.Register;

/** What the redistributors of a GICv3's state say of LPIs. */
public final class LpiRegisters {
    /** GICR_CTLR.EnableLPIs. */
    public static final int ENABLE = 1;

    /** Of a 64-bit register of each vCPU. */
    private static final int WORDS = 2;

    private LpiRegisters() {}

    /**
     * Whether a vCPU's redistributor takes LPIs.
     *
     * @param state the interrupt controller
     * @param vcpuIndex the vCPU's creation index
     */
    public static boolean areEnabled(GicState state, int vcpuIndex) {
        return state.has(Gicv3Redistributor.GICR_CTLR)
                && (state.word(Gicv3Redistributor.GICR_CTLR, vcpuIndex, 0) & ENABLE) != 0;
    }

    /**
     * Whether any redistributor takes LPIs.
     *
     * @param state the interrupt controller
     */
    public static boolean areEnabled(GicState state) {
        if (state.has(Gicv3Redistributor.GICR_CTLR)) {
            for (int control : state.words(Gicv3Redistributor.GICR_CTLR)) {
                if ((control & ENABLE) != 0) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Whether tables were set up on some vCPU. A register that is 0 on each reads as its reset value, which is the
     * implementation's own.
     *
     * @param state the interrupt controller
     * @param table GICR_PROPBASER or GICR_PENDBASER; false where the state does not have it
     */
    public static boolean isSet(GicState state, Register table) {
        if (state.has(table)) {
            for (int word : state.words(table)) {
                if (word != 0) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * The vCPU whose GICR_PROPBASER holds for all where they share one, as KVM's do (CONTRACT 5.2): the first that has
     * LPIs enabled, else the first that has set it.
     *
     * @param state has GICR_PROPBASER
     * @return its creation index; 0 where no vCPU has set it
     */
    public static int sharedConfiguration(GicState state) {
        if (state.has(Gicv3Redistributor.GICR_CTLR)) {
            int[] controls = state.words(Gicv3Redistributor.GICR_CTLR);
            for (int vcpu = 0; vcpu < controls.length; vcpu++) {
                if ((controls[vcpu] & ENABLE) != 0) {
                    return vcpu;
                }
            }
        }
        int[] words = state.words(Gicv3Redistributor.GICR_PROPBASER);
        int word = 0;
        while (word < words.length && words[word] == 0) {
            word++;
        }
        return word == words.length ? 0 : word / WORDS;
    }
}
