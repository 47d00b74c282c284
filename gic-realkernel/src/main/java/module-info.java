/**
 * Runs JUnit tests inside a real arm64 Linux kernel with a working {@code /dev/kvm}, on any Linux machine that has QEMU.
 * It belongs to gic4j's build; nothing depends on it.
 */
module org.gic4j.realkernel {
    requires org.gic4j.api;
    requires static org.jspecify;
    requires org.junit.jupiter.engine;
    requires org.junit.platform.engine;
    requires org.junit.platform.launcher;

    uses org.junit.platform.engine.TestEngine;

    provides org.junit.platform.engine.TestEngine with
            org.gic4j.realkernel.engine.RealKernelTestEngine;
}
