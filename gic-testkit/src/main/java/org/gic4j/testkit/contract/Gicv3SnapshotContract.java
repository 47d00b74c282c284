package org.gic4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Random;
import org.gic4j.api.Affinity;
import org.gic4j.api.GicVersion;
import org.gic4j.api.InterruptLine;
import org.gic4j.api.Vcpu;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.VirtualMachineConfiguration;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.device.Device;
import org.gic4j.api.device.DeviceType;
import org.gic4j.api.guest.GuestAccess;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.Gicv3CpuInterface;
import org.gic4j.api.registers.Gicv3Distributor;
import org.gic4j.api.registers.Gicv3Input;
import org.gic4j.api.registers.Policy;
import org.gic4j.api.registers.Register;
import org.gic4j.api.registers.Registers;
import org.gic4j.api.snapshot.Difference;
import org.gic4j.api.snapshot.RedistributorRegion;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.SnapshotException;
import org.gic4j.api.snapshot.Snapshots;
import org.junit.jupiter.api.Test;

/** Save, prepare, restore, save again of a GICv3: the same state, keyed by affinity, and what was pending is taken. */
public abstract class Gicv3SnapshotContract extends ContractTest {
    private static final long DISTRIBUTOR = 0x0800_0000L;
    private static final long REDISTRIBUTORS = 0x080A_0000L;
    private static final int INTERRUPTS = 96;
    private static final int LINE = 40;
    private static final int LATCHED = 41;
    private static final int NOTHING = 1023;

    /** Tests an implementation. */
    protected Gicv3SnapshotContract(Implementation implementation) {
        super(implementation);
    }

    @Test
    void shouldRestoreAControllerAtReset() {
        try (VirtualMachine source = startedGicv3(0, 1)) {
            assertRestores(source);
        }
    }

    @Test
    void shouldRestoreEveryRegisterByAffinity() {
        try (VirtualMachine source = startedGicv3(17, 0, 3)) {
            source.vcpus().get(2).setAffinity(new Affinity(0x0002_0100));
            fill(source);
            assertRestores(source);
        }
    }

    @Test
    void shouldRestoreRegionsOfRedistributors() {
        try (VirtualMachine source = createdGicv3(2, 1, 0)) {
            Device device = source.devices().getFirst();
            setRegion(device, new RedistributorRegion(REDISTRIBUTORS, 1), 0);
            setRegion(device, new RedistributorRegion(0x1000_0000L, 2), 1);
            device.initialize();
            Snapshot snapshot = Snapshots.save(source);
            assertThat(snapshot.state().redistributorRegions())
                    .containsExactly(
                            new RedistributorRegion(REDISTRIBUTORS, 1), new RedistributorRegion(0x1000_0000L, 2));
            assertRestores(source);
        }
    }

    @Test
    void shouldRestoreADistributorThatOverlapsTheRedistributors() {
        requires(Feature.SNAPSHOTS);
        try (VirtualMachine source = backend().createVirtualMachine(VirtualMachineConfiguration.KVM_GICV3)) {
            source.createVcpu(0).initialize();
            Device device = source.createDevice(DeviceType.VGIC_V3);
            device.set(AttributeGroup.ADDRESS, AttributeGroup.ADDRESS_V3_REDISTRIBUTOR, DISTRIBUTOR);
            device.set(AttributeGroup.ADDRESS, AttributeGroup.ADDRESS_V3_DISTRIBUTOR, DISTRIBUTOR);
            device.initialize();
            assertRestores(source);
        }
    }

    @Test
    void shouldRefuseAMachineWithItsRedistributorsElsewhere() {
        try (VirtualMachine source = startedGicv3(0);
                VirtualMachine target = createdGicv3(0)) {
            Device device = target.devices().getFirst();
            setRegion(device, new RedistributorRegion(REDISTRIBUTORS, 1), 0);
            device.initialize();
            Snapshot snapshot = Snapshots.save(source);
            assertThatExceptionOfType(SnapshotException.class)
                    .isThrownBy(() -> Snapshots.restore(target, snapshot))
                    .withMessageContaining("redistributors");
        }
    }

    @Test
    void shouldRestoreABinaryPointThatTheTargetHides() {
        try (VirtualMachine source = startedGicv3(0);
                VirtualMachine target = startedGicv3(0)) {
            set(source, Gicv3CpuInterface.ICC_BPR1_EL1, 0, 5);
            Snapshot snapshot = Snapshots.save(source);
            set(target, Gicv3CpuInterface.ICC_BPR0_EL1, 0, 2);
            set(target, Gicv3CpuInterface.ICC_CTLR_EL1, 0, 1 | get(target, Gicv3CpuInterface.ICC_CTLR_EL1, 0));
            Snapshots.restore(target, snapshot);
            assertThat(Snapshots.save(target).state()).isEqualTo(snapshot.state());
        }
    }

