package org.gic4j.api.lint;

import java.util.List;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.guest.GuestMemory;
import org.gic4j.api.snapshot.SnapshotFormat.Imported;

/** Checks snapshots: a service, see {@link Lint}. */
public interface Linter {
    /** All rules, by id. */
    List<LintRule> rules();

    /**
     * Checks a snapshot as it is.
     *
     * @param imported what was read
     * @param target where it is to go
     * @param memory guest memory beside the snapshot, for the tables of ITSs; nothing need be mapped, and nothing is
     *     written
     * @return what was found, the worst first
     */
    List<Finding> check(Imported imported, LintTarget target, GuestMemory memory);

    /**
     * Restores a snapshot onto a fresh virtual machine, and saves it again.
     *
     * @param imported what was read
     * @param vm without vCPUs and devices; of no other use afterwards
     * @return what was refused, with its errno, or came back otherwise; empty where it restores
     */
    List<Finding> tryRestore(Imported imported, VirtualMachine vm);
}
