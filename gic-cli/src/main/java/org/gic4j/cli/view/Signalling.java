package org.gic4j.cli.view;

import java.util.Optional;
import java.util.OptionalInt;
import org.gic4j.api.GicVersion;
import org.gic4j.api.registers.InterruptProperty;
import org.gic4j.cli.output.Words;
import org.gic4j.cli.view.Delivery.Outcome;

/**
 * What a CPU interface does with an interrupt that is forwarded to it: groups, priority mask, running priority and binary
 * points (IHI 0048B section 3.3, IHI 0069 section 4.8).
 *
 * @param version the architecture's
 * @param face the CPU interface
 * @param priorityBits implemented priority bits
 */
record Signalling(GicVersion version, CpuInterface face, int priorityBits) {
    private static final int IDLE = 0x100;
    /** GICC_CTLR bit: group 0 is signalled by FIQ. */
    private static final int FIQ_ENABLE = 1 << 3;

    /** Whether what the best forwarded interrupt is depends on something that the state does not tell. */
    boolean hidesUnknownGroups() {
        return version == GicVersion.GICV3 && face.enabledGroups().isEmpty();
    }

    /** Whether interrupts of a group count among the forwarded ones: a GICv3 asks its CPU interfaces first. */
    boolean counts(int group) {
        return version == GicVersion.GICV2 || takes(group);
    }

    /**
     * What keeps an interrupt, be there others or not.
     *
     * @param interrupt one that is forwarded here
     */
    Optional<Delivery> obstacle(InterruptView interrupt) {
        int group = interrupt.value(InterruptProperty.GROUP).orElse(0);
        int priority = interrupt.value(InterruptProperty.PRIORITY).orElse(0) & implemented();
        if (face.enabledGroups().isEmpty()) {
            return unknown(version == GicVersion.GICV2 ? "GICC_CTLR" : "ICC_IGRPEN" + group + "_EL1");
        }
        if (!takes(group)) {
            return kept(
                    Outcome.CPU_GROUP_OFF,
                    "the CPU takes no group " + group + ": "
                            + (version == GicVersion.GICV2
                                    ? "GICC_CTLR.EnableGrp" + group
                                    : "ICC_IGRPEN" + group + "_EL1")
                            + " is 0");
        }
        if (face.priorityMask().isEmpty()) {
            return unknown(maskRegister());
        }
        int mask = face.priorityMask().getAsInt() & implemented();
        if (priority >= mask) {
            return kept(
                    Outcome.MASKED,
                    "masked: its priority is not below " + maskRegister() + " " + Words.hex(mask));
        }
        if (face.runningPriority().isEmpty()) {
            return unknown("the active priorities");
        }
        int running = face.activePriorities().isEmpty() ? IDLE : face.activePriorities().getFirst();
        int groupPriority = priority & -step(group);
        int runningGroup = running & -step(group);
        if (groupPriority >= runningGroup) {
            return kept(
                    Outcome.RUNNING,
                    "does not preempt the running priority " + Words.hex(running) + ": its group priority is "
                            + Words.hex(groupPriority)
                            + (runningGroup == running ? "" : ", and the running one's " + Words.hex(runningGroup)));
        }
        return Optional.empty();
    }

    /** The input that an interrupt asserts. */
    Delivery signalled(InterruptView interrupt) {
        boolean group0 = interrupt.value(InterruptProperty.GROUP).orElse(0) == 0;
        boolean fiq = group0
                && (version == GicVersion.GICV3 || (face.control().orElse(0) & FIQ_ENABLE) != 0);
        return new Delivery(face.vcpu(), Outcome.SIGNALLED, "signalled by " + (fiq ? "FIQ" : "IRQ"));
    }

    private boolean takes(int group) {
        return (face.enabledGroups().orElse(0) >>> group & 1) != 0;
    }

    /** For group 1 its own binary point less one counts, unless CBPR makes the first serve both. */
    private int step(int group) {
        int common = face.binaryPoint().orElse(0);
        int point = group == 0 || isCommon() ? common : face.aliasedBinaryPoint().orElse(0) - 1;
        // The least that hardware holds: there are at most 128 group priorities.
        int least = Byte.SIZE - 1 - Math.min(priorityBits, Byte.SIZE - 1);
        return 2 << Math.max(point, least);
    }

    private boolean isCommon() {
        OptionalInt control = face.control();
        return control.isPresent()
                && CpuInterface.controlRegister(version).row().fields().stream()
                        .anyMatch(field -> field.name().equals("CBPR") && field.of(control.getAsInt()) != 0);
    }

    private String maskRegister() {
        return version == GicVersion.GICV2 ? "GICC_PMR" : "ICC_PMR_EL1";
    }

    private int implemented() {
        return 0xFF << Byte.SIZE - priorityBits & 0xFF;
    }

    private Optional<Delivery> kept(Outcome outcome, String words) {
        return Optional.of(new Delivery(face.vcpu(), outcome, words));
    }

    private Optional<Delivery> unknown(String what) {
        return kept(Outcome.UNKNOWN, "not known: the file does not tell " + what);
    }
}
