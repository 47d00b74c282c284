package org.gic4j.emulated.differential;

import java.util.List;
import java.util.Optional;
import org.gic4j.api.GicBackend;
import org.gic4j.api.Quiescence;
import org.gic4j.api.Vcpu;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.VirtualMachineConfiguration;
import org.gic4j.api.device.Device;
import org.gic4j.api.device.DeviceType;
import org.gic4j.api.guest.GuestMemory;
import org.gic4j.emulated.EmulatedBackend;
import org.jspecify.annotations.Nullable;

/**
 * The emulated backend with one rule broken.
 *
 * @param rule what is wrong with it
 */
record WrongBackend(Rule rule) implements GicBackend {
    private static final GicBackend RIGHT = new EmulatedBackend();

    /** What is wrong: each method stands between a caller and the right machine. */
    interface Rule {
        default int has(Device right, int group, long attribute) {
            return right.tryHas(group, attribute);
        }

        default int get(Device right, int group, long attribute, long[] values, int index) {
            return right.tryGet(group, attribute, values, index);
        }

        default int set(Device right, int group, long attribute, long value) {
            return right.trySet(group, attribute, value);
        }

        default int line(VirtualMachine right, int irq, int level) {
            return right.tryInterruptLine(irq, level);
        }
    }

    @Override
    public String name() {
        return "wrong";
    }

    @Override
    public int preference() {
        return RIGHT.preference();
    }

    @Override
    public String version() {
        return RIGHT.version();
    }

    @Override
    public Availability probe() {
        return RIGHT.probe();
    }

    @Override
    public VirtualMachine createVirtualMachine(VirtualMachineConfiguration configuration) {
        return new WrongMachine(RIGHT.createVirtualMachine(configuration), rule);
    }

    private record WrongDevice(Device right, Rule rule) implements Device {
        @Override
        public DeviceType type() {
            return right.type();
        }

        @Override
        public int tryHas(int group, long attribute) {
            return rule.has(right, group, attribute);
        }

        @Override
        public int tryGet(int group, long attribute, long[] values, int index) {
            return rule.get(right, group, attribute, values, index);
        }

        @Override
        public int trySet(int group, long attribute, long value) {
            return rule.set(right, group, attribute, value);
        }

        @Override
        public void close() {
            right.close();
        }
    }

    private record WrongMachine(VirtualMachine right, Rule rule) implements VirtualMachine {
        @Override
        public VirtualMachineConfiguration configuration() {
            return right.configuration();
        }

        @Override
        public Vcpu createVcpu(int id) {
            return right.createVcpu(id);
        }

        @Override
        public List<Vcpu> vcpus() {
            return right.vcpus();
        }

        @Override
        public @Nullable Device createDevice(int type, int flags) {
            Device device = right.createDevice(type, flags);
            return device == null ? null : new WrongDevice(device, rule);
        }

        @Override
        public List<Device> devices() {
            return right.devices();
        }

        @Override
        public void createIrqchip() {
            right.createIrqchip();
        }

        @Override
        public void setDeviceAddress(long id, long address) {
            right.setDeviceAddress(id, address);
        }

        @Override
        public int tryInterruptLine(int irq, int level) {
            return rule.line(right, irq, level);
        }

        @Override
        public int trySignalMsi(long address, int data, int flags, int deviceId) {
            return right.trySignalMsi(address, data, flags, deviceId);
        }

        @Override
        public int checkExtension(int capability) {
            return right.checkExtension(capability);
        }

        @Override
        public GuestMemory memory() {
            return right.memory();
        }

        @Override
        public Quiescence quiesce() {
            return right.quiesce();
        }

        @Override
        public <T> Optional<T> facet(Class<T> type) {
            return right.facet(type);
        }

        @Override
        public void close() {
            right.close();
        }
    }
}
