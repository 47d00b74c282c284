package org.gic4j.realkernel.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gic4j.api.GicBackends;
import org.gic4j.api.GicVersion;
import org.gic4j.realkernel.guest.processor.KvmWithGuests;
import org.gic4j.testkit.contract.GuestSteps;
import org.gic4j.testkit.contract.Implementation;
import org.gic4j.testkit.differential.Seed;
import org.junit.jupiter.api.Test;

/** The same guest, with steps chosen at random, on the real kernel and on the emulation. */
public abstract class GuestViewContract {
    /** Steps on one virtual machine. */
    private static final int STEPS = 60;
    /** Differences that are told. */
    private static final int MOST = 5;

    private final Implementation kernel;
    private final Implementation emulation;

    /**
     * For a host.
     *
     * @param version its interrupt controller's
     */
    protected GuestViewContract(GicVersion version) {
        kernel = new Implementation(new KvmWithGuests(), version, Map.of());
        emulation = new Implementation(GicBackends.find().named("emulated"), version, Map.of());
    }

    @Test
    void shouldAnswerAGuestAsTheKernelDoes() {
        long first = Seed.chosen();
        int machines = Integer.getInteger("gic4j.guest-view.machines", 12);
        int answers = 0;
        List<String> differences = new ArrayList<>();
        for (int machine = 0; machine < machines; machine++) {
            List<String> expected = GuestSteps.take(kernel, first + machine, STEPS);
            List<String> actual = GuestSteps.take(emulation, first + machine, STEPS);
            int same = 0;
            while (same < Math.min(expected.size(), actual.size()) && expected.get(same).equals(actual.get(same))) {
                same++;
            }
            answers += same;
            if (same < expected.size() && differences.size() < MOST) {
                differences.add("seed " + Seed.format(first + machine) + "\n"
                        + String.join("\n", expected.subList(0, same + 1)) + "\nbut the emulation\n" + actual.get(same));
            }
        }
        assertThat(differences).as("what the kernel answers, up to the first difference").isEmpty();
        System.out.println("a guest on the real kernel and on the emulation: " + machines + " virtual machines, " + answers
                + " answers, 0 differences (repeat with -Dgic4j.seed=" + Seed.format(first) + ")");
    }
}
