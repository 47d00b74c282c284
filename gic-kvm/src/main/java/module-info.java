/**
 * The backend {@code kvm}: the interrupt controllers of Linux's {@code /dev/kvm}, called through
 * {@code java.lang.foreign}.
 *
 * <p>Consumers reach it through {@link org.gic4j.api.GicBackends}. What is exported is for virtual machine monitors:
 * attaching to descriptors that they own, and running vCPUs. It needs native access
 * ({@code --enable-native-access=org.gic4j.kvm}).
 */
module org.gic4j.kvm {
    requires transitive org.gic4j.api;
    requires static org.jspecify;

    exports org.gic4j.kvm.vmm;

    provides org.gic4j.api.GicBackend with
            org.gic4j.kvm.KvmBackend;
}
