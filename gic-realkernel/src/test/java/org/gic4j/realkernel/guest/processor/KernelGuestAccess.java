package org.gic4j.realkernel.guest.processor;

import org.gic4j.api.Errno;
import org.gic4j.api.GicException;
import org.gic4j.api.Refusal;
import org.gic4j.api.Vcpu;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.guest.GuestAccess;
import org.gic4j.api.guest.OutputListener;
import org.gic4j.kvm.vmm.ArmRegister;
import org.gic4j.kvm.vmm.ExitReason;
import org.gic4j.kvm.vmm.KvmVcpu;
import org.gic4j.testkit.guest.assembler.SystemRegister;
import org.jspecify.annotations.Nullable;

/**
 * A guest's accesses to the interrupt controller of KVM: a guest makes them, with an instruction each. Whether it claims an
 * address is seen by an access that does not come out, and outputs by ISR_EL1. Nobody counts what the kernel ignores, and
 * nobody is told of outputs.
 */
final class KernelGuestAccess implements GuestAccess {
    private static final AccessProgram PROGRAM = new AccessProgram();
    /** EL1 with its own stack pointer, all exceptions masked. */
    private static final long PSTATE = 0x3C5;

    private static final int ISR_IRQ = 1 << 7;
    private static final int ISR_FIQ = 1 << 6;

    private final VirtualMachine vm;
    private boolean mapped;

    KernelGuestAccess(VirtualMachine vm) {
        this.vm = vm;
    }

    /** How an access ended. */
    private enum Ending {
        /** It was served. */
        TOLD,
        /** It came out: nobody claims the address. */
        UNCLAIMED,
        /** The processor took an exception. */
        EXCEPTION
    }

    /**
     * One access.
     *
     * @param ending how it ended
     * @param value what was read; 0 unless it was told
     */
    private record Answer(Ending ending, long value) {}

    @Override
    public boolean claims(long address) {
        return perform(0, AccessProgram.read(Byte.BYTES), address, 0).ending() == Ending.TOLD;
    }

    @Override
    public long read(int vcpuIndex, long address, int bytes) {
        return perform(vcpuIndex, AccessProgram.read(bytes), address, 0).value();
    }

    @Override
    public void write(int vcpuIndex, long address, int bytes, long value) {
        perform(vcpuIndex, AccessProgram.write(bytes), address, value);
    }

    @Override
    public long readSystemRegister(int vcpuIndex, int encoding) {
        return perform(vcpuIndex, AccessProgram.readOf(encoding), 0, 0).value();
    }

    @Override
    public void writeSystemRegister(int vcpuIndex, int encoding, long value) {
        perform(vcpuIndex, AccessProgram.writeOf(encoding), 0, value);
    }

    @Override
    public int outputs(int vcpuIndex) {
        long pending = readSystemRegister(vcpuIndex, SystemRegister.ISR_EL1.encoding());
        return ((pending & ISR_IRQ) != 0 ? OUTPUT_IRQ : 0) | ((pending & ISR_FIQ) != 0 ? OUTPUT_FIQ : 0);
    }

    @Override
    public void onOutputChange(@Nullable OutputListener listener) {
        throw new UnsupportedOperationException("KVM tells nobody of outputs");
    }

    @Override
    public long ignoredAccesses() {
        throw new UnsupportedOperationException("KVM does not count what it ignores");
    }

    private synchronized Answer perform(int vcpuIndex, String access, long address, long value) {
        if (vcpuIndex < 0 || vcpuIndex >= vm.vcpus().size()) {
            throw new GicException(Errno.EINVAL, "there is no vCPU with index " + vcpuIndex);
        }
        long code = PROGRAM.codeOf(access);
        if (code == 0) {
            return new Answer(Ending.EXCEPTION, 0);
        }
        Vcpu vcpu = vm.vcpus().get(vcpuIndex);
        check(vcpu, vcpu.tryValidateFirstRun());
        if (!mapped) {
            vm.memory().map(AccessProgram.BEGIN, PROGRAM.memory());
            mapped = true;
        }
        KvmVcpu running = KvmVcpu.of(vcpu);
        set(running, ArmRegister.PSTATE, PSTATE);
        set(running, ArmRegister.PC, AccessProgram.BEGIN);
        set(running, ArmRegister.x(5), code);
        set(running, ArmRegister.x(6), address);
        set(running, ArmRegister.x(7), value);
        return run(running);
    }

    private static Answer run(KvmVcpu vcpu) {
        boolean unclaimed = false;
        while (true) {
            int reason = vcpu.run();
            if (reason == -Errno.EINTR) {
                continue;
            }
            if (reason < 0) {
                throw Refusal.ofFirstRun("KVM_RUN", -reason, vcpu.id());
            }
            if (reason != ExitReason.MMIO) {
                throw new IllegalStateException("KVM_RUN of " + vcpu.id() + ": " + ExitReason.name(reason));
            }
            long address = vcpu.mmioAddress();
            if (address != AccessProgram.DONE && address != AccessProgram.EXCEPTION) {
                unclaimed = true;
                vcpu.setMmioData(0);
                continue;
            }
            long value = vcpu.mmioData();
            // Completes the access.
            check(vcpu, vcpu.tryValidateFirstRun());
            if (address == AccessProgram.EXCEPTION) {
                return new Answer(Ending.EXCEPTION, 0);
            }
            return unclaimed ? new Answer(Ending.UNCLAIMED, 0) : new Answer(Ending.TOLD, value);
        }
    }

    private static void set(KvmVcpu vcpu, long register, long value) {
        check(vcpu, vcpu.trySetRegister(register, value));
    }

    private static void check(Vcpu vcpu, int errno) {
        if (errno != Errno.OK) {
            throw Refusal.ofFirstRun("KVM_RUN", errno, vcpu.id());
        }
    }
}