    @Test
    void shouldKeepAnInterruptPendingByItsLineOnlyAsLongAsTheLineIsHigh() {
        try (VirtualMachine source = startedGicv3(0)) {
            set(source, Gicv3Distributor.GICD_ICFGR, 2, 0);
            source.setInterruptLine(InterruptLine.spi(LINE), true);
            Snapshot snapshot = Snapshots.save(source);
            assertThat(snapshot.state().word(Gicv3Input.LINE_LEVEL, 0, 1)).isEqualTo(1 << LINE % 32);
            try (VirtualMachine target = restored(snapshot)) {
                assertThat(get(target, Gicv3Input.LINE_LEVEL, 1)).isEqualTo(1 << LINE % 32);
                target.setInterruptLine(InterruptLine.spi(LINE), false);
                assertThat(get(target, Gicv3Input.LINE_LEVEL, 1)).isZero();
                assertThat(get(target, Gicv3Distributor.GICD_ISPENDR, 1)).isZero();
            }
        }
    }

    @Test
    void shouldDeliverWhatIsPendingAfterwards() {
        requires(Feature.GUEST_ACCESS);
        try (VirtualMachine source = startedGicv3(0)) {
            set(source, Gicv3Distributor.GICD_CTLR, 0, 2);
            set(source, Gicv3CpuInterface.ICC_PMR_EL1, 0, 0xF0);
            set(source, Gicv3CpuInterface.ICC_IGRPEN1_EL1, 0, 1);
            set(source, Gicv3Distributor.GICD_ISENABLER, 1, 0x300);
            set(source, Gicv3Distributor.GICD_IPRIORITYR, 10, 0x80A0);
            set(source, Gicv3Distributor.GICD_ISPENDR, 1, 0x300);
            try (VirtualMachine target = restored(Snapshots.save(source))) {
                GuestAccess guest = target.facet(GuestAccess.class).orElseThrow();
                assertThat(acknowledge(guest)).isEqualTo(LATCHED);
                guest.writeSystemRegister(0, encoding(Gicv3CpuInterface.ICC_EOIR1_EL1), LATCHED);
                assertThat(acknowledge(guest)).isEqualTo(LINE);
                guest.writeSystemRegister(0, encoding(Gicv3CpuInterface.ICC_EOIR1_EL1), LINE);
                assertThat(acknowledge(guest)).isEqualTo(NOTHING);
            }
        }
    }

    /** GICD_IROUTERn reads 0 until it is written, and the vCPU that was created first has the interrupt (decision 0123). */
    @Test
    void shouldDeliverWhatWasNeverRoutedToTheVcpuThatWasCreatedFirst() {
        requires(Feature.GUEST_ACCESS);
        try (VirtualMachine source = startedGicv3(5, 3)) {
            set(source, Gicv3Distributor.GICD_CTLR, 0, 2);
            set(source, Gicv3CpuInterface.ICC_PMR_EL1, 0, 0xF0);
            set(source, Gicv3CpuInterface.ICC_IGRPEN1_EL1, 0, 1);
            set(source, Gicv3Distributor.GICD_ISENABLER, 1, 0x100);
            set(source, Gicv3Distributor.GICD_ISPENDR, 1, 0x100);
            try (VirtualMachine target = restored(Snapshots.save(source))) {
                assertThat(acknowledge(target.facet(GuestAccess.class).orElseThrow())).isEqualTo(LINE);
            }
        }
    }

    @Test
    void shouldRestoreARouteOf0OverAnother() {
        try (VirtualMachine source = startedGicv3(5, 3);
                VirtualMachine target = startedGicv3(5, 3)) {
            set(target, Gicv3Distributor.GICD_IROUTER, 2 * LINE, 3);
            Snapshots.restore(target, Snapshots.save(source));
            assertThat(get(target, Gicv3Distributor.GICD_IROUTER, 2 * LINE)).isZero();
        }
    }

