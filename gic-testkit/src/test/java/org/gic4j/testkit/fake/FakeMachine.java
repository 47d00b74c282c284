package org.gic4j.testkit.fake;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gic4j.api.Errno;
import org.gic4j.api.GicException;
import org.gic4j.api.Quiescence;
import org.gic4j.api.Vcpu;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.VirtualMachineConfiguration;
import org.gic4j.api.device.Device;
import org.gic4j.api.device.DeviceType;
import org.gic4j.api.guest.GuestAccess;
import org.gic4j.api.guest.GuestMemory;
import org.gic4j.api.guest.MappedMemory;
import org.jspecify.annotations.Nullable;

/** A machine that notes what it is asked. */
public final class FakeMachine implements VirtualMachine {
    private final VirtualMachineConfiguration configuration;
    private final List<Vcpu> vcpus = new ArrayList<>();
    private final List<Device> devices = new ArrayList<>();
    private final List<String> calls = new ArrayList<>();
    private final GuestMemory memory;
    private final @Nullable FakeGuest guest;
    private final boolean its;
    private int runErrno;
    private boolean running;
    private boolean closed;

    FakeMachine(VirtualMachineConfiguration configuration, boolean guestAccess, boolean its) {
        this.configuration = configuration;
        memory = new MappedMemory(configuration.addressBits());
        this.its = its;
        guest = guestAccess ? new FakeGuest() : null;
    }

    /** What was asked of the machine, in words. */
    public List<String> calls() {
        return calls;
    }

    public boolean closed() {
        return closed;
    }

    /** What first runs answer from now on. */
    public void answerRuns(int errno) {
        runErrno = errno;
    }

    int runErrno() {
        return runErrno;
    }

    boolean running() {
        return running;
    }

    void setRunning(boolean now) {
        running = now;
    }

    @Override
    public VirtualMachineConfiguration configuration() {
        return configuration;
    }

    @Override
    public Vcpu createVcpu(int id) {
        if (vcpus.stream().anyMatch(vcpu -> vcpu.id().value() == id)) {
            throw new GicException(Errno.EEXIST, "vCPU " + id);
        }
        Vcpu vcpu = new FakeVcpu(this, id, vcpus.size());
        vcpus.add(vcpu);
        return vcpu;
    }

    @Override
    public List<Vcpu> vcpus() {
        return List.copyOf(vcpus);
    }

    @Override
    public @Nullable Device createDevice(int type, int flags) {
        DeviceType known = DeviceType.ofNumber(type)
                .filter(configuration.host()::offers)
                .orElseThrow(() -> new GicException(Errno.ENODEV, "type " + type));
        if ((flags & CREATE_DEVICE_TEST) != 0) {
            return null;
        }
        if (known == DeviceType.ITS && !its) {
            throw new GicException(Errno.EOPNOTSUPP, "an ITS");
        }
        Device device = new FakeDevice(this, known);
        devices.add(device);
        return device;
    }

    @Override
    public List<Device> devices() {
        return List.copyOf(devices);
    }

    @Override
    public void createIrqchip() {
        calls.add("create irqchip");
    }

    @Override
    public void setDeviceAddress(long id, long address) {
        calls.add("address 0x" + Long.toHexString(id) + " 0x" + Long.toHexString(address));
    }

    @Override
    public int tryInterruptLine(int irq, int level) {
        calls.add("line 0x" + Integer.toHexString(irq) + " " + level);
        return vcpus.isEmpty() ? Errno.ENXIO : Errno.OK;
    }

    @Override
    public int trySignalMsi(long address, int data, int flags, int deviceId) {
        calls.add("message " + data);
        return -Errno.ENODEV;
    }

    @Override
    public int checkExtension(int capability) {
        return capability == 0 ? 1 : 0;
    }

    @Override
    public GuestMemory memory() {
        return memory;
    }

    @Override
    public Quiescence quiesce() {
        return () -> calls.add("end of quiescence");
    }

    @Override
    public <T> Optional<T> facet(Class<T> type) {
        return type == GuestAccess.class ? Optional.ofNullable(guest).map(type::cast) : Optional.empty();
    }

    @Override
    public void close() {
        closed = true;
    }
}
