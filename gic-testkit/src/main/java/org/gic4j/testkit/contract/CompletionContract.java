package org.gic4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ICACTIVER;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ISACTIVER;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ISPENDR;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ends and deactivation, EOImode, the active state (CONTRACT 10; IHI 0048B 3.2.1, 4.4.5). */
public abstract class CompletionContract extends GuestContract {
    private static final int GROUP_0_EOI_MODE = 0x201;

    /** Tests an implementation. */
    protected CompletionContract(Implementation implementation) {
        super(implementation);
    }

    @Test
    void shouldDropPriorityAndDeactivateByOneWrite() {
        Guest guest = kvm().edge(40, 0xA0);
        guest.raise(40);
        guest.acknowledge(0);
        assertThat(guest.read(0, GICD_ISACTIVER, 1)).isEqualTo(0x100);
        guest.end(0, 40);
        assertThat(guest.read(0, GICD_ISACTIVER, 1)).isZero();
        assertThat(guest.runningPriority(0)).isEqualTo(0xFF);
    }

    @Test
    void shouldOnlyDropPriorityWithEoiMode() {
        Guest guest = kvm().edge(40, 0xA0).edge(41, 0xA0);
        guest.control(0, GROUP_0_EOI_MODE);
        guest.raise(40);
        guest.acknowledge(0);
        guest.end(0, 40);
        assertThat(guest.runningPriority(0)).isEqualTo(0xFF);
        assertThat(guest.read(0, GICD_ISACTIVER, 1)).isEqualTo(0x100);
        guest.raise(41);
        assertThat(guest.acknowledge(0)).isEqualTo(41);
    }

    @Test
    void shouldDeactivateByDirWithEoiMode() {
        Guest guest = kvm().edge(40, 0xA0);
        guest.control(0, GROUP_0_EOI_MODE);
        guest.raise(40);
        guest.acknowledge(0);
        guest.end(0, 40);
        guest.raise(40);
        assertThat(guest.irq(0)).isFalse();
        guest.deactivate(0, 40);
        assertThat(guest.read(0, GICD_ISACTIVER, 1)).isZero();
        assertThat(guest.irq(0)).isTrue();
    }

    @Test
    void shouldDeactivateASharedInterruptFromAnotherCpu() {
        Guest guest = kvm().edge(40, 0xA0);
        guest.control(0, GROUP_0_EOI_MODE);
        guest.control(1, GROUP_0_EOI_MODE);
        guest.raise(40);
        guest.acknowledge(0);
        guest.end(0, 40);
        guest.deactivate(1, 40);
        assertThat(guest.read(0, GICD_ISACTIVER, 1)).isZero();
    }

    @Test
    void shouldIgnoreDirWithoutEoiMode() {
        Guest guest = kvm().edge(40, 0xA0);
        guest.raise(40);
        guest.acknowledge(0);
        guest.deactivate(0, 40);
        assertThat(guest.read(0, GICD_ISACTIVER, 1)).isEqualTo(0x100);
    }

    @ParameterizedTest
    @ValueSource(ints = {1020, 1021, 1022, 1023})
    void shouldIgnoreEndsOfSpecialIntids(int intid) {
        Guest guest = kvm().edge(40, 0xA0);
        guest.raise(40);
        guest.acknowledge(0);
        guest.end(0, intid);
        assertThat(guest.runningPriority(0)).isEqualTo(0xA0);
        assertThat(guest.read(0, GICD_ISACTIVER, 1)).isEqualTo(0x100);
    }

    @Test
    void shouldDeactivateWhatIsNamedAndDropWhatIsHighest() {
        Guest guest = kvm().edge(40, 0xA0).edge(41, 0x80);
        guest.raise(40);
        guest.acknowledge(0);
        guest.raise(41);
        guest.acknowledge(0);
        guest.end(0, 40);
        assertThat(guest.read(0, GICD_ISACTIVER, 1)).isEqualTo(0x200);
        assertThat(guest.runningPriority(0)).isEqualTo(0xA0);
    }

    @Test
    void shouldDeactivateByAnEndWithoutAcknowledge() {
        Guest guest = kvm().edge(40, 0xA0);
        guest.write(0, GICD_ISACTIVER, 1, 0x100);
        guest.end(0, 40);
        assertThat(guest.read(0, GICD_ISACTIVER, 1)).isZero();
        assertThat(guest.runningPriority(0)).isEqualTo(0xFF);
    }

    @Test
    void shouldHoldBackAnInterruptThatIsMadeActive() {
        Guest guest = kvm().edge(40, 0xA0);
        guest.write(0, GICD_ISACTIVER, 1, 0x100);
        guest.raise(40);
        assertThat(guest.irq(0)).isFalse();
        guest.write(0, GICD_ICACTIVER, 1, 0x100);
        assertThat(guest.irq(0)).isTrue();
        assertThat(guest.acknowledge(0)).isEqualTo(40);
    }

    @Test
    void shouldNotDeliverASharedInterruptThatIsActiveElsewhere() {
        Guest guest = kvm().edge(40, 0xA0);
        guest.raise(40);
        assertThat(guest.acknowledge(0)).isEqualTo(40);
        guest.targets(40, 0b10);
        guest.raise(40);
        assertThat(guest.irq(1)).isFalse();
        assertThat(guest.acknowledge(1)).isEqualTo(Guest.SPURIOUS);
        guest.end(0, 40);
        assertThat(guest.acknowledge(1)).isEqualTo(40);
    }

    @Test
    void shouldEndAPpiOfItsOwnCpuOnly() {
        Guest guest = kvm();
        guest.enable(0, 20);
        guest.enable(1, 20);
        guest.write(0, GICD_ISPENDR, 1 << 20);
        guest.write(1, GICD_ISPENDR, 1 << 20);
        assertThat(guest.acknowledge(0)).isEqualTo(20);
        assertThat(guest.acknowledge(1)).isEqualTo(20);
        guest.end(0, 20);
        assertThat(guest.read(0, GICD_ISACTIVER)).isZero();
        assertThat(guest.read(1, GICD_ISACTIVER)).isEqualTo(1 << 20);
    }
}
