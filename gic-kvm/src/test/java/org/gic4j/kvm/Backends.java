package org.gic4j.kvm;

import org.gic4j.kvm.call.KernelCalls;
import org.gic4j.kvm.host.Platform;

/** Backends on kernels of tests. */
public final class Backends {
    /** What a fake kernel runs on, wherever the test runs. */
    public static final Platform ARM64 = new Platform("Linux", "aarch64");

    private Backends() {}

    /** A backend that calls a kernel. */
    public static KvmBackend on(KernelCalls kernel) {
        return new KvmBackend(kernel, ARM64);
    }
}
