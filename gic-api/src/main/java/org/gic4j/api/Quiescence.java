package org.gic4j.api;

/** A stretch in which a virtual machine's interrupt state stands still, see {@link VirtualMachine#quiesce}. */
public interface Quiescence extends AutoCloseable {
    /** Ends it. To be called by the thread that began it; closing twice is harmless. */
    @Override
    void close();
}
