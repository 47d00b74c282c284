package org.gic4j.emulated;

import org.gic4j.api.ApiVersion;
import org.gic4j.api.Errno;
import org.gic4j.api.GicBackend;
import org.gic4j.api.GicException;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.VirtualMachineConfiguration;
import org.gic4j.emulated.wiring.DaggerMachineComponent;

/** Interrupt controllers in pure Java: available on every machine. */
public final class EmulatedBackend implements GicBackend {
    private static final int PREFERENCE = 10;
    private static final int LEAST_ADDRESS_BITS = 32;

    /** Does nothing, as providers must. */
    public EmulatedBackend() {}

    @Override
    public String name() {
        return "emulated";
    }

    @Override
    public int preference() {
        return PREFERENCE;
    }

    @Override
    public String version() {
        return ApiVersion.read(EmulatedBackend.class, "version.properties");
    }

    @Override
    public Availability probe() {
        return Availability.yes("GICv2, GICv3 and ITS in pure Java, up to 512 vCPUs and 992 interrupts");
    }

    @Override
    public VirtualMachine createVirtualMachine(VirtualMachineConfiguration configuration) {
        long type = configuration.machineType();
        int bits = configuration.addressBits();
        if (type >>> 8 != 0 || bits < LEAST_ADDRESS_BITS || bits > configuration.addressLimit()) {
            throw new GicException(
                    Errno.EINVAL,
                    "machine type 0x" + Long.toHexString(type) + ": the size of guest addresses is 0 (for 40) or 32 to "
                            + configuration.addressLimit() + " bits");
        }
        return DaggerMachineComponent.factory().create(configuration).machine();
    }
}
