package org.gic4j.serialization.qemu;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.gic4j.api.VcpuId;
import org.gic4j.api.registers.CpuInterfaceControl;
import org.gic4j.api.snapshot.Note;
import org.jspecify.annotations.Nullable;

/**
 * What a state cannot hold of {@code arm_gicv3}, or its source did not say.
 *
 * <table>
 * <caption>kinds of notes</caption>
 * <tr><td>{@value #SECURITY}</td><td>loss: GICD_NSACR, GICR_NSACR, GICD_IGRPMODR, GICR_IGRPMODR0, which have no
 * meaning with one security state</td></tr>
 * <tr><td>{@value #ERROR_STATUS}</td><td>loss: GICD_STATUSR, GICR_STATUSR</td></tr>
 * <tr><td>{@value #WAKER}</td><td>loss: that a CPU's redistributor sleeps</td></tr>
 * <tr><td>{@value #NON_MASKABLE}</td><td>loss: interrupts that the guest made non-maskable</td></tr>
 * <tr><td>{@value #UNSAVED_ROUTES}</td><td>no loss of the import's: the producer did not save where these SPIs are
 * routed to</td></tr>
 * <tr><td>{@value #SHIFTED}</td><td>no loss: the bitmaps stood one word too high and were moved back</td></tr>
 * <tr><td>{@value #VIRTUAL_INTERFACE}</td><td>no loss of this interrupt controller's own: the guest was a hypervisor
 * with a guest of its own, whose virtual CPU interface is not part of the state</td></tr>
 * <tr><td>{@value #SECURE}</td><td>loss: that there are two security states (GICD_CTLR.DS is 0), and Secure copies of
 * registers of CPU interfaces</td></tr>
 * <tr><td>{@value #UPPER_HALF}</td><td>loss: upper halves of system registers, which have 32 bits</td></tr>
 * <tr><td>{@value #VIRTUAL_LPIS}</td><td>loss: tables of virtual LPIs, of a GICv4</td></tr>
 * <tr><td>{@value UnknownSubsections#UNKNOWN}</td><td>loss: a subsection of a newer producer</td></tr>
 * <tr><td>{@value #UNEQUAL_PRIORITY_BITS}</td><td>no loss: a CPU has other priority bits than most, by which active
 * priorities are read</td></tr>
 * <tr><td>{@value #CONTRADICTION}</td><td>no loss: ICC_SRE_EL1 is not as the accelerator has it</td></tr>
 * <tr><td>{@value #UNKNOWN_REGION}</td><td>no loss: more CPUs than fit the region whose place is known</td></tr>
 * </table>
 */
final class ArmGicv3Notes {
    static final String SECURITY = "one-security-state";
    static final String ERROR_STATUS = "error-status";
    static final String WAKER = "waker";
    static final String NON_MASKABLE = "non-maskable";
    static final String UNSAVED_ROUTES = "unsaved-routes";
    static final String SHIFTED = "shifted-bitmaps";
    static final String VIRTUAL_INTERFACE = "virtual-interface";
    static final String UNKNOWN_REGION = "unknown-region";
    static final String SECURE = "two-security-states";
    static final String UPPER_HALF = "upper-half";
    static final String VIRTUAL_LPIS = "virtual-lpis";
    static final String UNEQUAL_PRIORITY_BITS = "unequal-priority-bits";
    static final String CONTRADICTION = "contradictory-accelerator";

    /** GICD_CTLR.DS: one security state. */
    private static final int ONE_STATE = 0x40;

    private static final int PROCESSOR_SLEEP = 2;

    private final List<Note> notes = new ArrayList<>();

    private ArmGicv3Notes() {}

    /**
     * Finds what there is to note.
     *
     * @param fields the section's fields
     * @param interrupts how many interrupts the machine has
     * @param firstUnsavedRoute see {@link ArmGicv3Registers#firstUnsavedRoute}
     */
    static List<Note> of(ArmGicv3Fields fields, int interrupts, int firstUnsavedRoute) {
        ArmGicv3Notes notes = new ArmGicv3Notes();
        notes.distributor(fields, interrupts / Integer.SIZE);
        for (int cpu = 0; cpu < fields.cpus.size(); cpu++) {
            notes.cpu(new VcpuId(cpu), fields.cpus.get(cpu), fields);
        }
        if (firstUnsavedRoute < interrupts) {
            notes.explain(
                    UNSAVED_ROUTES,
                    "GICD_IROUTER" + firstUnsavedRoute + " to " + (interrupts - 1),
                    "QEMU under KVM does not save where these SPIs are routed to; they read 0, as QEMU restores them");
        }
        if (fields.shifted) {
            notes.explain(SHIFTED, "GICD", "the source is KVM of an old QEMU, which saved bitmaps one word too high");
        }
        return List.copyOf(notes.notes);
    }

    /**
     * Says that some redistributors have no known place.
     *
     * @param known how many have one
     * @param cpus how many there are
     */
    static Note unknownRegion(int known, int cpus) {
        return new Note(
                UNKNOWN_REGION,
                false,
                "GICR",
                null,
                OptionalInt.empty(),
                cpus,
                known,
                "the machine has more redistributors than its first region holds, and the stream does not say where the"
                        + " second one is; add it before the guest runs");
    }

