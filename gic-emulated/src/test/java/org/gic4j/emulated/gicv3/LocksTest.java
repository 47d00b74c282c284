package org.gic4j.emulated.gicv3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_AP1R_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_BPR0_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_BPR1_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_CTLR_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_PMR_EL1;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.gic4j.api.GicProfile;
import org.gic4j.api.Gicv3Profile;
import org.gic4j.api.guest.MappedMemory;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.Gicv3CpuInterface;
import org.gic4j.emulated.delivery.BriefLock;
import org.gic4j.emulated.delivery.OutputNotifier;
import org.gic4j.emulated.delivery.Recipient;
import org.gic4j.emulated.interrupt.RedistributorInterrupts;
import org.gic4j.emulated.interrupt.RoutedInterrupts;
import org.gic4j.emulated.lpi.ConfigurationTables;
import org.gic4j.emulated.lpi.Lpis;
import org.gic4j.emulated.registers.Identification;
import org.junit.jupiter.api.Test;

/** Which locks accesses do without: they end while another thread holds them. */
class LocksTest {
    private static final int CONTROL = 0;
    private static final int BOTH_GROUPS = 3;
    private static final Geometry GEOMETRY = new Geometry(64, 3);
    /** With 1 of N. */
    private static final GicProfile PROFILE = GicProfile.KVM.withGicv3(
            Gicv3Profile.KVM.withRouteBits(Gicv3Profile.KVM.routeBits() | 1L << 31));

    private final BriefLock distributorLock = new BriefLock();
    private final CpuInterface[] cpus = new CpuInterface[GEOMETRY.vcpus()];
    private final DistributorFrame distributor;
    private final SystemRegisters systemRegisters;
    private final SystemRegisterAttributes attributes;
    private final Redistributor[] redistributors = new Redistributor[GEOMETRY.vcpus()];

    LocksTest() {
        OutputNotifier notifier = new OutputNotifier(GEOMETRY.vcpus());
        LongAdder ignored = new LongAdder();
        for (int i = 0; i < cpus.length; i++) {
            BriefLock lock = i == 0 ? distributorLock : new BriefLock();
            cpus[i] = new CpuInterface(i, PROFILE.gicv3(), new RedistributorInterrupts(PROFILE), notifier, lock);
            redistributors[i] = new Redistributor(i, cpus[i], PROFILE.gicv3());
        }
        Lpis lpis = new Lpis(
                new MappedMemory(40), new ConfigurationTables(PROFILE.gicv3(), cpus.length), distributorLock);
        RoutedInterrupts shared = new RoutedInterrupts(GEOMETRY, PROFILE, (Recipient[]) cpus);
        distributor = new DistributorFrame(
                GEOMETRY,
                PROFILE,
                redistributors,
                shared,
                lpis,
                new Identification(PROFILE),
                ignored,
                distributorLock);
        InterruptHandling handling = new InterruptHandling(shared, lpis, distributor);
        systemRegisters = new SystemRegisters(
                GEOMETRY, PROFILE, handling, new SoftwareInterrupts(redistributors, new Topology()), ignored);
        attributes = new SystemRegisterAttributes(GEOMETRY, PROFILE, handling);
    }

    @Test
    void shouldLeaveTheDistributorAloneWhenARegisterOfOneInterfaceIsWritten() throws InterruptedException {
        for (Gicv3CpuInterface register :
                List.of(ICC_PMR_EL1, ICC_BPR0_EL1, ICC_BPR1_EL1, ICC_AP1R_EL1, ICC_CTLR_EL1)) {
            int encoding = register.row().offset();
            assertThat(endsWhileHeld(distributorLock, () -> systemRegisters.write(cpus[1], 1, encoding, 1)))
                    .as("a guest's %s", register)
                    .isTrue();
            assertThat(endsWhileHeld(distributorLock, () -> attributes.set(redistributors[1], encoding, 1)))
                    .as("user space's %s", register)
                    .isTrue();
        }
    }

    @Test
    void shouldLeaveVcpusAloneWhenTheDistributorsControlStaysAsItIs() throws InterruptedException {
        distributor.writeGuest(CONTROL, Integer.BYTES, BOTH_GROUPS);
        assertThat(endsWhileHeld(cpus[2].lock, () -> distributor.writeGuest(CONTROL, Integer.BYTES, BOTH_GROUPS)))
                .isTrue();
    }

    private static boolean endsWhileHeld(BriefLock lock, Runnable access) throws InterruptedException {
        lock.lock();
        try {
            return Thread.ofPlatform().daemon().start(access).join(Duration.ofSeconds(5));
        } finally {
            lock.unlock();
        }
    }
}
