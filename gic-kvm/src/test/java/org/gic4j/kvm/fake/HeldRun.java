package org.gic4j.kvm.fake;

import java.util.concurrent.CountDownLatch;
import org.gic4j.api.Errno;
import org.gic4j.api.Vcpu;
import org.gic4j.api.VirtualMachine;
import org.gic4j.kvm.vmm.ExitReason;
import org.gic4j.kvm.vmm.KvmVcpu;
import org.gic4j.testkit.guest.VcpuExecution;

/** Holds a vCPU of a fake kernel inside its run, in another thread. One runs at a time. */
public final class HeldRun implements VcpuExecution {
    private final FakeKernel kernel;
    private CountDownLatch leave = new CountDownLatch(0);
    private Thread runner = new Thread();

    /**
     * Runs vCPUs of a kernel.
     *
     * @param kernel the kernel
     */
    public HeldRun(FakeKernel kernel) {
        this.kernel = kernel;
    }

    @Override
    public boolean canRun(Vcpu vcpu) {
        return true;
    }

    @Override
    public int begin(VirtualMachine vm, Vcpu vcpu) {
        int errno = vcpu.tryValidateFirstRun();
        if (errno != Errno.OK) {
            return errno;
        }
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch told = new CountDownLatch(1);
        leave = told;
        kernel.executing(run -> {
            inside.countDown();
            await(told);
            return ExitReason.UNKNOWN;
        });
        runner = Thread.ofPlatform().daemon().start(KvmVcpu.of(vcpu)::run);
        await(inside);
        return Errno.OK;
    }

    @Override
    public void end(Vcpu vcpu) {
        leave.countDown();
        try {
            runner.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        kernel.executing(run -> -Errno.EINTR);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
