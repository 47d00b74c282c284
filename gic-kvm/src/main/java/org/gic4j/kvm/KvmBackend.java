package org.gic4j.kvm;

import org.gic4j.api.ApiVersion;
import org.gic4j.api.Errno;
import org.gic4j.api.GicBackend;
import org.gic4j.api.GicException;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.VirtualMachineConfiguration;

/** The backend {@code kvm}: virtual machines of Linux's {@code /dev/kvm}. */
public final class KvmBackend implements GicBackend {
    private static final int REAL_HARDWARE = 100;

    private final KvmProbe probe;

    /** Touches nothing native. */
    public KvmBackend() {
        this(new LinuxCalls(), Platform.current());
    }

    KvmBackend(KernelCalls kernel, Platform platform) {
        probe = new KvmProbe(kernel, platform);
    }

    @Override
    public String name() {
        return "kvm";
    }

    @Override
    public int preference() {
        return REAL_HARDWARE;
    }

    @Override
    public String version() {
        return ApiVersion.read(KvmBackend.class, "version.properties");
    }

    /** {@inheritDoc} What was opened to find out is closed again. */
    @Override
    public Availability probe() {
        KvmHost host = probe.look();
        return Availability.no(host.offers().isEmpty() ? host.reason() : detectedOnly(host));
    }

    /**
     * Refuses: this version detects the host's interrupt controller and does not drive it.
     *
     * @param configuration what is asked for
     * @throws GicException EOPNOTSUPP where the host offers a VGIC, ENODEV where it does not, each with the reason
     */
    @Override
    public VirtualMachine createVirtualMachine(VirtualMachineConfiguration configuration) {
        KvmHost host = probe.look();
        if (host.offers().isEmpty()) {
            throw new GicException(Errno.ENODEV, "backend 'kvm' is not available: " + host.reason());
        }
        throw new GicException(Errno.EOPNOTSUPP, detectedOnly(host));
    }

    private static String detectedOnly(KvmHost host) {
        return host.reason() + ", which this version of gic-kvm detects and the next version drives: use the backend"
                + " 'emulated' until then";
    }
}
