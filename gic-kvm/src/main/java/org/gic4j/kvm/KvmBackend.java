package org.gic4j.kvm;

import org.gic4j.api.ApiVersion;
import org.gic4j.api.Errno;
import org.gic4j.api.GicBackend;
import org.gic4j.api.GicException;
import org.gic4j.api.GicProfile;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.VirtualMachineConfiguration;
import org.gic4j.kvm.call.Descriptor;
import org.gic4j.kvm.call.KernelCalls;
import org.gic4j.kvm.call.LinuxCalls;
import org.gic4j.kvm.host.KvmHost;
import org.gic4j.kvm.host.KvmProbe;
import org.gic4j.kvm.host.KvmSystem;
import org.gic4j.kvm.host.KvmUnavailableException;
import org.gic4j.kvm.host.Platform;
import org.gic4j.kvm.machine.KvmMachine;
import org.gic4j.kvm.machine.Refusals;
import org.jspecify.annotations.Nullable;

/** The backend {@code kvm}: virtual machines of Linux's {@code /dev/kvm}. */
public final class KvmBackend implements GicBackend {
    private static final int REAL_HARDWARE = 100;

    private final KernelCalls kernel;
    private final Platform platform;
    private final KvmProbe probe;
    /** What a look has found; kept where it found something, since a host does not change. */
    private volatile @Nullable KvmHost usableHost;

    /** Touches nothing native. */
    public KvmBackend() {
        this(new LinuxCalls(), Platform.current());
    }

    KvmBackend(KernelCalls kernel, Platform platform) {
        this.kernel = kernel;
        this.platform = platform;
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
        KvmHost host = look();
        return new Availability(host.isUsable(), host.reason());
    }

    /**
     * {@inheritDoc}
     *
     * <p>The kind of host must be one that this machine's KVM offers, and the profile {@link GicProfile#KVM}: the kernel
     * is what it is. The limit of addresses and the number of CPUs are facts of this host, which the virtual machine's
     * configuration then tells, whatever was asked for.
     */
    @Override
    public VirtualMachine createVirtualMachine(VirtualMachineConfiguration configuration) {
        KvmHost host = usableHost;
        if (host == null) {
            host = look();
        }
        if (!host.isUsable()) {
            throw unavailable(host.reason());
        }
        if (!host.offers().serves(configuration.host())) {
            throw new GicException(
                    Errno.EOPNOTSUPP,
                    host.reason() + ", so it cannot be a host of kind " + configuration.host()
                            + ": ask for what it offers, or use the backend 'emulated'");
        }
        if (!configuration.profile().equals(GicProfile.KVM)) {
            throw new GicException(
                    Errno.EOPNOTSUPP,
                    "KVM cannot be like profile '" + configuration.profile().name() + "': ask for '"
                            + GicProfile.KVM.name() + "', or use the backend 'emulated'");
        }
        return create(host, host.configure(configuration));
    }

    private VirtualMachine create(KvmHost host, VirtualMachineConfiguration configuration) {
        try (KvmSystem system = KvmSystem.open(kernel, platform)) {
            int created = system.createVirtualMachine(configuration.machineType());
            if (created < 0) {
                throw Refusals.ofMachine(-created, configuration);
            }
            return KvmMachine.created(Descriptor.owned(kernel, created), configuration, host.offers());
        } catch (KvmUnavailableException gone) {
            throw unavailable(gone.reason());
        }
    }

    private KvmHost look() {
        KvmHost host = probe.look();
        if (host.isUsable()) {
            usableHost = host;
        }
        return host;
    }

    private static GicException unavailable(String reason) {
        return new GicException(Errno.ENODEV, "backend 'kvm' is not available: " + reason);
    }
}
