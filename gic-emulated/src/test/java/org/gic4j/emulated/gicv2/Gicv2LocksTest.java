package org.gic4j.emulated.gicv2;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.gic4j.api.GicProfile;
import org.gic4j.api.registers.Geometry;
import org.gic4j.emulated.delivery.Arbiter;
import org.gic4j.emulated.delivery.OutputNotifier;
import org.gic4j.emulated.interrupt.PrivateInterrupts;
import org.gic4j.emulated.interrupt.SharedInterrupts;
import org.junit.jupiter.api.Test;

class Gicv2LocksTest {
    private static final int CONTROL = 0;
    private static final Geometry GEOMETRY = new Geometry(64, 2);
    private static final GicProfile PROFILE = GicProfile.KVM;

    private final CpuInterface[] cpus = new CpuInterface[GEOMETRY.vcpus()];
    private final DistributorFrame distributor;

    Gicv2LocksTest() {
        OutputNotifier notifier = new OutputNotifier(cpus.length);
        for (int i = 0; i < cpus.length; i++) {
            Arbiter arbiter = new Arbiter(PROFILE.priorityBits());
            cpus[i] = new CpuInterface(i, PROFILE, arbiter, new PrivateInterrupts(arbiter, PROFILE, i, i), notifier);
        }
        distributor = new DistributorFrame(
                GEOMETRY, PROFILE, cpus, new SharedInterrupts(GEOMETRY, PROFILE, cpus), new LongAdder());
    }

    @Test
    void shouldLeaveVcpusAloneWhenTheDistributorsControlStaysAsItIs() throws InterruptedException {
        enable();
        cpus[1].lock.lock();
        try {
            assertThat(Thread.ofPlatform().daemon().start(this::enable).join(Duration.ofSeconds(5)))
                    .isTrue();
        } finally {
            cpus[1].lock.unlock();
        }
    }

    private void enable() {
        distributor.writeGuest(cpus[0], CONTROL, Integer.BYTES, 1);
    }
}
