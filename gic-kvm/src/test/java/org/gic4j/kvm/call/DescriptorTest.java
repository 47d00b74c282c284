package org.gic4j.kvm.call;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.gic4j.api.Errno;
import org.junit.jupiter.api.Test;

class DescriptorTest {
    private static final int NUMBER = 7;

    private final CountingCalls calls = new CountingCalls();

    @Test
    void shouldCloseOnce() {
        Descriptor descriptor = Descriptor.owned(calls, NUMBER);
        descriptor.close();
        descriptor.close();

        assertThat(calls.closed).hasValue(1);
        assertThat(descriptor.isClosed()).isTrue();
    }

    @Test
    void shouldNotCloseWhatIsBorrowed() {
        Descriptor descriptor = Descriptor.borrowed(calls, NUMBER);
        descriptor.close();

        assertThat(calls.closed).hasValue(0);
        assertThat(descriptor.ioctl(1, 0)).isEqualTo(-Errno.EBADF);
    }

    @Test
    void shouldAnswerWithoutTheKernelAfterClose() {
        Descriptor descriptor = Descriptor.owned(calls, NUMBER);
        assertThat(descriptor.ioctl(1, 5)).isEqualTo(5);
        descriptor.close();

        assertThat(descriptor.ioctl(1, 5)).isEqualTo(-Errno.EBADF);
        assertThat(descriptor.ioctl(1, MemorySegment.NULL)).isEqualTo(-Errno.EBADF);
        assertThat(descriptor.map(1)).isEqualTo(-Errno.EBADF);
        assertThat(calls.made).hasValue(1);
        assertThat(calls.closed).hasValue(1);
    }

    @Test
    void shouldCloseWhenTheLastCallHasLeft() throws InterruptedException {
        Descriptor descriptor = Descriptor.owned(calls, NUMBER);
        calls.hold = new CountDownLatch(1);
        AtomicInteger answer = new AtomicInteger();
        Thread caller = new Thread(() -> answer.set(descriptor.ioctl(1, 5)));
        caller.start();
        calls.entered.await();
        descriptor.close();

        assertThat(descriptor.ioctl(1, 5)).isEqualTo(-Errno.EBADF);
        assertThat(calls.closed).hasValue(0);
        calls.hold.countDown();
        caller.join();
        assertThat(answer).hasValue(5);
        assertThat(calls.closed).hasValue(1);
    }

    @Test
    void shouldNeverCallWhatIsClosedHoweverThreadsMeet() throws InterruptedException {
        for (int round = 0; round < 200; round++) {
            CountingCalls each = new CountingCalls();
            Descriptor descriptor = Descriptor.owned(each, NUMBER);
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                threads.add(new Thread(() -> {
                    while (descriptor.ioctl(1, 1) > 0) {
                        Thread.onSpinWait();
                    }
                }));
            }
            threads.add(new Thread(descriptor::close));
            threads.add(new Thread(descriptor::close));
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(each.closed).hasValue(1);
            assertThat(each.late).hasValue(0);
        }
    }

    @Test
    void shouldKeepTheStructuresOfAThreadApart() {
        Arguments arguments = Arguments.ofThisThread();
        arguments.setValue(-1);
        MemorySegment attribute = arguments.deviceAttribute(3, 5);
        MemorySegment register = arguments.oneRegister(9);
        arguments.createDevice(1, 2);
        arguments.interruptLevel(3, 4);
        arguments.message(5, 6, 7, 8);
        arguments.deviceAddress(9, 10);
        arguments.memoryRegion(11, 12, 13, 14);

        assertThat(arguments.value()).isEqualTo(-1);
        assertThat(arguments.lowValue()).isEqualTo(0xFFFF_FFFFL);
        try (Arena arena = Arena.ofConfined()) {
            assertThat(pointedTo(attribute, KvmStructs.DeviceAttribute.ADDRESS, arena)).isEqualTo(-1);
            assertThat(pointedTo(register, KvmStructs.OneRegister.ADDRESS, arena)).isEqualTo(-1);
        }
    }

    private static long pointedTo(MemorySegment struct, int offset, Arena arena) {
        long address = struct.get(JAVA_LONG, offset);
        return KvmStructs.at(address, Long.BYTES, arena).get(JAVA_LONG, 0);
    }

    /** Answers its argument, and sees calls that come after close. */
    private static final class CountingCalls implements KernelCalls {
        final AtomicInteger made = new AtomicInteger();
        final AtomicInteger closed = new AtomicInteger();
        final AtomicInteger late = new AtomicInteger();
        final CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch hold = new CountDownLatch(0);

        @Override
        public int open(String path, int flags) {
            return NUMBER;
        }

        @Override
        public int ioctl(int descriptor, long request, long argument) {
            made.incrementAndGet();
            late.addAndGet(closed.get());
            entered.countDown();
            try {
                hold.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            late.addAndGet(closed.get());
            return (int) argument;
        }

        @Override
        public int ioctl(int descriptor, long request, MemorySegment argument) {
            return ioctl(descriptor, request, 0);
        }

        @Override
        public long mmap(long length, int protection, int flags, int descriptor, long offset) {
            return ioctl(descriptor, 0, 0);
        }

        @Override
        public int munmap(long address, long length) {
            return 0;
        }

        @Override
        public int close(int descriptor) {
            closed.incrementAndGet();
            return 0;
        }
    }
}
