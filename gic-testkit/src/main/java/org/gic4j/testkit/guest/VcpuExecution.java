package org.gic4j.testkit.guest;

import org.gic4j.api.ExecutionMarks;
import org.gic4j.api.Vcpu;
import org.gic4j.api.VirtualMachine;

/** How a backend's vCPU is brought inside its run, where register attributes answer EBUSY, and out of it. */
public interface VcpuExecution {
    /** By the marks of a backend that executes no guest code. */
    VcpuExecution BY_MARKS = new VcpuExecution() {
        @Override
        public boolean canRun(Vcpu vcpu) {
            return vcpu.executionMarks().isPresent();
        }

        @Override
        public int begin(VirtualMachine vm, Vcpu vcpu) {
            return vcpu.executionMarks().orElseThrow().enter();
        }

        @Override
        public void end(Vcpu vcpu) {
            vcpu.executionMarks().ifPresent(ExecutionMarks::leave);
        }
    };

    /** Whether a vCPU can be brought inside its run. */
    boolean canRun(Vcpu vcpu);

    /**
     * Brings a vCPU inside its run. It stays there, and does nothing to its interrupt controller.
     *
     * @param vm its virtual machine
     * @param vcpu one that does not run, like all others of it
     * @return 0, or the errno of {@link Vcpu#tryValidateFirstRun}, and then it does not run
     */
    int begin(VirtualMachine vm, Vcpu vcpu);

    /**
     * Brings it out again.
     *
     * @param vcpu one that runs
     */
    void end(Vcpu vcpu);
}
