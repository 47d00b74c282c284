package org.gic4j.testkit.contract;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.gic4j.api.Affinity;
import org.gic4j.api.Errno;
import org.gic4j.api.GicException;
import org.gic4j.api.GicVersion;
import org.gic4j.api.InterruptLine;
import org.gic4j.api.Vcpu;
import org.gic4j.api.VcpuId;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.device.AttributeException;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.device.Device;
import org.gic4j.api.registers.Gicv3Input;
import org.gic4j.api.registers.Register;
import org.jspecify.annotations.Nullable;

/**
 * A virtual machine of a contract test with an interrupt controller of one version, built step by step, with short
 * names for what tests do most. vCPUs are named by id, whatever attributes name them by.
 */
final class TestMachine implements AutoCloseable {
    /** Where tests have the distributor. */
    static final long DISTRIBUTOR = 0x0800_0000L;
    /** Where tests have the CPU interfaces. */
    static final long CPU_INTERFACE = 0x0801_0000L;
    /** Where tests have the redistributors. */
    static final long REDISTRIBUTORS = 0x080A_0000L;
    /** The size of a redistributor's two frames. */
    static final long REDISTRIBUTOR_SIZE = 0x2_0000L;

    private final VirtualMachine vm;
    private final GicVersion version;
    private final Map<VcpuId, Affinity> affinities = new HashMap<>();
    private @Nullable Device device;

    TestMachine(VirtualMachine vm, GicVersion version) {
        this.vm = vm;
        this.version = version;
    }

    GicVersion version() {
        return version;
    }

    /** Creates and initialises vCPUs in this order. */
    TestMachine withVcpus(int... ids) {
        for (int id : ids) {
            Vcpu vcpu = vm.createVcpu(id);
            vcpu.initialize();
            // Asked now: KVM answers no question about a vCPU while it runs.
            affinities.put(vcpu.id(), vcpu.affinity());
        }
        return this;
    }

    TestMachine withDevice() {
        device = vm.createDevice(version.device());
        return this;
    }

    TestMachine withInterrupts(int count) {
        device().set(AttributeGroup.NUMBER_OF_INTERRUPTS, 0, count);
        return this;
    }

    TestMachine withAddresses() {
        switch (version) {
            case GICV2 -> {
                device().set(AttributeGroup.ADDRESS, AttributeGroup.ADDRESS_V2_DISTRIBUTOR, DISTRIBUTOR);
                device().set(AttributeGroup.ADDRESS, AttributeGroup.ADDRESS_V2_CPU, CPU_INTERFACE);
            }
            case GICV3 -> {
                device().set(AttributeGroup.ADDRESS, AttributeGroup.ADDRESS_V3_DISTRIBUTOR, DISTRIBUTOR);
                device().set(AttributeGroup.ADDRESS, AttributeGroup.ADDRESS_V3_REDISTRIBUTOR, REDISTRIBUTORS);
            }
        }
        return this;
    }

    /** The attribute of the distributor's address. */
    long distributorAddress() {
        return version == GicVersion.GICV2
                ? AttributeGroup.ADDRESS_V2_DISTRIBUTOR
                : AttributeGroup.ADDRESS_V3_DISTRIBUTOR;
    }

    TestMachine withInit() {
        device().initialize();
        return this;
    }

    /** Takes over the device that someone else created in the machine. */
    TestMachine adopt() {
        device = vm.devices().getFirst();
        return this;
    }

    VirtualMachine vm() {
        return vm;
    }

    Device device() {
        return Objects.requireNonNull(device, "withDevice() comes first");
    }

    /** The vCPU of a creation index. */
    Vcpu vcpu(int index) {
        return vm.vcpus().get(index);
    }

    /** What this machine shows a guest. */
    Guest guest() {
        return version == GicVersion.GICV2 ? new Gicv2Guest(this) : new Gicv3Guest(this);
    }

    /** What this machine with a GICv2 shows a guest. */
    Gicv2Guest gicv2Guest() {
        return new Gicv2Guest(this);
    }

    /** What this machine with a GICv3 shows a guest. */
    Gicv3Guest gicv3Guest() {
        return new Gicv3Guest(this);
    }

    /** The attribute of a register's word, through a vCPU that need not exist. */
    long attribute(Register register, int vcpuId, int word) {
        VcpuId id = new VcpuId(vcpuId);
        return register.attribute(
                version == GicVersion.GICV2 ? vcpuId : affinity(id).packed(), word);
    }

    /** The affinity of a vCPU now or, where nothing can be asked any more, when it was last asked. */
    private Affinity affinity(VcpuId id) {
        try {
            vm.vcpus().stream()
                    .filter(vcpu -> vcpu.id().equals(id))
                    .findFirst()
                    .ifPresent(vcpu -> affinities.put(id, vcpu.affinity()));
        } catch (GicException closedOrDead) {
            // What it answered before names the vCPU as well as ever.
            affinities.putIfAbsent(id, Affinity.byDefault(id));
        }
        return affinities.getOrDefault(id, Affinity.byDefault(id));
    }

