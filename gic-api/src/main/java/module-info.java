/**
 * The device-control contract of virtual ARM interrupt controllers, as user space of a hypervisor sees it.
 *
 * <p>A consumer compiles against this module alone; backends, save and restore, and formats are found by
 * {@link java.util.ServiceLoader} at run time.
 */
module org.gic4j.api {
    requires static org.jspecify;

    exports org.gic4j.api;
    exports org.gic4j.api.device;
    exports org.gic4j.api.guest;
    exports org.gic4j.api.its;
    exports org.gic4j.api.lint;
    exports org.gic4j.api.registers;
    exports org.gic4j.api.snapshot;

    uses org.gic4j.api.GicBackend;
    uses org.gic4j.api.lint.Linter;
    uses org.gic4j.api.snapshot.SnapshotFormat;
    uses org.gic4j.api.snapshot.StateTransfer;
}
