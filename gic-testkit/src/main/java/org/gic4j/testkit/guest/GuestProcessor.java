package org.gic4j.testkit.guest;

/** A processor that executes guest code. One thread at a time. */
public interface GuestProcessor {
    /**
     * Executes until the guest accesses an address that is neither memory nor of its interrupt controller.
     *
     * @return the access; a read wants {@link #answer} before the next run
     */
    GuestExit run();

    /**
     * What the guest's read gives.
     *
     * @param data in the low bits
     */
    void answer(long data);

    /** Its registers; an access that was answered is complete then. */
    ProcessorState save();

    /**
     * Replaces its registers.
     *
     * @param state what {@link #save} gave, of a processor of any kind
     */
    void restore(ProcessorState state);
}