    /** The field of an interrupt, through a vCPU. */
    long get(InterruptField field, int vcpuId, int intid) {
        Register register = field.of(version, intid);
        long mask = (1L << register.row().bitsPerIntid()) - 1;
        return get(register, vcpuId, field.word(intid)) >>> field.shift(intid) & mask;
    }

    /** Sets a whole word of which an interrupt's field has a value, all others 0. */
    void set(InterruptField field, int vcpuId, int intid, long value) {
        set(field.of(version, intid), vcpuId, field.word(intid), value << field.shift(intid));
    }

    /** Gets the first word of a register through a vCPU. */
    long get(Register register, int vcpuId) {
        return get(register, vcpuId, 0);
    }

    /** Gets a word of a register through a vCPU. */
    long get(Register register, int vcpuId, int word) {
        return device().get(register.frame().attributeGroup(), attribute(register, vcpuId, word));
    }

    /** Sets the first word of a register through a vCPU. */
    void set(Register register, int vcpuId, long value) {
        set(register, vcpuId, 0, value);
    }

    /** Sets a word of a register through a vCPU. */
    void set(Register register, int vcpuId, int word, long value) {
        int errno = trySet(register, vcpuId, word, value);
        if (errno != Errno.OK) {
            throw AttributeException.ofSet(
                    errno,
                    version.device(),
                    register.frame().attributeGroup(),
                    attribute(register, vcpuId, word),
                    value);
        }
    }

    /** Sets a word of a register; the errno. */
    int trySet(Register register, int vcpuId, int word, long value) {
        return device().trySet(register.frame().attributeGroup(), attribute(register, vcpuId, word), value);
    }

    /** Gets the first word of a register; the errno. */
    int tryGet(Register register, int vcpuId) {
        return tryGet(register, vcpuId, 0);
    }

    /** Gets a word of a register; the errno. */
    int tryGet(Register register, int vcpuId, int word) {
        return tryGet(register.frame().attributeGroup(), attribute(register, vcpuId, word));
    }

    /** Gets an attribute; the errno. */
    int tryGet(int group, long attribute) {
        return device().tryGet(group, attribute, new long[1], 0);
    }

    /** Whether a word of a register exists; the errno. */
    int tryHas(Register register, int vcpuId, int word) {
        return device().tryHas(register.frame().attributeGroup(), attribute(register, vcpuId, word));
    }

    /** Sets the number of interrupts; EBUSY tells that the device is initialised, or has a number. */
    int trySetInterrupts(int count) {
        return device().trySet(AttributeGroup.NUMBER_OF_INTERRUPTS, 0, count);
    }

    /** The line of an SPI; the errno. */
    int trySpi(int intid, int level) {
        return vm.tryInterruptLine(InterruptLine.spi(intid), level);
    }

    /** The line of a PPI; the errno. */
    int tryPpi(int vcpuId, int intid, int level) {
        return vm.tryInterruptLine(InterruptLine.ppi(new VcpuId(vcpuId), intid), level);
    }

    /** Whether an interrupt is pending by its latch or its line, as attributes show it through a vCPU. */
    boolean isPending(int vcpuId, int intid) {
        return get(InterruptField.SET_PENDING, vcpuId, intid) != 0
                || version == GicVersion.GICV3
                        && (get(Gicv3Input.LINE_LEVEL, vcpuId, intid / 32) >>> intid % 32 & 1) != 0;
    }

    /** Whether an interrupt is active, as the attribute shows it through a vCPU. */
    boolean isActive(int vcpuId, int intid) {
        return get(InterruptField.SET_ACTIVE, vcpuId, intid) != 0;
    }

    /** Clears the pending latch of an interrupt, and of its neighbours of the same word with it. */
    void clearLatch(int vcpuId, int intid) {
        if (version == GicVersion.GICV2) {
            set(InterruptField.CLEAR_PENDING, vcpuId, intid, 1);
        } else {
            // Its ICPENDR is nothing to user space; ISPENDR assigns.
            set(InterruptField.SET_PENDING, vcpuId, intid, 0);
        }
    }

    /** Makes an SPI edge-triggered or level-sensitive, and its neighbours of the same word with it. */
    void configure(int intid, boolean edge) {
        set(
                InterruptField.CONFIGURATION.of(version, intid),
                vm.vcpus().getFirst().id().value(),
                InterruptField.CONFIGURATION.word(intid),
                edge ? 0xAAAA_AAAAL : 0);
    }

    @Override
    public void close() {
        vm.close();
    }
}
