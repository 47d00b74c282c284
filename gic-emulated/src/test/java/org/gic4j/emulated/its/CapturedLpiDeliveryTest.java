package org.gic4j.emulated.its;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.guest.GuestAccess;
import org.gic4j.api.registers.Gicv3CpuInterface;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.Snapshots;
import org.gic4j.testkit.captures.Captures;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What vCPUs take after a captured guest with an ITS was restored: the LPIs that were pending, each where it was. */
class CapturedLpiDeliveryTest {
    private static final long WINDOW = 0x4000_0000L;
    private static final long WINDOW_SIZE = 0x800_0000L;
    private static final int FIRST_LPI = 8192;
    private static final int SPURIOUS = 1023;
    private static final int MOST_ACTIVE = 16;
    private static final int MOST_TAKEN = 50;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "k100-bm-v3its-smp4, itspages, '8209 on 0, 8210 on 1'",
        "q72-bm-v3its-smp4, itsram, '8209 on 0, 8210 on 1'",
        "q72-v3its-smp4, itsram, 8192 on 0",
        "k100-v3its-smp2, itspages, ''"
    })
    void shouldDeliverWhatWasPending(String capture, String extract, String expected) throws IOException {
        Snapshot snapshot = Snapshots.read(Captures.copy(capture, folder)).snapshot();
        try (Arena arena = Arena.ofShared();
                VirtualMachine vm = new org.gic4j.emulated.EmulatedBackend()
                        .createVirtualMachine(Snapshots.configurationFor(snapshot))) {
            vm.memory().map(WINDOW, memory(capture, extract, arena));
            Snapshots.prepare(vm, snapshot);
            Snapshots.restore(vm, snapshot);

            GuestAccess guest = vm.facet(GuestAccess.class).orElseThrow();
            List<String> taken = new ArrayList<>();
            for (int vcpu = 0; vcpu < vm.vcpus().size(); vcpu++) {
                for (int intid : takenBy(vcpu, guest)) {
                    taken.add(intid + " on " + vcpu);
                }
            }
            assertThat(String.join(", ", taken)).isEqualTo(expected);
        }
    }

    /** The LPIs that a vCPU takes, once it masks nothing and has ended what it had begun. */
    private static List<Integer> takenBy(int vcpu, GuestAccess guest) {
        guest.writeSystemRegister(vcpu, offset(Gicv3CpuInterface.ICC_PMR_EL1), 0xFF);
        for (int i = 0; i < MOST_ACTIVE; i++) {
            // Of no interrupt: the priority is dropped all the same.
            guest.writeSystemRegister(vcpu, offset(Gicv3CpuInterface.ICC_EOIR1_EL1), FIRST_LPI - 1);
        }
        List<Integer> taken = new ArrayList<>();
        // The line of a timer may stay high, so that its interrupt comes again without end; it is the least of them.
        for (int i = 0; i < MOST_TAKEN; i++) {
            int intid = acknowledge(vcpu, guest);
            if (intid >= FIRST_LPI) {
                taken.add(intid);
            }
            if (intid != SPURIOUS) {
                guest.writeSystemRegister(vcpu, offset(Gicv3CpuInterface.ICC_EOIR1_EL1), intid);
            }
        }
        return taken;
    }

    private static int acknowledge(int vcpu, GuestAccess guest) {
        return (int) guest.readSystemRegister(vcpu, offset(Gicv3CpuInterface.ICC_IAR1_EL1));
    }

    private static int offset(Gicv3CpuInterface register) {
        return register.row().offset();
    }

    /** Guest memory with the capture's tables; the rest of it is zero. */
    private static MemorySegment memory(String capture, String extract, Arena arena) {
        MemorySegment window = arena.allocate(WINDOW_SIZE, 4096);
        MemorySegment content = MemorySegment.ofArray(Captures.bytes(capture + "." + extract + ".bin.gz"));
        for (String line : Captures.lines(capture, extract)) {
            if (!line.startsWith("#")) {
                String[] fields = line.split(" ", 3);
                MemorySegment.copy(
                        content,
                        Long.decode(fields[0]),
                        window,
                        Long.decode(fields[1]) - WINDOW,
                        Long.decode(fields[2]));
            }
        }
        return window;
    }
}
