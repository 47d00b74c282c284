package org.gic4j.emulated.its;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.gic4j.api.Quiescence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ConcurrentMessagesTest {
    private static final int LPIS = 64;
    private static final int ROUNDS = 2_000;

    /** Two devices send, two CPUs take, a third thread moves events about and another lets all stand still. */
    @Test
    @Timeout(60)
    void shouldLoseNoMessage() throws InterruptedException {
        try (ItsGuest guest = new ItsGuest(2)) {
            guest.mapCollection(0, 0);
            guest.mapCollection(1, 1);
            for (int device = 0; device < 2; device++) {
                guest.mapDevice(device, 6);
            }
            for (int i = 0; i < LPIS; i++) {
                guest.configure(8192 + i, 0xA0, true);
                guest.map(i % 2, i / 2, 8192 + i, i % 2);
            }
            AtomicInteger taken = new AtomicInteger();
            int[] sent = new int[2];
            List<Thread> senders = new ArrayList<>();
            for (int device = 0; device < 2; device++) {
                int own = device;
                senders.add(Thread.ofPlatform().start(() -> {
                    for (int round = 0; round < ROUNDS; round++) {
                        assertThat(guest.signal(own, round % (LPIS / 2))).isEqualTo(1);
                        sent[own]++;
                        int intid = guest.acknowledge(own);
                        if (intid != ItsGuest.SPURIOUS) {
                            taken.incrementAndGet();
                            guest.end(own, intid);
                        }
                    }
                }));
            }
            Thread mover = Thread.ofPlatform().start(() -> {
                for (int round = 0; round < ROUNDS; round++) {
                    guest.move(round % 2, round % (LPIS / 2), round / 2 % 2);
                    try (Quiescence still = guest.vm.quiesce()) {
                        assertThat(still).isNotNull();
                    }
                }
            });
            for (Thread sender : senders) {
                sender.join();
            }
            mover.join();
            for (int i = 0; i < LPIS; i++) {
                guest.signal(i % 2, i / 2);
            }
            boolean[] seen = new boolean[LPIS];
            for (int cpu = 0; cpu < 2; cpu++) {
                for (int intid = guest.acknowledge(cpu); intid != ItsGuest.SPURIOUS; intid = guest.acknowledge(cpu)) {
                    seen[intid - 8192] = true;
                    guest.end(cpu, intid);
                }
            }
            assertThat(seen).doesNotContain(false);
            assertThat(taken.get()).isBetween(1, sent[0] + sent[1]);
        }
    }
}
