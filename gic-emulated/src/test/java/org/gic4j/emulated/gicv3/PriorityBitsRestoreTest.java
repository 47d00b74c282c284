package org.gic4j.emulated.gicv3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_AP1R_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_CTLR_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_RPR_EL1;
import static org.gic4j.api.registers.Gicv3Distributor.GICD_ISPENDR;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.gic4j.api.GicProfile;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.VirtualMachineConfiguration;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.device.Device;
import org.gic4j.api.guest.GuestAccess;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.Gicv3CpuInterface;
import org.gic4j.api.snapshot.Difference;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.Note;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.SnapshotException;
import org.gic4j.api.snapshot.Snapshots;
import org.gic4j.emulated.EmulatedBackend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Active priorities cross to hardware with another number of priority bits, and out of what user space has lowered. */
class PriorityBitsRestoreTest {
    private static final int RUNNING = 40;
    private static final int URGENT = 41;
    private static final int LESS_URGENT = 42;
    private static final int TWO_BITS_LESS = 0x200;

    static Stream<Arguments> crossings() {
        return IntStream.rangeClosed(5, 8)
                .boxed()
                .flatMap(from -> IntStream.rangeClosed(5, 8).mapToObj(to -> Arguments.of(from, to)));
    }

    @ParameterizedTest
    @MethodSource("crossings")
    void shouldKeepTheRunningPriority(int from, int to) {
        Gicv3Guest source = guest(from);
        source.enable(RUNNING, 0xA0, 0);
        source.enable(URGENT, 0x98, 0);
        source.enable(LESS_URGENT, 0xA8, 0);
        source.raise(RUNNING);
        assertThat(source.acknowledge(0)).isEqualTo(RUNNING);
        try (VirtualMachine target = restored(Snapshots.save(source.vm), to)) {
            GuestAccess guest = target.facet(GuestAccess.class).orElseThrow();

            assertThat(read(guest, ICC_RPR_EL1)).isEqualTo(0xA0);
            pend(target, LESS_URGENT);
            assertThat(read(guest, Gicv3CpuInterface.ICC_IAR1_EL1)).isEqualTo(Gicv3Guest.SPURIOUS);
            pend(target, URGENT);
            assertThat(read(guest, Gicv3CpuInterface.ICC_IAR1_EL1)).isEqualTo(URGENT);
            assertThat(read(guest, ICC_RPR_EL1)).isEqualTo(0x98);
        }
    }

    @ParameterizedTest
    @MethodSource("crossings")
    void shouldHideNoActivePriorityOfTheTarget(int from, int to) {
        int shown = accessible(from) < accessible(to) ? to : Math.min(from, to);
        Snapshot saved = Snapshots.save(guest(from).vm);
        List<Note> notes = Snapshots.conform(saved.state(), profile(to)).notes();
        try (VirtualMachine target = restored(saved, to)) {
            assertThat(Snapshots.save(target).state().priorityBits()).isEqualTo(to);
            assertThat(target.devices()
                            .getFirst()
                            .get(AttributeGroup.CPU_SYSTEM_REGISTERS, ICC_CTLR_EL1.attribute(0, 0)))
                    .isEqualTo(0x8800 | shown - 1 << 8);
        }
        assertThat(notes)
                .extracting(Note::id)
                .containsExactlyElementsOf(from == shown ? List.of() : List.of("cpu-interface-control"));
    }

    private static int accessible(int priorityBits) {
        return ICC_AP1R_EL1.row().accessibleWords(new Geometry(96, 1), priorityBits);
    }

    @Test
    void shouldRestoreMoreBitsWhereFewerWereRestoredBefore() {
        Snapshot five = Snapshots.save(guest(5).vm);
        Gicv3Guest busy = guest(7);
        set(busy.device, ICC_AP1R_EL1, 0, 2, 1);
        Snapshot seven = Snapshots.save(busy.vm);
        try (VirtualMachine target = restored(five, 7)) {
            assertThat(Snapshots.restore(target, seven)).isEmpty();
            assertThat(Snapshots.save(target).state()).isEqualTo(seven.state());
        }
    }

    @Test
    void shouldSaveEachVcpusActivePrioritiesAsFarAsTheyAreAccessible() {
        for (int lowered = 0; lowered < 2; lowered++) {
            Gicv3Guest guest = new Gicv3Guest(profile(7), 2);
            int other = 1 - lowered;
            set(guest.device, ICC_AP1R_EL1, lowered, 0, 4);
            set(guest.device, ICC_AP1R_EL1, other, 2, 1);
            lower(guest.device, lowered);

            Snapshot saved = Snapshots.save(guest.vm);

            assertThat(saved.state().priorityBits()).isEqualTo(7);
            assertThat(saved.state().word(ICC_AP1R_EL1, lowered, 0)).isEqualTo(4);
            assertThat(saved.state().word(ICC_AP1R_EL1, other, 2)).isEqualTo(1);
            try (VirtualMachine target = restored(saved, 7)) {
                assertThat(Snapshots.save(target).state().words(ICC_AP1R_EL1))
                        .isEqualTo(saved.state().words(ICC_AP1R_EL1));
            }
        }
    }

