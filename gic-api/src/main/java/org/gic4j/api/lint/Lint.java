package org.gic4j.api.lint;

import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.gic4j.api.Errno;
import org.gic4j.api.GicException;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.discovery.Discovered;
import org.gic4j.api.discovery.Discovery;
import org.gic4j.api.guest.GuestMemory;
import org.gic4j.api.guest.MappedMemory;
import org.gic4j.api.snapshot.SnapshotFormat.Imported;

/**
 * Checks snapshots against known failures. What does the work is found by {@link ServiceLoader}: add
 * {@code gic-serialization} to the class path or module path.
 */
public final class Lint {
    private static final int ADDRESS_BITS = 52;

    private Lint() {}

    /**
     * All rules, by id.
     *
     * @throws GicException ENODEV where nothing here can check
     */
    public static List<LintRule> rules() {
        return linter().rules();
    }

    /**
     * Checks a snapshot as it is, wherever it is to go.
     *
     * @param imported what {@link org.gic4j.api.snapshot.Snapshots#read} gave
     * @return what was found, the worst first
     * @throws GicException ENODEV where nothing here can check
     */
    public static List<Finding> check(Imported imported) {
        return check(imported, LintTarget.ANY);
    }

    /**
     * Checks a snapshot as it is.
     *
     * @param imported what {@link org.gic4j.api.snapshot.Snapshots#read} gave
     * @param target where it is to go
     * @return what was found, the worst first
     * @throws GicException ENODEV where nothing here can check
     */
    public static List<Finding> check(Imported imported, LintTarget target) {
        return check(imported, target, new MappedMemory(ADDRESS_BITS));
    }

    /**
     * Checks a snapshot, and the tables of its ITSs in guest memory.
     *
     * @param imported what {@link org.gic4j.api.snapshot.Snapshots#read} gave
     * @param target where it is to go
     * @param memory the guest's memory, which the snapshot's own, if it carries any, is laid over; nothing is written to
     *     it
     * @return what was found, the worst first
     * @throws GicException ENODEV where nothing here can check
     */
    public static List<Finding> check(Imported imported, LintTarget target, GuestMemory memory) {
        return linter().check(imported, target, memory);
    }

    /**
     * Whether a snapshot would restore here: restores it onto a fresh virtual machine, and saves it again.
     *
     * @param imported what {@link org.gic4j.api.snapshot.Snapshots#read} gave
     * @param vm without vCPUs and devices, made with {@link org.gic4j.api.snapshot.Snapshots#configurationFor}, and with
     *     the guest's memory where an ITS has tables in it; of no other use afterwards
     * @return the attribute that was refused, with its errno, or what came back otherwise; empty where it restores
     * @throws GicException ENODEV where nothing here can check
     */
    public static List<Finding> tryRestore(Imported imported, VirtualMachine vm) {
        return linter().tryRestore(imported, vm);
    }

    private static Linter linter() {
        List<Discovered<Linter>> found = Discovery.search(
                ServiceLoader.load(Linter.class), ServiceLoader.load(Linter.class, Lint.class.getClassLoader()));
        return found.stream()
                .flatMap(candidate -> Stream.ofNullable(candidate.provider()))
                .findFirst()
                .orElseThrow(() -> new GicException(
                        Errno.ENODEV,
                        "nothing here can check snapshots; add gic-serialization to the class path or module path"
                                + (found.isEmpty() ? "" : " (" + found.getFirst().failure() + ")")));
    }
}
