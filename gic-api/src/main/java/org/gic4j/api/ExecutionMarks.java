package org.gic4j.api;

/**
 * Marks that stand for a vCPU inside {@code KVM_RUN}, where a backend executes no guest code itself. Between
 * {@link #enter} and {@link #leave} register attributes of the whole virtual machine answer EBUSY.
 */
public interface ExecutionMarks {
    /**
     * Marks the vCPU as running, after the checks of a first run.
     *
     * @return 0, or the errno of {@link Vcpu#tryValidateFirstRun}, and then it does not run
     */
    int enter();

    /** Marks the vCPU as stopped. Without effect when it is not running. */
    void leave();
}