    /** What the vCPUs show is their own; the form of active priorities is the hardware's. */
    @Test
    void shouldSaveTheFormOfTheHardwareWhereAllVcpusWereLowered() {
        Gicv3Guest guest = guest(7);
        set(guest.device, ICC_AP1R_EL1, 0, 0, 4);
        lower(guest.device, 0);
        try (VirtualMachine target = restored(Snapshots.save(guest.vm), 5)) {
            assertThat(read(target.facet(GuestAccess.class).orElseThrow(), ICC_RPR_EL1)).isZero();
        }
        try (VirtualMachine target = restored(Snapshots.save(guest.vm), 7)) {
            assertThat(read(target.facet(GuestAccess.class).orElseThrow(), ICC_RPR_EL1)).isEqualTo(0x4);
        }
    }

    @Test
    void shouldChangeNothingWhereActivePrioritiesAreOutOfReach() {
        Gicv3Guest busy = new Gicv3Guest(profile(7), 2);
        busy.write(0, GICD_ISPENDR, 1, 0x100);
        Snapshot snapshot = Snapshots.save(busy.vm);
        Gicv3Guest target = new Gicv3Guest(profile(7), 2);
        lower(target.device, 1);
        Snapshot before = Snapshots.save(target.vm);

        assertThatExceptionOfType(SnapshotException.class)
                .isThrownBy(() -> Snapshots.restore(target.vm, snapshot))
                .withMessageContaining("ICC_CTLR_EL1 of vCPU 1 shows 5 of the hardware's 7 priority bits");
        assertThat(Snapshots.save(target.vm).state()).isEqualTo(before.state());
    }

    /** With five bits there is one word whatever was lowered. */
    @Test
    void shouldShowWhatWasLoweredInTheTarget() {
        Snapshot snapshot = Snapshots.save(new Gicv3Guest(profile(5), 2).vm);
        Gicv3Guest target = new Gicv3Guest(profile(5), 2);
        lower(target.device, 1);

        List<Note> notes = Snapshots.restore(target.vm, snapshot);

        assertThat(notes).extracting(Note::toString).singleElement().asString().contains("ICC_CTLR_EL1 of vCPU 1: 0x8c00 -> 0x8a00");
        assertThat(Difference.between(
                        Snapshots.conform(snapshot.state(), target.vm).state(),
                        Snapshots.save(target.vm).state()))
                .isEmpty();
    }

    private static GicProfile profile(int priorityBits) {
        return GicProfile.KVM.withGicv3(GicProfile.KVM.gicv3().withPriorityBits(priorityBits));
    }

    private static Gicv3Guest guest(int priorityBits) {
        return new Gicv3Guest(profile(priorityBits), 1);
    }

    /** A fresh machine, which holds what conforming the snapshot to it promises. */
    private static VirtualMachine restored(Snapshot snapshot, int priorityBits) {
        VirtualMachine target = new EmulatedBackend()
                .createVirtualMachine(VirtualMachineConfiguration.KVM_GICV3.withProfile(profile(priorityBits)));
        Snapshots.prepare(target, snapshot);
        Snapshots.restore(target, snapshot);
        GicState promised = Snapshots.conform(snapshot.state(), target).state();
        GicState held = Snapshots.save(target).state();
        assertThat(Difference.between(promised, held)).isEmpty();
        assertThat(held.priorityBits()).isEqualTo(promised.priorityBits());
        return target;
    }

    private static void lower(Device device, int vcpu) {
        long attribute = ICC_CTLR_EL1.attribute(vcpu, 0);
        long control = device.get(AttributeGroup.CPU_SYSTEM_REGISTERS, attribute);
        device.set(AttributeGroup.CPU_SYSTEM_REGISTERS, attribute, control - TWO_BITS_LESS);
    }

    private static void set(Device device, Gicv3CpuInterface register, int vcpu, int word, long value) {
        device.set(AttributeGroup.CPU_SYSTEM_REGISTERS, register.attribute(vcpu, word), value);
    }

    private static void pend(VirtualMachine vm, int intid) {
        vm.devices()
                .getFirst()
                .set(
                        AttributeGroup.DISTRIBUTOR_REGISTERS,
                        GICD_ISPENDR.attribute(0, intid / Integer.SIZE),
                        1L << intid % Integer.SIZE);
    }

    private static long read(GuestAccess guest, Gicv3CpuInterface register) {
        return guest.readSystemRegister(0, register.row().offset());
    }
}
