package org.gic4j.kvm.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import org.gic4j.api.Errno;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The real calls, on files that every Linux has. */
@EnabledOnOs(OS.LINUX)
class LinuxCallsTest {
    private static final int FLAGS = KernelCalls.O_RDWR | KernelCalls.O_CLOEXEC;

    private final KernelCalls calls = new LinuxCalls();

    @Test
    void shouldGiveTheNegatedErrnoOfOpen() {
        assertThat(calls.open("/dev/no-such-device", FLAGS)).isEqualTo(-Errno.ENOENT);
    }

    @Test
    void shouldOpenAndCloseADescriptor() {
        int descriptor = calls.open("/dev/null", FLAGS);

        assertThat(descriptor).isNotNegative();
        assertThat(calls.close(descriptor)).isZero();
        assertThat(calls.close(descriptor)).isEqualTo(-Errno.EBADF);
    }

    @Test
    void shouldGiveTheNegatedErrnoOfBothFormsOfIoctl() {
        int descriptor = calls.open("/dev/null", FLAGS);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment argument = arena.allocate(KvmStructs.CreateDevice.SIZE);

            assertThat(calls.ioctl(descriptor, KvmRequest.GET_API_VERSION, 0)).isEqualTo(-Errno.ENOTTY);
            assertThat(calls.ioctl(descriptor, KvmRequest.CREATE_DEVICE, argument)).isEqualTo(-Errno.ENOTTY);
            assertThat(calls.ioctl(-1, KvmRequest.GET_API_VERSION, 0)).isEqualTo(-Errno.EBADF);
        } finally {
            calls.close(descriptor);
        }
    }

    @Test
    void shouldKeepTheErrnoOfEachThreadApart() throws InterruptedException {
        CyclicBarrier together = new CyclicBarrier(2);
        List<String> wrong = new CopyOnWriteArrayList<>();
        Thread missing = hammering(together, wrong, () -> calls.open("/dev/no-such-device", FLAGS), -Errno.ENOENT);
        Thread closed = hammering(together, wrong, () -> calls.close(-1), -Errno.EBADF);

        missing.start();
        closed.start();
        missing.join();
        closed.join();

        assertThat(wrong).isEmpty();
    }

    @Test
    void shouldMarkTheDescriptorToBeClosedInChildren() throws IOException {
        int descriptor = calls.open("/dev/null", FLAGS);
        try {
            String flags = Files.readAllLines(Path.of("/proc/self/fdinfo/" + descriptor)).stream()
                    .filter(line -> line.startsWith("flags:"))
                    .findFirst()
                    .orElseThrow();

            assertThat(Integer.parseInt(flags.substring("flags:".length()).strip(), 8) & FLAGS).isEqualTo(FLAGS);
        } finally {
            calls.close(descriptor);
        }
    }

    private interface Call {
        int make();
    }

    private static Thread hammering(CyclicBarrier together, List<String> wrong, Call call, int expected) {
        return new Thread(() -> {
            try {
                together.await();
            } catch (InterruptedException | BrokenBarrierException e) {
                wrong.add(e.toString());
            }
            for (int i = 0; i < 20_000 && wrong.isEmpty(); i++) {
                int answer = call.make();
                if (answer != expected) {
                    wrong.add(answer + " instead of " + expected);
                }
            }
        });
    }
}
