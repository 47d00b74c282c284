/**
 * The backend {@code kvm}: the interrupt controllers of Linux's {@code /dev/kvm}, called through
 * {@code java.lang.foreign}.
 *
 * <p>Nothing is exported: consumers reach it through {@link org.gic4j.api.GicBackends}. It needs native access
 * ({@code --enable-native-access=org.gic4j.kvm}).
 */
module org.gic4j.kvm {
    requires org.gic4j.api;
    requires static org.jspecify;

    provides org.gic4j.api.GicBackend with
            org.gic4j.kvm.KvmBackend;
}
