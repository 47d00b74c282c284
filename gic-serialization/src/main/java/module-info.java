/**
 * Save and restore, and formats of snapshots: found by {@link java.util.ServiceLoader} through {@code org.gic4j.api.snapshot}. Exports
 * nothing.
 */
module org.gic4j.serialization {
    requires static org.jspecify;
    requires org.gic4j.api;
    requires tools.jackson.core;
    requires tools.jackson.dataformat.cbor;

    provides org.gic4j.api.lint.Linter with
            org.gic4j.serialization.lint.StateLinter;
    provides org.gic4j.api.snapshot.SnapshotFormat with
            org.gic4j.serialization.binary.NativeFormat,
            org.gic4j.serialization.cloudhypervisor.CloudHypervisorFormat,
            org.gic4j.serialization.crosvm.CrosvmFormat,
            org.gic4j.serialization.json.JsonFormat,
            org.gic4j.serialization.qemu.QemuFormat,
            org.gic4j.serialization.vgicstate.VgicStateFormat,
            org.gic4j.serialization.firecracker.FirecrackerFormat;
    provides org.gic4j.api.snapshot.StateTransfer with
            org.gic4j.serialization.transfer.AttributeTransfer;
}
