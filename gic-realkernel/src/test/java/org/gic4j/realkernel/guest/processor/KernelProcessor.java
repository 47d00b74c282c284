package org.gic4j.realkernel.guest.processor;

import java.util.ArrayList;
import java.util.List;
import org.gic4j.api.Errno;
import org.gic4j.kvm.vmm.ArmRegister;
import org.gic4j.kvm.vmm.ExitReason;
import org.gic4j.kvm.vmm.KvmVcpu;
import org.gic4j.testkit.guest.GuestExit;
import org.gic4j.testkit.guest.GuestProcessor;
import org.gic4j.testkit.guest.ProcessorState;

/** A vCPU of KVM. What its guest accesses goes to a controller in user space, where there is one, or to the test. */
final class KernelProcessor implements GuestProcessor {
    /** SPSR_EL1 and ELR_EL1 are core registers of KVM's, VBAR_EL1 a system register. */
    private static final long ELR_EL1 = 0x6030_0000_0010_0046L;

    private static final long SPSR_EL1 = 0x6030_0000_0010_0048L;
    private static final long VBAR_EL1 = 0x6030_0000_0013_C600L;

    private final KvmVcpu vcpu;
    private final UserController controller;

    /** An interrupt controller in user space. */
    interface UserController {
        /** The kernel has one. */
        UserController NONE = new UserController() {
            @Override
            public void drive() {}

            @Override
            public boolean serve(KvmVcpu vcpu) {
                return false;
            }
        };

        /** Sets the processor's input as the controller has it. */
        void drive();

        /** Serves the access of the last exit; false where it is not the controller's. */
        boolean serve(KvmVcpu vcpu);
    }

    KernelProcessor(KvmVcpu vcpu, UserController controller) {
        this.vcpu = vcpu;
        this.controller = controller;
    }

    @Override
    public GuestExit run() {
        while (true) {
            controller.drive();
            int reason = vcpu.run();
            if (reason == -Errno.EINTR) {
                continue;
            }
            if (reason != ExitReason.MMIO) {
                throw new IllegalStateException("KVM_RUN of " + vcpu.id() + ": "
                        + (reason < 0 ? Errno.name(-reason) : ExitReason.name(reason)) + " at pc 0x"
                        + Long.toHexString(get(ArmRegister.PC)));
            }
            if (!controller.serve(vcpu)) {
                return new GuestExit(
                        vcpu.mmioAddress(),
                        vcpu.mmioLength(),
                        vcpu.mmioIsWrite(),
                        vcpu.mmioIsWrite() ? vcpu.mmioData() : 0);
            }
        }
    }

    @Override
    public void answer(long data) {
        vcpu.setMmioData(data);
    }

    @Override
    public ProcessorState save() {
        // A run that ends before guest code completes the access of the last exit.
        vcpu.validateFirstRun();
        List<Long> general = new ArrayList<>();
        for (int i = 0; i < ProcessorState.GENERAL; i++) {
            general.add(get(ArmRegister.x(i)));
        }
        return new ProcessorState(
                general, get(ArmRegister.PC), get(ArmRegister.PSTATE), get(ELR_EL1), get(SPSR_EL1), get(VBAR_EL1));
    }

    @Override
    public void restore(ProcessorState state) {
        for (int i = 0; i < ProcessorState.GENERAL; i++) {
            set(ArmRegister.x(i), state.general().get(i));
        }
        set(ArmRegister.PC, state.pc());
        set(ArmRegister.PSTATE, state.pstate());
        set(ELR_EL1, state.elr());
        set(SPSR_EL1, state.spsr());
        set(VBAR_EL1, state.vbar());
    }

    /** Sets where the guest begins. */
    void begin(long pc) {
        set(ArmRegister.PC, pc);
    }

    private long get(long register) {
        long[] value = new long[1];
        check(vcpu.tryGetRegister(register, value, 0), register);
        return value[0];
    }

    private void set(long register, long value) {
        check(vcpu.trySetRegister(register, value), register);
    }

    private void check(int errno, long register) {
        if (errno != Errno.OK) {
            throw new IllegalStateException(
                    "register 0x" + Long.toHexString(register) + " of " + vcpu.id() + ": " + Errno.name(errno));
        }
    }
}
