package org.gic4j.testkit.fake;

import java.util.ArrayList;
import java.util.List;
import org.gic4j.api.ApiVersion;
import org.gic4j.api.Errno;
import org.gic4j.api.GicBackend;
import org.gic4j.api.GicException;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.VirtualMachineConfiguration;

/** A backend whose machines are {@link FakeMachine}s. Machine types above 0xFF are refused. */
public final class FakeBackend implements GicBackend {
    private final boolean guestAccess;
    private final boolean its;
    private final List<FakeMachine> machines = new ArrayList<>();

    private FakeBackend(boolean guestAccess, boolean its) {
        this.guestAccess = guestAccess;
        this.its = its;
    }

    public static FakeBackend create() {
        return new FakeBackend(true, true);
    }

    public static FakeBackend withoutGuestAccess() {
        return new FakeBackend(false, true);
    }

    public static FakeBackend withoutIts() {
        return new FakeBackend(true, false);
    }

    /** All machines that were made, in order. */
    public List<FakeMachine> machines() {
        return machines;
    }

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public int preference() {
        return 0;
    }

    @Override
    public String version() {
        return ApiVersion.CURRENT;
    }

    @Override
    public Availability probe() {
        return Availability.yes("always here");
    }

    @Override
    public VirtualMachine createVirtualMachine(VirtualMachineConfiguration configuration) {
        if (configuration.machineType() > 0xFF) {
            throw new GicException(Errno.EINVAL, "machine type");
        }
        FakeMachine machine = new FakeMachine(configuration, guestAccess, its);
        machines.add(machine);
        return machine;
    }
}