    /** A 0 that may never have been written is written where it leads somewhere, which may move the interrupt. */
    @Test
    void shouldNoteARouteThatMayNeverHaveBeenWritten() {
        try (VirtualMachine source = startedGicv3(17, 0)) {
            set(source, Gicv3Distributor.GICD_ISENABLER, 1, 0x100);
            Snapshot snapshot = Snapshots.save(source);
            try (VirtualMachine target = backend().createVirtualMachine(Snapshots.configurationFor(snapshot))) {
                Snapshots.prepare(target, snapshot);
                assertThat(Snapshots.restore(target, snapshot)).singleElement().satisfies(note -> {
                    assertThat(note.id()).isEqualTo("route-unwritten");
                    assertThat(note.loss()).isFalse();
                    assertThat(note.intid()).hasValue(LINE);
                });
            }
        }
    }

    private void assertRestores(VirtualMachine source) {
        Snapshot snapshot = Snapshots.save(source);
        try (VirtualMachine target = backend().createVirtualMachine(Snapshots.configurationFor(snapshot))) {
            Snapshots.prepare(target, snapshot);
            assertThat(Snapshots.restore(target, snapshot)).isEmpty();
            Snapshot again = Snapshots.save(target);
            assertThat(Difference.between(snapshot.state(), again.state())).isEmpty();
            assertThat(again.state()).isEqualTo(snapshot.state());
        }
    }

    private VirtualMachine restored(Snapshot snapshot) {
        VirtualMachine target = backend().createVirtualMachine(Snapshots.configurationFor(snapshot));
        Snapshots.prepare(target, snapshot);
        assertThat(Snapshots.restore(target, snapshot)).isEmpty();
        return target;
    }

    private VirtualMachine createdGicv3(int... vcpuIds) {
        requires(Feature.SNAPSHOTS);
        VirtualMachine vm = backend().createVirtualMachine(VirtualMachineConfiguration.KVM_GICV3);
        for (int id : vcpuIds) {
            vm.createVcpu(id).initialize();
        }
        Device device = vm.createDevice(DeviceType.VGIC_V3);
        device.set(AttributeGroup.NUMBER_OF_INTERRUPTS, 0, INTERRUPTS);
        device.set(AttributeGroup.ADDRESS, AttributeGroup.ADDRESS_V3_DISTRIBUTOR, DISTRIBUTOR);
        return vm;
    }

    private VirtualMachine startedGicv3(int... vcpuIds) {
        VirtualMachine vm = createdGicv3(vcpuIds);
        Device device = vm.devices().getFirst();
        device.set(AttributeGroup.ADDRESS, AttributeGroup.ADDRESS_V3_REDISTRIBUTOR, REDISTRIBUTORS);
        device.initialize();
        return vm;
    }

    /** Puts something into every register that takes any word. */
    private static void fill(VirtualMachine vm) {
        Random random = new Random(3);
        Device device = vm.devices().getFirst();
        Geometry geometry = new Geometry(INTERRUPTS, vm.vcpus().size());
        for (Register register : Registers.state(GicVersion.GICV3)) {
            boolean plain = register.row().user() == Policy.READ_WRITE
                    || register.row().user() == Policy.WRITE_ONE_TO_SET
                    || register == Gicv3Input.LINE_LEVEL;
            for (int word = register.firstWord(); plain && word < register.words(geometry); word++) {
                for (Vcpu vcpu : vm.vcpus()) {
                    device.set(
                            register.frame().attributeGroup(),
                            register.attribute(register.frame().vcpuKey(vcpu.id(), vcpu.affinity()), word),
                            random.nextInt() & 0xFFFF_FFFFL);
                }
            }
        }
    }

    private static void setRegion(Device device, RedistributorRegion region, int index) {
        device.set(
                AttributeGroup.ADDRESS,
                AttributeGroup.ADDRESS_V3_REDISTRIBUTOR_REGION,
                region.attributeValue(index));
    }

    private static void set(VirtualMachine vm, Register register, int word, long value) {
        vm.devices().getFirst().set(register.frame().attributeGroup(), attribute(vm, register, word), value);
    }

    private static long get(VirtualMachine vm, Register register, int word) {
        return vm.devices().getFirst().get(register.frame().attributeGroup(), attribute(vm, register, word));
    }

    /** Through the vCPU that was created first. */
    private static long attribute(VirtualMachine vm, Register register, int word) {
        Vcpu first = vm.vcpus().getFirst();
        return register.attribute(register.frame().vcpuKey(first.id(), first.affinity()), word);
    }

    private static int encoding(Gicv3CpuInterface register) {
        return register.row().offset();
    }

    private static long acknowledge(GuestAccess guest) {
        return guest.readSystemRegister(0, encoding(Gicv3CpuInterface.ICC_IAR1_EL1));
    }
}
