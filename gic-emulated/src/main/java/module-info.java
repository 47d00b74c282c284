/**
 * Interrupt controllers in pure Java, behind the contract of {@code org.gic4j.api}. Found by
 * {@link java.util.ServiceLoader}; nothing is exported.
 */
module org.gic4j.emulated {
    requires static org.jspecify;
    requires org.gic4j.api;
    requires dagger;
    requires jakarta.inject;
    requires java.compiler;

    provides org.gic4j.api.GicBackend with
            org.gic4j.emulated.EmulatedBackend;
}
