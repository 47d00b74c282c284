package org.gic4j.serialization.lint;

import static org.gic4j.api.lint.Severity.ERROR;
import static org.gic4j.api.lint.Severity.INFO;
import static org.gic4j.api.lint.Severity.WARNING;
import static org.gic4j.api.registers.Its.GITS_BASER;
import static org.gic4j.api.registers.Its.GITS_CBASER;
import static org.gic4j.api.registers.Its.GITS_CREADR;
import static org.gic4j.api.registers.Its.GITS_CTLR;
import static org.gic4j.api.registers.Its.GITS_CWRITER;
import static org.gic4j.api.registers.Its.GITS_IIDR;

import java.util.List;
import org.gic4j.api.lint.LintRule;
import org.gic4j.api.lint.LintTarget;
import org.gic4j.api.registers.Its;
import org.gic4j.api.snapshot.ItsState;
import org.gic4j.api.snapshot.MemoryBlock;

/** ITSs: what they have mapped is in tables in guest memory, which must be saved and restored with them. */
final class ItsRules implements RuleGroup {
    static final LintRule UNSET = new LintRule(
            "its-tables-unset",
            ERROR,
            "An ITS is enabled without a table or a command queue",
            "it can map no interrupt: the registers were not saved, or not read into the right place",
            "take the snapshot again; a producer that saves GITS_CTLR must save GITS_CBASER and GITS_BASER");
    static final LintRule EMPTY = new LintRule(
            "its-tables-empty",
            ERROR,
            "An ITS has taken commands, and its table of collections is empty",
            "the tables were not written to guest memory (KVM_DEV_ARM_ITS_SAVE_TABLES) before memory was saved, or the"
                    + " pages are not in the snapshot: after a restore no message reaches a vCPU, or the restore of the"
                    + " tables fails with EFAULT or EINVAL",
            "save the tables first and memory last; in a differential snapshot, mark the pages of the tables as dirty");
    static final LintRule NO_DEVICES = new LintRule(
            "its-no-devices",
            WARNING,
            "An ITS is enabled and maps no device",
            "a guest before its first message-signalled interrupt looks so, and so do tables that were not written to"
                    + " memory: then messages are lost after a restore",
            "see whether the guest uses messages (/proc/interrupts); if so, take the snapshot again");
    static final LintRule MEMORY = new LintRule(
            "its-memory-elsewhere",
            INFO,
            "The tables of an ITS are not in the snapshot",
            "they are in guest memory, and a restore reads them from there",
            "restore guest memory and create the vCPUs before the interrupt controller is restored");
    static final LintRule DISABLED = new LintRule(
            "its-disabled",
            WARNING,
            "LPIs are enabled and tables are set up, and the ITS is off",
            "messages are dropped. A guest switches its ITS off for a moment when it is suspended; an ITS that was not"
                    + " restored stays off",
            "see whether the guest was suspended; else take the snapshot again");
    static final LintRule COMMANDS = new LintRule(
            "its-commands-left",
            WARNING,
            "An ITS has commands that it has not taken",
            "the ITS takes commands at once: a snapshot with some left was taken while a vCPU ran, or the registers were"
                    + " read at different instants",
            "take the snapshot again with all vCPUs stopped");
    static final LintRule REVISION = new LintRule(
            "its-revision",
            ERROR,
            "The tables of an ITS have a revision that the target does not know",
            "KVM takes revision 0 of its tables' form and refuses GITS_IIDR with another one",
            "restore it with a kernel that knows the revision");

    private static final long VALID = 1L << 63;
    private static final long OFFSET = 0xF_FFE0;
    private static final int DEVICES = 1;
    private static final int COLLECTIONS = 4;

    @Override
    public List<LintRule> rules() {
        return List.of(UNSET, EMPTY, NO_DEVICES, MEMORY, DISABLED, COMMANDS, REVISION);
    }

    @Override
    public void check(Subject subject, Findings findings) {
        List<ItsState> services = subject.state().translationServices();
        for (int i = 0; i < services.size(); i++) {
            String name = services.size() == 1 ? "" : " of ITS " + i;
            check(subject, services.get(i), name, findings);
        }
    }

    private static void check(Subject subject, ItsState its, String name, Findings findings) {
        long identification = value(its, GITS_IIDR);
        long revision = identification >>> 12 & 0xF;
        if (subject.target() != LintTarget.ANY && revision != 0) {
            findings.add(REVISION, GITS_IIDR + name, identification, "revision " + revision);
        }
        if ((value(its, GITS_CTLR) & 1) == 0) {
            disabled(subject, its, name, findings);
            return;
        }
        long commands = value(its, GITS_CBASER);
        if ((commands & VALID) == 0) {
            findings.add(UNSET, GITS_CBASER + name, commands, "Valid is 0");
        }
        table(subject, its, DEVICES, "devices", name, findings);
        table(subject, its, COLLECTIONS, "collections", name, findings);
        long written = value(its, GITS_CWRITER) & OFFSET;
        long read = value(its, GITS_CREADR) & OFFSET;
        if (written != read) {
            findings.add(COMMANDS, GITS_CREADR + name, read, "GITS_CWRITER is 0x" + Long.toHexString(written));
        }
        if (subject.imported().snapshot().memory().isEmpty()) {
            findings.add(MEMORY, GITS_BASER + name, 0, "the snapshot has no guest memory");
        }
    }

    private static void disabled(Subject subject, ItsState its, String name, Findings findings) {
        boolean lpis = subject.vcpus().stream().anyMatch(vcpu -> LpiTableRules.hasLpis(subject, vcpu));
        if (lpis && its.has(GITS_CTLR) && (base(its, DEVICES) & VALID) != 0) {
            findings.add(DISABLED, GITS_CTLR + name, value(its, GITS_CTLR), "Enabled is 0");
        }
    }

    private static void table(
            Subject subject, ItsState its, int type, String what, String name, Findings findings) {
        long base = base(its, type);
        if ((base & VALID) == 0) {
            findings.add(UNSET, GITS_BASER + name, base, "no valid table of " + what);
            return;
        }
        List<MemoryBlock> memory = subject.imported().snapshot().memory();
        if (memory.isEmpty() || hasContent(memory, base)) {
            return;
        }
        if (type == DEVICES) {
            findings.add(NO_DEVICES, GITS_BASER + name, base, "the table of devices is empty");
        } else if ((value(its, GITS_CREADR) & OFFSET) != 0) {
            findings.add(EMPTY, GITS_BASER + name, base, "the table of collections is empty");
        }
    }

    /** The valid table of a type, or 0. */
    private static long base(ItsState its, int type) {
        if (its.has(GITS_BASER)) {
            for (int table = 0; table < ItsState.count(GITS_BASER); table++) {
                long base = its.value(GITS_BASER, table);
                if ((base & VALID) != 0 && (base >>> 56 & 7) == type) {
                    return base;
                }
            }
        }
        return 0;
    }

    private static boolean hasContent(List<MemoryBlock> memory, long base) {
        long begin = base & 0x0000_FFFF_FFFF_F000L;
        int pageBits = 12 + 2 * (int) Math.min(base >>> 8 & 3, 2);
        long end = begin + ((base & 0xFF) + 1 << pageBits);
        for (MemoryBlock block : memory) {
            byte[] content = block.content();
            long from = Math.max(begin, block.address());
            long to = Math.min(end, block.address() + content.length);
            for (long at = from; at < to; at++) {
                if (content[(int) (at - block.address())] != 0) {
                    return true;
                }
            }
        }
        return false;
    }

    private static long value(ItsState its, Its register) {
        return its.has(register) ? its.value(register, 0) : 0;
    }
}
