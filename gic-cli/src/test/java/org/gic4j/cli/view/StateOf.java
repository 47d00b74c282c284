package org.gic4j.cli.view;

import static org.gic4j.api.registers.Gicv2Distributor.GICD_CTLR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ICFGR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_IPRIORITYR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ISENABLER;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ISPENDR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ITARGETSR;

import org.gic4j.api.GicVersion;
import org.gic4j.api.registers.Gicv3Distributor;
import org.gic4j.api.registers.Register;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.VcpuDescription;

/** Small states for tests, one interrupt's field at a time. */
public final class StateOf {
    private final GicState.Builder builder;

    private StateOf(GicState.Builder builder) {
        this.builder = builder;
    }

    /** A GICv2 with 64 interrupts, its distributor enabled for group 0, and nothing else. */
    public static StateOf vcpus(int count) {
        GicState.Builder builder = new GicState.Builder(GicVersion.GICV2, 64, VcpuDescription.consecutive(count));
        return new StateOf(builder).word(GICD_CTLR, 0, 0, 1);
    }

    /** A GICv3 with 64 interrupts, its distributor enabled for group 1, and nothing else. */
    public static StateOf gicv3(int count) {
        GicState.Builder builder = new GicState.Builder(GicVersion.GICV3, 64, VcpuDescription.consecutive(count));
        return new StateOf(builder).word(Gicv3Distributor.GICD_CTLR, 0, 0, 0x52);
    }

    public StateOf word(Register register, int vcpuIndex, int word, int value) {
        builder.word(register, vcpuIndex, word, value);
        return this;
    }

    public StateOf priorityBits(int bits) {
        builder.priorityBits(bits);
        return this;
    }

    /** Sets an interrupt's field in a register that has no other field set in the same word. */
    public StateOf field(Register register, int vcpuIndex, int intid, int value) {
        int bits = register.row().bitsPerIntid();
        return word(
                register, vcpuIndex, intid * bits / Integer.SIZE, value << intid * bits % Integer.SIZE);
    }

    /** An enabled, pending shared interrupt. */
    public StateOf pendingSpi(int intid, int priority, int targets) {
        return field(GICD_ISENABLER, 0, intid, 1)
                .field(GICD_ISPENDR, 0, intid, 1)
                .field(GICD_IPRIORITYR, 0, intid, priority)
                .field(GICD_ITARGETSR, 0, intid, targets);
    }

    /** A shared interrupt that is edge-triggered. */
    public StateOf edge(int intid) {
        return field(GICD_ICFGR, 0, intid, 0b10);
    }

    public GicState state() {
        return builder.build();
    }
}
