package org.gic4j.serialization.lint;

import static org.gic4j.api.registers.InterruptProperty.ACTIVE;
import static org.gic4j.api.registers.InterruptProperty.GROUP;
import static org.gic4j.api.registers.InterruptProperty.PRIORITY;

import java.util.BitSet;
import java.util.List;
import org.gic4j.api.GicProfile;
import org.gic4j.api.GicVersion;
import org.gic4j.api.registers.CpuInterfaceControl;
import org.gic4j.api.registers.Gicv2CpuInterface;
import org.gic4j.api.registers.Gicv3CpuInterface;
import org.gic4j.api.registers.Register;
import org.gic4j.api.snapshot.VcpuDescription;

/** The active priorities of one vCPU as preemption levels, and which level each interrupt would have there. */
final class ActivePriorities {
    private static final int GICV2_EOI_MODE = 1 << 9;
    private static final int GICV2_COMMON_BINARY_POINT = 1 << 4;

    private final Subject subject;
    private final VcpuDescription vcpu;
    private final int index;
    private final boolean gicv2;
    private final int shift;
    private final BitSet levels = new BitSet();

    ActivePriorities(Subject subject, VcpuDescription vcpu) {
        this.subject = subject;
        this.vcpu = vcpu;
        index = vcpu.index().value();
        gicv2 = subject.is(GicVersion.GICV2);
        shift = GicProfile.activePriorityShift(subject.state().priorityBits());
        registers(gicv2).stream().filter(subject::has).forEach(this::add);
    }

    /** Whether the state has active priorities at all, and active interrupts to compare them with. */
    static boolean areTold(Subject subject) {
        return subject.interrupts().tells(ACTIVE, 0)
                && registers(subject.is(GicVersion.GICV2)).stream().anyMatch(subject::has);
    }

    private static List<Register> registers(boolean gicv2) {
        return gicv2
                ? List.of(Gicv2CpuInterface.GICC_APR, Gicv2CpuInterface.GICC_NSAPR)
                : List.of(Gicv3CpuInterface.ICC_AP0R_EL1, Gicv3CpuInterface.ICC_AP1R_EL1);
    }

    private void add(Register register) {
        for (int level = 0; level < 1 << Byte.SIZE - shift; level++) {
            if (isSet(register, level)) {
                levels.set(level);
            }
        }
    }

    private boolean isSet(Register register, int level) {
        return (subject.state().word(register, index, level / Integer.SIZE) >>> level % Integer.SIZE & 1) != 0;
    }

    VcpuDescription vcpu() {
        return vcpu;
    }

    /** The levels that are active, to be changed by the caller. */
    BitSet levels() {
        return (BitSet) levels.clone();
    }

    /** Whether an interrupt's level is active. */
    boolean has(int intid) {
        return levels.get(level(intid));
    }

    /** The level that an interrupt has once it is acknowledged: its group priority. */
    int level(int intid) {
        long group = subject.interrupts().find(GROUP, intid, index).orElse(1);
        int priority = (int) subject.interrupts().value(PRIORITY, intid, index);
        return (priority & groupPriority(group != 0)) >>> shift;
    }

    /** The priority that a level stands for. */
    int priority(int level) {
        return level << shift;
    }

    /** The register, with its number, that has a level's bit. */
    String register(int level) {
        Register register = registers(gicv2).stream()
                .filter(subject::has)
                .filter(candidate -> isSet(candidate, level))
                .findFirst()
                .orElseThrow();
        return register.wordName(subject.state().geometry(), level / Integer.SIZE);
    }

    /** Whether the end of an interrupt only drops the priority, and another write deactivates it. */
    boolean separateDeactivation() {
        return (control() & (gicv2 ? GICV2_EOI_MODE : CpuInterfaceControl.SEPARATE_DEACTIVATION)) != 0;
    }

    private int groupPriority(boolean group1) {
        boolean common = (control() & (gicv2 ? GICV2_COMMON_BINARY_POINT : CpuInterfaceControl.COMMON_BINARY_POINT)) != 0;
        int bits = group1 && !common ? binaryPoint1() : binaryPoint0() + 1;
        return -1 << bits;
    }

    private int binaryPoint0() {
        return subject.word(gicv2 ? Gicv2CpuInterface.GICC_BPR : Gicv3CpuInterface.ICC_BPR0_EL1, index) & 7;
    }

    private int binaryPoint1() {
        return subject.word(gicv2 ? Gicv2CpuInterface.GICC_ABPR : Gicv3CpuInterface.ICC_BPR1_EL1, index) & 7;
    }

    private int control() {
        return subject.word(gicv2 ? Gicv2CpuInterface.GICC_CTLR : Gicv3CpuInterface.ICC_CTLR_EL1, index);
    }
}