    private void distributor(ArmGicv3Fields fields, int words) {
        String reason = "has no meaning with one security state";
        for (int word = 1; word < words; word++) {
            lost(SECURITY, "GICD_IGRPMODR" + word, null, fields.groupModifier[word], reason);
            lost(NON_MASKABLE, "GICD_INMIR" + word, null, fields.nonMaskable[word], "non-maskable interrupts");
        }
        for (int word = 0; word < 2 * words; word++) {
            lost(SECURITY, "GICD_NSACR" + word, null, fields.access[word], reason);
        }
        if ((fields.control & ONE_STATE) == 0) {
            long control = Integer.toUnsignedLong(fields.control);
            notes.add(new Note(
                    SECURE,
                    true,
                    "GICD_CTLR",
                    null,
                    OptionalInt.empty(),
                    control,
                    control,
                    "DS is 0: the machine has two security states, and there is one here: what is Secure is left out, and"
                            + " groups have another meaning"));
        }
        notes.addAll(fields.unknown);
        // Under KVM the register always reads as all ones and means nothing.
        lost(ERROR_STATUS, "GICD_STATUSR", null, fields.inKernel ? 0 : fields.errorStatus[0] | fields.errorStatus[1],
                "errors that were reported to the guest");
    }

    private void cpu(VcpuId id, ArmGicv3CpuFields cpu, ArmGicv3Fields fields) {
        String reason = "has no meaning with one security state";
        lost(SECURITY, "GICR_IGRPMODR0", id, cpu.groupModifier, reason);
        lost(SECURITY, "GICR_NSACR", id, cpu.access, reason);
        lost(NON_MASKABLE, "GICR_INMIR0", id, cpu.nonMaskable, "non-maskable interrupts");
        lost(ERROR_STATUS, "GICR_STATUSR", id, fields.inKernel ? 0 : cpu.errorStatus[0] | cpu.errorStatus[1],
                "errors that were reported to the guest");
        lost(WAKER, "GICR_WAKER", id, (cpu.waker & PROCESSOR_SLEEP) == 0 ? 0 : cpu.waker,
                "the redistributor sleeps; it is awake here");
        cpuInterface(id, cpu, fields);
        lost(VIRTUAL_LPIS, "GICR_VPROPBASER", id, cpu.virtualConfigurationTable, 0, "virtual LPIs of a GICv4");
        lost(VIRTUAL_LPIS, "GICR_VPENDBASER", id, cpu.virtualPendingTable, 0, "virtual LPIs of a GICv4");
        notes.addAll(cpu.unknown);
        if (cpu.virtualInterfaceInUse) {
            notes.add(new Note(
                    VIRTUAL_INTERFACE,
                    false,
                    "ICH_HCR_EL2",
                    id,
                    OptionalInt.empty(),
                    1,
                    0,
                    "the guest runs a guest of its own, whose virtual CPU interface is not part of the state"));
        }
    }

    private void cpuInterface(VcpuId id, ArmGicv3CpuFields cpu, ArmGicv3Fields fields) {
        for (ArmGicv3CpuFields.SystemRegister register : cpu.systemRegisters()) {
            long kept = register.value() & 0xFFFF_FFFFL;
            if (kept != register.value()) {
                lost(UPPER_HALF, register.name(), id, register.value(), kept, "the register has 32 bits");
            }
        }
        for (ArmGicv3CpuFields.SystemRegister register : cpu.secureRegisters(fields.priorityBits)) {
            lost(SECURE, register.name(), id, register.value(), 0, "there is one security state here");
        }
        int bits = CpuInterfaceControl.saidPriorityBits(cpu.cpuInterfaceControl);
        if (bits != fields.priorityBits) {
            explain(
                    UNEQUAL_PRIORITY_BITS,
                    "ICC_CTLR_EL1",
                    id,
                    cpu.cpuInterfaceControl,
                    "it has " + bits + " priority bits, and active priorities of all CPUs are read as of "
                            + fields.priorityBits);
        }
        if (!fields.inKernel && cpu.systemRegisterEnable != 0) {
            explain(
                    CONTRADICTION,
                    "ICC_SRE_EL1",
                    id,
                    cpu.systemRegisterEnable,
                    "QEMU's own interrupt controller saves 0 here, and this one is QEMU's own by the CPUs' registers; it is"
                            + " read as that");
        }
    }

    private void lost(String id, String register, @Nullable VcpuId vcpu, int value, String reason) {
        lost(id, register, vcpu, Integer.toUnsignedLong(value), 0, reason);
    }

    private void lost(String id, String register, @Nullable VcpuId vcpu, long value, long kept, String reason) {
        if (value != 0) {
            notes.add(new Note(id, true, register, vcpu, OptionalInt.empty(), value, kept, reason));
        }
    }

    private void explain(String id, String register, VcpuId vcpu, int value, String reason) {
        notes.add(new Note(
                id, false, register, vcpu, OptionalInt.empty(), Integer.toUnsignedLong(value), 0, reason));
    }

    private void explain(String id, String register, String reason) {
        notes.add(new Note(id, false, register, null, OptionalInt.empty(), 0, 0, reason));
    }
}
