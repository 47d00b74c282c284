package org.gic4j.serialization.lint;

import static org.gic4j.api.lint.Severity.ERROR;
import static org.gic4j.api.lint.Severity.INFO;
import static org.gic4j.api.lint.Severity.WARNING;
import static org.gic4j.api.registers.Gicv3Redistributor.GICR_PENDBASER;
import static org.gic4j.api.registers.Gicv3Redistributor.GICR_PROPBASER;
import static org.gic4j.api.registers.Its.GITS_BASER;

import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;
import org.gic4j.api.its.TableRegister;
import org.gic4j.api.lint.LintRule;
import org.gic4j.api.snapshot.ItsState;
import org.gic4j.api.snapshot.LpiRegisters;
import org.gic4j.api.snapshot.VcpuDescription;
import org.gic4j.serialization.its.EmptyTables;
import org.gic4j.serialization.its.LpiTables;
import org.gic4j.serialization.its.SnapshotMemory;
import org.gic4j.serialization.its.TableException;
import org.gic4j.serialization.its.Translation;
import org.gic4j.serialization.qemu.QemuItsTables;

/** What ITSs have mapped, and which LPIs are pending: tables in guest memory, read as a restore reads them. */
final class ItsTableRules implements RuleGroup {
    static final LintRule ELSEWHERE = new LintRule(
            "its-memory-elsewhere",
            INFO,
            "The tables of an ITS are not in the snapshot",
            "they are in guest memory, and a restore reads them from there",
            "restore guest memory and create the vCPUs before the interrupt controller is restored; gic lint --memory"
                    + " looks at them");
    static final LintRule ABSENT = new LintRule(
            "its-tables-absent",
            ERROR,
            "A table of ITSs or LPIs is not in the memory that is here",
            "a restore reads it and fails with EFAULT: pages that the kernel wrote into (KVM_DEV_ARM_ITS_SAVE_TABLES) were"
                    + " left out of the snapshot's memory",
            "save the tables first and memory last, and mark their pages as dirty in a differential snapshot; see that"
                    + " --memory names all of the guest's memory");
    static final LintRule IMPOSSIBLE = new LintRule(
            "its-tables-impossible",
            ERROR,
            "A table of an ITS has an entry that cannot be",
            "a restore of the tables fails with EINVAL, or an LPI goes where the guest did not send it: memory and"
                    + " registers are of different instants, or the tables have another form",
            "take the snapshot again with all vCPUs stopped, the tables saved before memory");
    static final LintRule NOWHERE = new LintRule(
            "its-collection-nowhere",
            ERROR,
            "A collection is mapped to a vCPU that does not exist",
            "a restore of the tables fails with EINVAL: KVM looks the processor number of a collection up among the ids of"
                    + " vCPUs",
            "restore it with as many vCPUs as it was saved with, and the same ids");
    static final LintRule EMPTY = new LintRule(
            "its-tables-empty",
            ERROR,
            "An ITS has taken commands, and its table of collections is empty",
            "the tables were not written to guest memory (KVM_DEV_ARM_ITS_SAVE_TABLES) before memory was saved: after a"
                    + " restore no message reaches a vCPU",
            "save the tables first and memory last; in a differential snapshot, mark the pages of the tables as dirty");
    static final LintRule NO_DEVICES = new LintRule(
            "its-no-devices",
            WARNING,
            "An ITS is enabled and maps no device",
            "a guest before its first message-signalled interrupt looks so, and so do tables that were not written to"
                    + " memory: then messages are lost after a restore",
            "see whether the guest uses messages (/proc/interrupts); if so, take the snapshot again");
    static final LintRule UNMAPPED = new LintRule(
            "lpi-pending-unmapped",
            WARNING,
            "An LPI is pending, and no ITS maps it",
            "a restore takes pending bits of mapped LPIs alone, so that this interrupt is lost; a bit that was left behind"
                    + " by an earlier save looks the same",
            "see whether its device still works; else take the snapshot again");

    private static final int FIRST_LPI = 8192;
    private static final int GREATEST_ID_BITS = 16;

    @Override
    public List<LintRule> rules() {
        return List.of(ELSEWHERE, ABSENT, IMPOSSIBLE, NOWHERE, EMPTY, NO_DEVICES, UNMAPPED);
    }

