package org.gic4j.realkernel.guest.processor;

import static org.gic4j.testkit.guest.assembler.Gpr.w;
import static org.gic4j.testkit.guest.assembler.Gpr.x;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.gic4j.api.Errno;
import org.gic4j.api.Vcpu;
import org.gic4j.api.VirtualMachine;
import org.gic4j.kvm.vmm.ArmRegister;
import org.gic4j.kvm.vmm.ExitReason;
import org.gic4j.kvm.vmm.KvmVcpu;
import org.gic4j.testkit.guest.VcpuExecution;
import org.gic4j.testkit.guest.assembler.Assembler;
import org.jspecify.annotations.Nullable;

/**
 * A vCPU of KVM that stays inside KVM_RUN in another thread: its guest, which takes no interrupts, looks at a word of
 * memory until that is not 0, and then leaves by an access that nobody serves. One runs at a time.
 */
public final class LoopingVcpu implements VcpuExecution {
    /** Where generated machines have nothing: their frames are below, or anywhere in a large address space. */
    private static final long MEMORY = 0x7FF0_0000L;

    private static final long NOTHING = 0x7FE0_0000L;
    private static final int PAGE = 4096;
    /** In memory, behind the code: what the guest writes when it is inside, and what tells it to leave. */
    private static final int INSIDE = 0x800;

    private static final int LEAVE = 0x804;
    private static final VarHandle WORD = ValueLayout.JAVA_INT.varHandle();
    /** EL1 with its own stack pointer, all exceptions masked. */
    private static final long PSTATE = 0x3C5;

    private static final int PATIENCE_SECONDS = 20;

    private final MemorySegment memory = Arena.ofAuto().allocate(PAGE, PAGE);
    private @Nullable VirtualMachine mappedIn;
    private CompletableFuture<Integer> run = CompletableFuture.completedFuture(Errno.OK);

    /** Runs the vCPUs of one test. */
    public LoopingVcpu() {
        int[] code = new Assembler()
                .mov(x(1), MEMORY)
                .mov(x(2), NOTHING)
                .mov(w(0), 1)
                .str(w(0), x(1), INSIDE)
                .label("again")
                .ldr(w(0), x(1), LEAVE)
                .cbz(w(0), "again")
                .str(w(0), x(2), 0)
                .b("again")
                .words();
        MemorySegment.copy(code, 0, memory, ValueLayout.JAVA_INT, 0, code.length);
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
        if (!vm.equals(mappedIn)) {
            vm.memory().map(MEMORY, memory);
            mappedIn = vm;
        }
        KvmVcpu looping = KvmVcpu.of(vcpu);
        set(looping, ArmRegister.PC, MEMORY);
        set(looping, ArmRegister.PSTATE, PSTATE);
        WORD.setVolatile(memory, (long) INSIDE, 0);
        WORD.setVolatile(memory, (long) LEAVE, 0);
        run = new CompletableFuture<>();
        CompletableFuture<Integer> begun = run;
        Thread.ofPlatform().daemon().name("KVM_RUN of " + vcpu.id()).start(() -> begun.complete(looping.run()));
        long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while ((int) WORD.getVolatile(memory, (long) INSIDE) == 0) {
            if (run.isDone() || System.nanoTime() > patience) {
                throw new IllegalStateException("the guest of " + vcpu.id() + " did not begin: " + run);
            }
            Thread.onSpinWait();
        }
        return Errno.OK;
    }

    @Override
    public void end(Vcpu vcpu) {
        WORD.setVolatile(memory, (long) LEAVE, 1);
        int reason = run.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        if (reason != ExitReason.MMIO) {
            throw new IllegalStateException("KVM_RUN of " + vcpu.id() + ": "
                    + (reason < 0 ? Errno.name(-reason) : ExitReason.name(reason)));
        }
        // Completes the access.
        vcpu.validateFirstRun();
    }

    private static void set(KvmVcpu vcpu, long register, long value) {
        int errno = vcpu.trySetRegister(register, value);
        if (errno != Errno.OK) {
            throw new IllegalStateException(
                    "register 0x" + Long.toHexString(register) + " of " + vcpu.id() + ": " + Errno.name(errno));
        }
    }
}
