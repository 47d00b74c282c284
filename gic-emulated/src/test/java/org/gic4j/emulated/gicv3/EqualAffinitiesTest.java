package org.gic4j.emulated.gicv3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gic4j.api.device.AttributeGroup.CPU_SYSTEM_REGISTERS;
import static org.gic4j.api.device.AttributeGroup.DISTRIBUTOR_REGISTERS;
import static org.gic4j.api.device.AttributeGroup.REDISTRIBUTOR_REGISTERS;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_IGRPEN1_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_PMR_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_SGI1R_EL1;
import static org.gic4j.api.registers.Gicv3RedistributorSgi.GICR_ISPENDR;

import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;
import org.gic4j.api.Affinity;
import org.gic4j.api.GicProfile;
import org.gic4j.api.device.DeviceType;
import org.gic4j.api.guest.GuestAccess;
import org.gic4j.api.registers.Gicv3Distributor;
import org.junit.jupiter.api.Test;

/** KVM looks vCPUs up in one place: of several with one affinity, attributes, SGIs and routes mean the same one. */
class EqualAffinitiesTest {
    private static final int EQUAL = 5;
    private static final int PPI = 20;
    private static final int SGI = 3;
    private static final int SPI = 40;
    /** KVM_CREATE_DEVICE_TEST: asks, and makes nothing. */
    private static final int TEST = 1;

    private final Gicv3Guest guest =
            new Gicv3Guest(GicProfile.KVM, List.of(new Affinity(0), new Affinity(EQUAL), new Affinity(EQUAL)));
    private final BitSet told = new BitSet();
    private boolean heldOff;

    @Test
    void shouldMeanTheLastOnceOneHasRun() {
        guest.start();
        makePending(EQUAL);
        assertThat(havePending(PPI)).isEqualTo(vcpus(2));
        send(EQUAL);
        assertThat(havePending(SGI)).isEqualTo(vcpus(2));
        guest.enable(SPI, Gicv3Guest.PRIORITY, EQUAL);
        guest.raise(SPI);
        assertThat(interrupted()).isEqualTo(vcpus(2));
    }

    @Test
    void shouldMeanTheFirstWhereTheyBecameEqualLater() {
        setAffinities(0, 5, 6);
        guest.start();
        setAffinities(0, 7, 7);
        makePending(7);
        assertThat(havePending(PPI)).isEqualTo(vcpus(1));
        send(7);
        assertThat(havePending(SGI)).isEqualTo(vcpus(1));
    }

    /** As after a restore: enabled, routed and pending before anyone has run. */
    @Test
    void shouldMoveAPendingInterruptAtTheFirstRun() {
        restorePending();
        assertThat(interrupted()).isEqualTo(vcpus(1));
        assertThat(guest.vm.vcpus().get(0).tryValidateFirstRun()).isZero();
        assertThat(interrupted()).isEqualTo(vcpus(2));
    }

    /** A thread that the listener waits for may need the virtual machine. */
    @Test
    void shouldTellWithoutALockOfWhatAFirstRunMoved() {
        restorePending();
        guest.access.onOutputChange(this::hear);
        assertThat(guest.vm.vcpus().get(0).executionMarks().orElseThrow().enter())
                .isZero();
        assertThat(told).isEqualTo(vcpus(1, 2));
        assertThat(heldOff).isFalse();
    }

    private void hear(int vcpu, int outputs) {
        told.set(vcpu);
        Thread other = Thread.ofPlatform().start(() -> guest.vm.createDevice(DeviceType.VGIC_V3.number(), TEST));
        try {
            other.join(2_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        heldOff |= other.isAlive();
    }

    private void restorePending() {
        setAffinities(0, 5, 6);
        for (int affinity : new int[] {5, 6}) {
            guest.device.set(CPU_SYSTEM_REGISTERS, ICC_PMR_EL1.attribute(affinity, 0), 0xFF);
            guest.device.set(CPU_SYSTEM_REGISTERS, ICC_IGRPEN1_EL1.attribute(affinity, 0), 1);
        }
        setAffinities(0, EQUAL, EQUAL);
        set(Gicv3Distributor.GICD_CTLR, 0, 2);
        set(Gicv3Distributor.GICD_IROUTER, 2 * SPI, EQUAL);
        set(Gicv3Distributor.GICD_ISENABLER, 1, 1 << SPI - 32);
        set(Gicv3Distributor.GICD_ISPENDR, 1, 1 << SPI - 32);
    }

    private void set(Gicv3Distributor register, int word, int value) {
        guest.device.set(DISTRIBUTOR_REGISTERS, register.attribute(0, word), value);
    }

    private void setAffinities(int... affinities) {
        for (int index = 0; index < affinities.length; index++) {
            guest.vm.vcpus().get(index).setAffinity(new Affinity(affinities[index]));
        }
    }

    private void makePending(int affinity) {
        guest.device.set(REDISTRIBUTOR_REGISTERS, GICR_ISPENDR.attribute(affinity, 0), 1 << PPI);
    }

    private void send(int affinity) {
        guest.set(0, ICC_SGI1R_EL1, (long) SGI << 24 | 1L << affinity);
    }

    private BitSet havePending(int intid) {
        return vcpus(cpu -> (guest.read(cpu, GICR_ISPENDR, 0) >>> intid & 1) != 0);
    }

    private BitSet interrupted() {
        return vcpus(cpu -> guest.access.outputs(cpu) == GuestAccess.OUTPUT_IRQ);
    }

    private static BitSet vcpus(IntPredicate which) {
        BitSet those = new BitSet();
        for (int index = 0; index < 3; index++) {
            those.set(index, which.test(index));
        }
        return those;
    }

    private static BitSet vcpus(int... indexes) {
        BitSet those = new BitSet();
        for (int index : indexes) {
            those.set(index);
        }
        return those;
    }
}
