package org.gic4j.kvm.fake;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import org.gic4j.api.Affinity;
import org.gic4j.api.Errno;
import org.gic4j.api.ExecutionMarks;
import org.gic4j.api.Vcpu;
import org.gic4j.kvm.call.KvmRequest;
import org.gic4j.kvm.call.KvmStructs.OneRegister;
import org.gic4j.kvm.call.KvmStructs.Run;
import org.gic4j.kvm.call.KvmStructs.VcpuInit;
import org.gic4j.kvm.vmm.ArmRegister;
import org.gic4j.kvm.vmm.KvmVcpu;

/** A vCPU of the fake kernel. */
final class FakeVcpu implements FakeFile {
    private static final int FEATURES = KvmVcpu.FEATURE_POWER_OFF | KvmVcpu.FEATURE_PSCI_0_2;
    private static final long MPIDR_RES1 = 1L << 31;
    private static final long PAGE = 4096;

    private final FakeKernel kernel;
    private final FakeMachine machine;
    private final Vcpu emulated;
    private final MemorySegment run = Arena.ofAuto().allocate(2 * PAGE, PAGE);
    private final Map<Long, Long> registers = new HashMap<>();
    /** The kernel's vcpu->mutex. */
    private final ReentrantLock mutex = new ReentrantLock();
    private boolean initialized;

    FakeVcpu(FakeKernel kernel, FakeMachine machine, Vcpu emulated) {
        this.kernel = kernel;
        this.machine = machine;
        this.emulated = emulated;
        machine.hold();
    }

    @Override
    public int ioctl(long request, long argument) {
        if (request == KvmRequest.FOREIGN) {
            int dead = machine.errno();
            return dead != Errno.OK ? -dead : -Errno.EINVAL;
        }
        return locked(() -> request == KvmRequest.RUN ? run() : UNKNOWN);
    }

    @Override
    public int ioctl(long request, MemorySegment argument) {
        return locked(() -> {
            if (request == KvmRequest.ARM_VCPU_INIT) {
                return initialize(argument);
            }
            if (request != KvmRequest.GET_ONE_REG && request != KvmRequest.SET_ONE_REG) {
                return UNKNOWN;
            }
            if (!initialized) {
                return -Errno.ENOEXEC;
            }
            long id = argument.get(JAVA_LONG, OneRegister.ID);
            Optional<MemorySegment> value = kernel.user().at(argument.get(JAVA_LONG, OneRegister.ADDRESS), Long.BYTES);
            if (!isKnown(id)) {
                return -Errno.ENOENT;
            }
            if (value.isEmpty()) {
                return -Errno.EFAULT;
            }
            if (request == KvmRequest.GET_ONE_REG) {
                value.get().set(JAVA_LONG, 0, get(id));
            } else {
                set(id, value.get().get(JAVA_LONG, 0));
            }
            return 0;
        });
    }

    private int initialize(MemorySegment init) {
        int features = init.get(JAVA_INT, VcpuInit.FEATURES);
        if (init.get(JAVA_INT, VcpuInit.TARGET) != FakeMachine.TARGET || (features & ~FEATURES) != 0) {
            return -Errno.EINVAL;
        }
        emulated.initialize();
        initialized = true;
        registers.clear();
        return 0;
    }

    private static boolean isKnown(long id) {
        return id == ArmRegister.MPIDR_EL1
                || id == ArmRegister.PC
                || id == ArmRegister.PSTATE
                || id >= ArmRegister.x(0) && id <= ArmRegister.x(30) && id % 2 == 0;
    }

    private long get(long id) {
        return id == ArmRegister.MPIDR_EL1
                ? MPIDR_RES1 | emulated.affinity().mpidr()
                : registers.getOrDefault(id, 0L);
    }

    private void set(long id, long value) {
        if (id == ArmRegister.MPIDR_EL1) {
            if ((value & MPIDR_RES1) == 0) {
                kernel.fault("MPIDR_EL1 without its bit 31");
            }
            emulated.setAffinity(Affinity.ofMpidr(value));
        } else {
            registers.put(id, value);
        }
    }

    private int run() {
        int errno = emulated.tryValidateFirstRun();
        if (errno != Errno.OK) {
            return -errno;
        }
        if (run.get(JAVA_BYTE, Run.IMMEDIATE_EXIT) != 0) {
            return -Errno.EINTR;
        }
        ExecutionMarks marks = emulated.executionMarks().orElseThrow();
        marks.enter();
        try {
            int reason = kernel.guest().execute(run);
            if (reason >= 0) {
                run.set(JAVA_INT, Run.EXIT_REASON, reason);
            }
            return Math.min(reason, 0);
        } finally {
            marks.leave();
        }
    }

    private int locked(IntSupplier request) {
        mutex.lock();
        try {
            int dead = machine.errno();
            return dead != Errno.OK ? -dead : FakeMachine.answer(request);
        } finally {
            mutex.unlock();
        }
    }

    @Override
    public MemorySegment shared() {
        return run;
    }

    @Override
    public void release() {
        machine.release();
    }
}
