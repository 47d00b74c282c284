package org.gic4j.kvm.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.gic4j.api.Errno;
import org.gic4j.api.GicException;
import org.gic4j.kvm.Backends;
import org.gic4j.kvm.fake.FakeKernel;
import org.gic4j.kvm.vmm.ExitReason;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every call that a virtual machine's life makes fails once, with each errno that it may answer: the message says what
 * failed, the step can be repeated, the state is what it would have been, and nothing stays open.
 */
class FaultTest {
    @TestFactory
    Stream<DynamicTest> shouldSurviveEveryErrnoOfEveryCall() {
        FaultyKernel sound = new FaultyKernel(kernel(), -1, Errno.OK);
        List<Object> state;
        try (Life life = new Life(Backends.on(sound))) {
            assertThat(life.steps()).allSatisfy(step -> assertThat(step.action().perform()).isNotNegative());
            state = life.state();
            assertThat(state).isNotEmpty();
        }
        List<String> calls = sound.calls();
        return IntStream.range(0, calls.size())
                .mapToObj(index -> DynamicTest.dynamicTest(index + " " + calls.get(index), () -> {
                    for (int errno : KernelErrnos.of(calls.get(index))) {
                        assertSurvives(index, calls.get(index), errno, state);
                    }
                }));
    }

    private static void assertSurvives(int index, String call, int errno, List<Object> state) {
        FakeKernel kernel = kernel();
        String what = "call " + index + ", " + call + ", fails with " + Errno.name(errno);
        int refusals = 0;
        try (Life life = new Life(Backends.on(new FaultyKernel(kernel, index, errno)))) {
            for (Life.Step step : life.steps()) {
                if (isRefused(step, call, errno, what)) {
                    refusals++;
                    assertThat(step.action().perform()).as(what + ": repeated").isNotNegative();
                }
            }
            assertThat(life.state()).as(what).isEqualTo(state);
        }
        assertThat(refusals).as(what).isBetween(isTold(call, errno) ? 1 : 0, 1);
        assertThat(kernel.faults()).as(what).isEmpty();
        assertThat(kernel.leaked()).as(what).isEmpty();
        assertThat(kernel.leakedMappings()).as(what).isZero();
        assertThat(kernel.closed()).as(what).isEqualTo(kernel.opened());
    }

    private static FakeKernel kernel() {
        return FakeKernel.ofGicv2Host().executing(run -> ExitReason.SYSTEM_EVENT);
    }

    private static boolean isRefused(Life.Step step, String call, int errno, String what) {
        try {
            int result = step.action().perform();
            assertThat(result).as(what).matches(answer -> answer >= 0 || answer == -errno, "0 or the errno");
            return result < 0;
        } catch (GicException refusal) {
            assertThat(refusal)
                    .as(what)
                    .hasMessageContaining(Errno.name(errno))
                    .hasMessageContaining(call.equals("open") ? "/dev/kvm" : call)
                    .hasMessageContaining(step.subject());
            assertThat(refusal.errno()).as(what).isIn(errno, Errno.ENODEV);
            return true;
        }
    }

    /**
     * Whether the failure must come out. A descriptor or a mapping that fails to close is gone all the same; an
     * interrupted creation is repeated, an interrupted first run has validated; where the host offers a VGICv2 it does
     * not matter why it has no VGICv3; and a message without an ITS is refused anyway.
     */
    private static boolean isTold(String call, int errno) {
        return switch (call) {
            case "close", "munmap", "KVM_CREATE_DEVICE", "KVM_SIGNAL_MSI" -> false;
            case "KVM_CREATE_VM", "KVM_RUN" -> errno != Errno.EINTR;
            default -> true;
        };
    }
}
