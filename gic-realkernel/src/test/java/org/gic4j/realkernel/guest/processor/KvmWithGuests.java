package org.gic4j.realkernel.guest.processor;

import java.util.List;
import java.util.Optional;
import org.gic4j.api.GicBackend;
import org.gic4j.api.Quiescence;
import org.gic4j.api.Vcpu;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.VirtualMachineConfiguration;
import org.gic4j.api.device.Device;
import org.gic4j.api.guest.GuestAccess;
import org.gic4j.api.guest.GuestMemory;
import org.gic4j.kvm.KvmBackend;
import org.jspecify.annotations.Nullable;

/** The backend {@code kvm}, whose machines have a guest in them that makes the accesses of a contract's tests. */
public final class KvmWithGuests implements GicBackend {
    private final GicBackend kvm = new KvmBackend();

    @Override
    public String name() {
        return kvm.name();
    }

    @Override
    public int preference() {
        return kvm.preference();
    }

    @Override
    public String version() {
        return kvm.version();
    }

    @Override
    public Availability probe() {
        return kvm.probe();
    }

    @Override
    public VirtualMachine createVirtualMachine(VirtualMachineConfiguration configuration) {
        VirtualMachine vm = kvm.createVirtualMachine(configuration);
        return new Machine(vm, new KernelGuestAccess(vm));
    }

    /** A virtual machine of KVM with one facet more. */
    private record Machine(VirtualMachine vm, GuestAccess access) implements VirtualMachine {
        @Override
        public VirtualMachineConfiguration configuration() {
            return vm.configuration();
        }

        @Override
        public Vcpu createVcpu(int id) {
            return vm.createVcpu(id);
        }

        @Override
        public List<Vcpu> vcpus() {
            return vm.vcpus();
        }

        @Override
        public @Nullable Device createDevice(int type, int flags) {
            return vm.createDevice(type, flags);
        }

        @Override
        public List<Device> devices() {
            return vm.devices();
        }

        @Override
        public void createIrqchip() {
            vm.createIrqchip();
        }

        @Override
        public void setDeviceAddress(long id, long address) {
            vm.setDeviceAddress(id, address);
        }

        @Override
        public int tryInterruptLine(int irq, int level) {
            return vm.tryInterruptLine(irq, level);
        }

        @Override
        public int trySignalMsi(long address, int data, int flags, int deviceId) {
            return vm.trySignalMsi(address, data, flags, deviceId);
        }

        @Override
        public int checkExtension(int capability) {
            return vm.checkExtension(capability);
        }

        @Override
        public GuestMemory memory() {
            return vm.memory();
        }

        @Override
        public Quiescence quiesce() {
            return vm.quiesce();
        }

        @Override
        public <T> Optional<T> facet(Class<T> type) {
            return type == GuestAccess.class ? Optional.of(type.cast(access)) : vm.facet(type);
        }

        @Override
        public void close() {
            vm.close();
        }
    }
}
