package org.gic4j.serialization.lint;

import static org.gic4j.api.lint.Severity.ERROR;

import java.util.List;
import org.gic4j.api.Errno;
import org.gic4j.api.GicException;
import org.gic4j.api.Vcpu;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.device.AttributeException;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.lint.Finding;
import org.gic4j.api.lint.LintRule;
import org.gic4j.api.snapshot.Difference;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.SnapshotException;
import org.gic4j.api.snapshot.SnapshotFormat.Imported;
import org.gic4j.api.snapshot.VcpuDescription;
import org.gic4j.serialization.transfer.AttributeTransfer;

/** Whether a snapshot restores onto a virtual machine: tried, not foretold. */
final class LiveRestore {
    static final LintRule REFUSED = new LintRule(
            "restore-refused",
            ERROR,
            "An attribute or the first run is refused here",
            "the restore stops at this attribute, or the machine at the first run of this vCPU and for ever, with the errno that"
                    + " the kernel gives",
            "look the errno up for the attribute; most often the host has fewer priority bits, vCPUs or regions; at the first run"
                    + " frames overlap (EINVAL), or a vCPU has no redistributor (ENXIO)");
    static final LintRule UNFIT = new LintRule(
            "restore-unfit",
            ERROR,
            "The snapshot does not fit a virtual machine here",
            "the restore is refused before anything is written",
            "the message says what does not fit");
    static final LintRule DIFFERS = new LintRule(
            "restore-differs",
            ERROR,
            "A register comes back otherwise",
            "the restore succeeds, and the guest reads something else than was saved",
            "see whether the guest depends on it; gic restore lists every register");

    static final List<LintRule> RULES = List.of(REFUSED, UNFIT, DIFFERS);

    private LiveRestore() {}

    /** Restores and saves again; the virtual machine is of no other use afterwards. */
    static List<Finding> of(Imported imported, VirtualMachine vm) {
        Findings findings = new Findings();
        AttributeTransfer transfer = new AttributeTransfer();
        Snapshot snapshot = imported.snapshot();
        try {
            transfer.prepare(vm, snapshot);
            transfer.restore(vm, snapshot, true);
            GicState expected = transfer.conform(snapshot.state(), vm).state();
            GicState saved = transfer.save(vm).state();
            compare(expected, saved, findings);
            if (saysWhereFramesAre(saved)) {
                firstRun(vm, findings);
            }
        } catch (AttributeException refused) {
            findings.add(
                    REFUSED, refused.attribute().describe(), refused.errno(), String.valueOf(refused.getMessage()));
        } catch (GicException refused) {
            findings.add(REFUSED, Errno.name(refused.errno()), refused.errno(), String.valueOf(refused.getMessage()));
        } catch (SnapshotException unfit) {
            findings.add(UNFIT, "snapshot", 0, String.valueOf(unfit.getMessage()));
        }
        return findings.sorted();
    }

    /** Producers that do not save where frames are leave that to the machine that is restored: a first run would miss them. */
    private static boolean saysWhereFramesAre(GicState state) {
        return switch (state.version()) {
            case GICV2 ->
                state.addresses()
                        .keySet()
                        .containsAll(List.of(AttributeGroup.ADDRESS_V2_DISTRIBUTOR, AttributeGroup.ADDRESS_V2_CPU));
            case GICV3 ->
                state.addresses().containsKey(AttributeGroup.ADDRESS_V3_DISTRIBUTOR)
                        && !state.redistributorRegions().isEmpty();
        };
    }

    /** Of each vCPU up to the first that is refused: nothing more can be asked of the machine then. */
    private static void firstRun(VirtualMachine vm, Findings findings) {
        for (Vcpu vcpu : vm.vcpus()) {
            try {
                vcpu.validateFirstRun();
            } catch (GicException refused) {
                findings.add(
                        REFUSED,
                        "first run",
                        new VcpuDescription(vcpu.id(), vcpu.index(), vcpu.affinity()),
                        refused.errno(),
                        String.valueOf(refused.getMessage()));
                return;
            }
        }
    }

    private static void compare(GicState expected, GicState saved, Findings findings) {
        for (Difference difference : Difference.between(expected, saved)) {
            if (!GicState.identifies(difference.register())) {
                String seen = "0x" + Integer.toHexString(difference.left()) + " was restored";
                long value = Integer.toUnsignedLong(difference.right());
                if (difference.vcpu() == null) {
                    findings.add(DIFFERS, difference.name(), value, seen);
                } else {
                    findings.add(DIFFERS, difference.name(), difference.vcpu(), value, seen);
                }
            }
        }
    }
}
