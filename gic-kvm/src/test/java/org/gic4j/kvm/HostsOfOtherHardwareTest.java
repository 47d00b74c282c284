package org.gic4j.kvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_CTLR_EL1;

import java.util.List;
import org.gic4j.api.GicBackend;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.VirtualMachineConfiguration;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.device.Device;
import org.gic4j.api.device.DeviceType;
import org.gic4j.api.snapshot.Difference;
import org.gic4j.api.snapshot.Note;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.Snapshots;
import org.gic4j.kvm.fake.FakeKernel;
import org.junit.jupiter.api.Test;

/** Restores where KVM takes no other SEIS and A3V than the host's CPUs have. */
class HostsOfOtherHardwareTest {
    private static final int SEIS = 1 << 14;
    private static final int A3V = 1 << 15;
    private static final int IDENTIFIER_BITS = 1 << 11;

    private final GicBackend usual = Backends.on(FakeKernel.ofGicv3Host());
    private final GicBackend withSeis =
            Backends.on(FakeKernel.ofGicv3Host().withCpuInterfaceControl(A3V | SEIS | IDENTIFIER_BITS));
    private final GicBackend withoutA3v =
            Backends.on(FakeKernel.ofGicv3Host().withCpuInterfaceControl(IDENTIFIER_BITS));

    @Test
    void shouldRestoreOntoTheHostThatItIsOf() {
        for (GicBackend host : List.of(usual, withSeis, withoutA3v)) {
            assertThat(restore(save(host), host)).isEmpty();
        }
    }

    @Test
    void shouldTellWhatAnotherHostDoesNotHave() {
        assertThat(restore(save(withSeis), usual))
                .extracting(Note::register)
                .containsExactly(ICC_CTLR_EL1.name());
        assertThat(restore(save(usual), withSeis)).hasSize(1);
        assertThat(restore(save(usual), withoutA3v)).hasSize(1);
    }

    private static Snapshot save(GicBackend host) {
        try (VirtualMachine vm = host.createVirtualMachine(VirtualMachineConfiguration.KVM_GICV3)) {
            vm.createVcpu(0).initialize();
            Device gic = vm.createDevice(DeviceType.VGIC_V3);
            gic.set(AttributeGroup.ADDRESS, AttributeGroup.ADDRESS_V3_DISTRIBUTOR, 0x0800_0000);
            gic.set(AttributeGroup.ADDRESS, AttributeGroup.ADDRESS_V3_REDISTRIBUTOR, 0x0A00_0000);
            gic.initialize();
            return Snapshots.save(vm);
        }
    }

    private static List<Note> restore(Snapshot snapshot, GicBackend host) {
        try (VirtualMachine vm = host.createVirtualMachine(Snapshots.configurationFor(snapshot))) {
            Snapshots.prepare(vm, snapshot);
            List<Note> lost = Snapshots.restore(vm, snapshot);
            assertThat(Difference.between(
                            Snapshots.conform(snapshot.state(), vm).state(),
                            Snapshots.save(vm).state()))
                    .isEmpty();
            return lost;
        }
    }
}