    @Override
    public void check(Subject subject, Findings findings) {
        int services = subject.state().translationServices().size();
        if (services == 0) {
            return;
        }
        SnapshotMemory memory = subject.memory();
        BitSet mapped = new BitSet();
        boolean readable = true;
        for (int i = 0; i < services; i++) {
            ItsState its = subject.state().translationServices().get(i);
            String suffix = ItsRules.suffix(subject, i);
            if (!memory.isEmpty()) {
                readable &= tables(subject, i, memory, mapped, findings);
            } else if (usesTables(its)) {
                findings.add(ELSEWHERE, GITS_BASER + suffix, 0, "there is no guest memory to look at");
            }
        }
        if (readable && !memory.isEmpty()) {
            subject.vcpus().forEach(vcpu -> pending(subject, vcpu, mapped, memory, findings));
        }
    }

    private static boolean usesTables(ItsState its) {
        return its.has(GITS_BASER)
                && Stream.of(0, 1).anyMatch(number -> TableRegister.isValid(its.value(GITS_BASER, number)));
    }

    private static boolean tables(
            Subject subject, int number, SnapshotMemory memory, BitSet mapped, Findings findings) {
        ItsState its = subject.state().translationServices().get(number);
        String suffix = ItsRules.suffix(subject, number);
        try {
            QemuItsTables.convert(its, "ITS " + number, memory);
            Translation translation = LpiTables.translation(subject.state(), number, memory);
            if (usesTables(its)) {
                mappings(subject, its, suffix, translation, memory, findings);
            }
            translation.devices().stream()
                    .flatMap(device -> device.events().stream())
                    .filter(event -> isLpi(event, 1 << GREATEST_ID_BITS))
                    .forEach(event -> mapped.set(event.intid()));
            return true;
        } catch (TableException wrong) {
            LintRule rule = switch (wrong.fault()) {
                case ABSENT -> ABSENT;
                case IMPOSSIBLE -> IMPOSSIBLE;
                case NO_VCPU -> NOWHERE;
                case EMPTY -> EMPTY;
            };
            findings.add(rule, wrong.register() + suffix, wrong.address(), String.valueOf(wrong.getMessage()));
            return false;
        }
    }

    private static void mappings(
            Subject subject,
            ItsState its,
            String suffix,
            Translation translation,
            SnapshotMemory memory,
            Findings findings) {
        EmptyTables empty = new EmptyTables(its, translation);
        if (empty.cannotBe(memory)) {
            findings.add(EMPTY, GITS_BASER.name() + 1 + suffix, its.value(GITS_BASER, 1), "the table of collections is empty");
        } else if (empty.hasNoDevices()) {
            findings.add(NO_DEVICES, GITS_BASER.name() + 0 + suffix, its.value(GITS_BASER, 0), "the table of devices is empty");
        }
        int lpis = lpis(subject);
        for (Translation.Device device : translation.devices()) {
            device.events().stream()
                    .filter(event -> !isLpi(event, lpis))
                    .findFirst()
                    .ifPresent(event -> findings.add(
                            IMPOSSIBLE,
                            GITS_BASER.name() + 0 + suffix,
                            Integer.toUnsignedLong(event.intid()),
                            "device 0x" + Integer.toHexString(device.id()) + " has LPI "
                                    + Integer.toUnsignedString(event.intid()) + ", and " + GICR_PROPBASER
                                    + " has LPIs below " + lpis));
        }
    }

    private static boolean isLpi(Translation.Event event, int lpis) {
        return Integer.compareUnsigned(event.intid(), lpis) < 0;
    }

    private static void pending(
            Subject subject, VcpuDescription vcpu, BitSet mapped, SnapshotMemory memory, Findings findings) {
        if (!LpiTableRules.hasLpis(subject, vcpu)) {
            return;
        }
        long register = subject.wide(GICR_PENDBASER, vcpu.index().value());
        long table = TableRegister.PENDING.address(register);
        int lpis = lpis(subject);
        int first = 0;
        int count = 0;
        for (int intid = FIRST_LPI; intid < lpis; intid++) {
            long at = table + intid / Byte.SIZE;
            if (memory.isMapped(at, Byte.BYTES)
                    && (memory.readByte(at) >>> intid % Byte.SIZE & 1) != 0
                    && !mapped.get(intid)) {
                first = count++ == 0 ? intid : first;
            }
        }
        if (count > 0) {
            findings.add(
                    UNMAPPED,
                    GICR_PENDBASER.name(),
                    vcpu,
                    first,
                    register,
                    "pending and not mapped" + (count > 1 ? "; so are " + (count - 1) + " others" : ""));
        }
    }

    /** INTIDs of LPIs are below this: of GICR_PROPBASER's identifier bits the kernel takes up to 16. */
    private static int lpis(Subject subject) {
        int vcpu = subject.has(GICR_PROPBASER) ? LpiRegisters.sharedConfiguration(subject.state()) : 0;
        return 1 << Math.min((int) (subject.wide(GICR_PROPBASER, vcpu) & 0x1F) + 1, GREATEST_ID_BITS);
    }
}
