package org.gic4j.serialization.lint;

import static org.gic4j.api.lint.Severity.ERROR;
import static org.gic4j.api.lint.Severity.WARNING;
import static org.gic4j.api.registers.Its.GITS_BASER;
import static org.gic4j.api.registers.Its.GITS_CBASER;
import static org.gic4j.api.registers.Its.GITS_CREADR;
import static org.gic4j.api.registers.Its.GITS_CTLR;
import static org.gic4j.api.registers.Its.GITS_CWRITER;
import static org.gic4j.api.registers.Its.GITS_IIDR;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.gic4j.api.lint.LintRule;
import org.gic4j.api.lint.LintTarget;
import org.gic4j.api.registers.Its;
import org.gic4j.api.snapshot.ItsState;
import org.gic4j.serialization.its.CommandQueue;
import org.gic4j.serialization.qemu.QemuItsTables;

/** The registers of ITSs. What they have mapped is in tables in guest memory: {@link ItsTableRules}. */
final class ItsRules implements RuleGroup {
    static final LintRule UNSET = new LintRule(
            "its-tables-unset",
            ERROR,
            "An ITS is enabled without a table or a command queue",
            "it can map no interrupt: the registers were not saved, or not read into the right place",
            "take the snapshot again; a producer that saves GITS_CTLR must save GITS_CBASER and GITS_BASER");
    static final LintRule DISABLED = new LintRule(
            "its-disabled",
            WARNING,
            "LPIs are enabled, and the ITS is off",
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

    static final LintRule QEMU_TABLES = new LintRule(
            "its-qemu-tables",
            WARNING,
            "The tables of an ITS are in a form that KVM does not read",
            "QEMU's own ITS has a form of its own; KVM takes the entries for others, or refuses them with EINVAL",
            "restore it with gic4j, which converts the tables where they are, or with QEMU's own interrupt controller");

    private static final long VALID = 1L << 63;
    private static final long QUEUE_ADDRESS = 0x000F_FFFF_FFFF_F000L;
    /** With pages of 64 KiB the lowest four bits are the address's highest, and no guest's. */
    private static final long TABLE_ADDRESS = 0x0000_FFFF_FFFF_F000L;
    private static final Set<LintTarget> READ_BY_KVM = EnumSet.of(
            LintTarget.KVM, LintTarget.QEMU, LintTarget.FIRECRACKER, LintTarget.CLOUD_HYPERVISOR);
    private static final int DEVICES = 1;
    private static final int COLLECTIONS = 4;

    @Override
    public List<LintRule> rules() {
        return List.of(UNSET, DISABLED, COMMANDS, REVISION, QEMU_TABLES);
    }

    @Override
    public void check(Subject subject, Findings findings) {
        List<ItsState> services = subject.state().translationServices();
        for (int i = 0; i < services.size(); i++) {
            check(subject, services.get(i), suffix(subject, i), findings);
        }
    }

    /** What follows a register's name where there are several ITSs. */
    static String suffix(Subject subject, int number) {
        return subject.state().translationServices().size() == 1 ? "" : " of ITS " + number;
    }

    private static void check(Subject subject, ItsState its, String name, Findings findings) {
        long identification = value(its, GITS_IIDR);
        long revision = identification >>> 12 & 0xF;
        if (subject.target() != LintTarget.ANY && revision != 0) {
            findings.add(REVISION, GITS_IIDR + name, identification, "revision " + revision);
        }
        if (READ_BY_KVM.contains(subject.target()) && QemuItsTables.isOf(its) && (base(its, DEVICES) & VALID) != 0) {
            findings.add(QEMU_TABLES, GITS_IIDR + name, identification, "QEMU's own ITS");
        }
        if (!isEnabled(its)) {
            disabled(subject, its, name, findings);
            return;
        }
        long commands = value(its, GITS_CBASER);
        if ((commands & VALID) == 0) {
            findings.add(UNSET, GITS_CBASER + name, commands, "Valid is 0");
        } else if ((commands & QUEUE_ADDRESS) == 0) {
            findings.add(UNSET, GITS_CBASER + name, commands, "the queue's address is 0");
        }
        table(its, DEVICES, "devices", name, findings);
        table(its, COLLECTIONS, "collections", name, findings);
        long written = CommandQueue.offset(value(its, GITS_CWRITER));
        long read = CommandQueue.offset(value(its, GITS_CREADR));
        if (written != read) {
            findings.add(COMMANDS, GITS_CREADR + name, read, "GITS_CWRITER is 0x" + Long.toHexString(written));
        }
    }

    private static void disabled(Subject subject, ItsState its, String name, Findings findings) {
        boolean lpis = subject.vcpus().stream().anyMatch(vcpu -> LpiTableRules.hasLpis(subject, vcpu));
        boolean tables = (base(its, DEVICES) & VALID) != 0;
        // One that was never set up beside one that works is a spare.
        boolean needed = tables || subject.state().translationServices().stream().noneMatch(ItsRules::isEnabled);
        if (lpis && its.has(GITS_CTLR) && needed) {
            findings.add(
                    DISABLED,
                    GITS_CTLR + name,
                    value(its, GITS_CTLR),
                    tables ? "Enabled is 0" : "Enabled is 0, and there is no table of devices");
        }
    }

    private static boolean isEnabled(ItsState its) {
        return (value(its, GITS_CTLR) & 1) != 0;
    }

    private static void table(ItsState its, int type, String what, String name, Findings findings) {
        long base = base(its, type);
        if ((base & VALID) == 0) {
            findings.add(UNSET, GITS_BASER + name, base, "no valid table of " + what);
        } else if ((base & TABLE_ADDRESS) == 0) {
            findings.add(UNSET, GITS_BASER + name, base, "the address of the table of " + what + " is 0");
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

    private static long value(ItsState its, Its register) {
        return its.has(register) ? its.value(register, 0) : 0;
    }
}
