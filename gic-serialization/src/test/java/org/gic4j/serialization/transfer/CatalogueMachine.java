package org.gic4j.serialization.transfer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.gic4j.api.Affinity;
import org.gic4j.api.Errno;
import org.gic4j.api.ExecutionMarks;
import org.gic4j.api.GicProfile;
import org.gic4j.api.GicVersion;
import org.gic4j.api.InterruptLine;
import org.gic4j.api.Quiescence;
import org.gic4j.api.Vcpu;
import org.gic4j.api.VcpuId;
import org.gic4j.api.VcpuIndex;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.VirtualMachineConfiguration;
import org.gic4j.api.device.Device;
import org.gic4j.api.device.DeviceType;
import org.gic4j.api.guest.GuestMemory;
import org.gic4j.api.guest.LineLevels;
import org.gic4j.api.snapshot.VcpuDescription;

/** A virtual machine around a {@link CatalogueDevice}. Its lines are bits; with the facet they can be told. */
final class CatalogueMachine implements VirtualMachine, LineLevels {
    private final VirtualMachineConfiguration configuration;
    private final GicVersion version;
    private final int interrupts;
    private final List<Vcpu> vcpus = new ArrayList<>();
    private final List<Device> devices = new ArrayList<>();
    private final Map<Integer, Integer> lines = new HashMap<>();
    private final List<String> calls = new ArrayList<>();
    private boolean tellsLines;
    private int lineErrno;
    private final Map<Integer, Integer> firstRunErrnos = new HashMap<>();
    private Consumer<CatalogueDevice> onDevice = device -> {};

    private CatalogueMachine(GicVersion version, int interrupts) {
        this.version = version;
        this.interrupts = interrupts;
        configuration = VirtualMachineConfiguration.KVM_GICV2
                .withHost(version.host())
                .withProfile(GicProfile.KVM);
    }

    static CatalogueMachine fresh(GicVersion version, int interrupts) {
        return new CatalogueMachine(version, interrupts);
    }

    /** With its vCPUs and its device. */
    static CatalogueMachine of(GicVersion version, int interrupts, VcpuDescription... descriptions) {
        CatalogueMachine machine = new CatalogueMachine(version, interrupts);
        for (VcpuDescription description : descriptions) {
            machine.vcpus.add(new FixedVcpu(description, new ArrayList<>(), Map.of()));
        }
        machine.createDevice(version.device());
        machine.calls.clear();
        return machine;
    }

    CatalogueMachine tellingLines() {
        tellsLines = true;
        return this;
    }

    /** With something done to its device as soon as there is one. */
    CatalogueMachine withDevice(Consumer<CatalogueDevice> preparation) {
        onDevice = preparation;
        return this;
    }

    CatalogueMachine refusingLines(int errno) {
        lineErrno = errno;
        return this;
    }

    CatalogueDevice device() {
        return (CatalogueDevice) devices.getFirst();
    }

    /** What was done to it beside registers. */
    List<String> calls() {
        return calls;
    }

    void raise(int irq) {
        lines.put(irq, 1);
    }

    /** The lines that are high, by the words of the interrupt-line call. */
    List<Integer> high() {
        return lines.entrySet().stream()
                .filter(line -> line.getValue() != 0)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /** With a first run of the vCPU at some index that fails; those of others do not. */
    CatalogueMachine refusingFirstRun(int index, int errno) {
        firstRunErrnos.put(index, errno);
        return this;
    }

    private record FixedVcpu(VcpuDescription description, List<String> calls, Map<Integer, Integer> firstRunErrnos)
            implements Vcpu {
        @Override
        public VcpuId id() {
            return description.id();
        }

        @Override
        public VcpuIndex index() {
            return description.index();
        }

        @Override
        public Affinity affinity() {
            return description.affinity();
        }

        @Override
        public void initialize() {
            calls.add("initialise " + id());
        }

        @Override
        public void setAffinity(Affinity affinity) {
            calls.add("affinity of " + id() + " " + affinity);
        }

        @Override
        public int tryValidateFirstRun() {
            if (firstRunErrnos.isEmpty()) {
                throw new AssertionError("nothing runs");
            }
            return firstRunErrnos.getOrDefault(index().value(), Errno.OK);
        }

        @Override
        public Optional<ExecutionMarks> executionMarks() {
            return Optional.empty();
        }

        @Override
        public void close() {}
    }

    @Override
    public VirtualMachineConfiguration configuration() {
        return configuration;
    }

    @Override
    public Vcpu createVcpu(int id) {
        calls.add("create vCPU " + id);
        VcpuId vcpuId = new VcpuId(id);
        Vcpu vcpu = new FixedVcpu(
                new VcpuDescription(vcpuId, new VcpuIndex(vcpus.size()), Affinity.byDefault(vcpuId)), calls, firstRunErrnos);
        vcpus.add(vcpu);
        return vcpu;
    }

    @Override
    public List<Vcpu> vcpus() {
        return List.copyOf(vcpus);
    }

    @Override
    public Device createDevice(int type, int flags) {
        calls.add("create " + DeviceType.ofNumber(type).orElseThrow());
        CatalogueDevice device = new CatalogueDevice(version, interrupts);
        onDevice.accept(device);
        devices.add(device);
        return devices.getLast();
    }

    @Override
    public List<Device> devices() {
        return List.copyOf(devices);
    }

    @Override
    public void createIrqchip() {}

    @Override
    public void setDeviceAddress(long id, long address) {}

    @Override
    public int tryInterruptLine(int irq, int level) {
        if (lineErrno != Errno.OK) {
            return lineErrno;
        }
        device().log().add("line " + InterruptLine.number(irq)
                + (InterruptLine.type(irq) == InterruptLine.TYPE_PPI ? " of vCPU " + InterruptLine.vcpuId(irq) : "")
                + " = " + level);
        lines.put(irq, level);
        return Errno.OK;
    }

    @Override
    public int trySignalMsi(long address, int data, int flags, int deviceId) {
        return -Errno.ENODEV;
    }

    @Override
    public int checkExtension(int capability) {
        return 0;
    }

    @Override
    public GuestMemory memory() {
        throw new AssertionError("no memory is asked for");
    }

    @Override
    public Quiescence quiesce() {
        devices.forEach(device -> ((CatalogueDevice) device).standing(true));
        return () -> devices.forEach(device -> ((CatalogueDevice) device).standing(false));
    }

    @Override
    public <T> Optional<T> facet(Class<T> type) {
        return tellsLines && type.isInstance(this) ? Optional.of(type.cast(this)) : Optional.empty();
    }

    @Override
    public int lines(int vcpuIndex, int word) {
        int bits = 0;
        for (int bit = 0; bit < Integer.SIZE; bit++) {
            int intid = word * Integer.SIZE + bit;
            int irq = word == 0
                    ? InterruptLine.ppi(vcpus.get(vcpuIndex).id(), intid)
                    : InterruptLine.spi(intid);
            bits |= lines.getOrDefault(irq, 0) << bit;
        }
        return bits;
    }

    @Override
    public int latches(int vcpuIndex, int word) {
        return 0x40 << word;
    }

    @Override
    public void close() {}
}
