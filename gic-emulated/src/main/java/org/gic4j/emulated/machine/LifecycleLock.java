package org.gic4j.emulated.machine;

import jakarta.inject.Inject;
import java.util.concurrent.locks.ReentrantLock;
import org.gic4j.emulated.wiring.MachineScope;

/** Guards what exists in a virtual machine. Taken before every other lock. */
@MachineScope
public final class LifecycleLock extends ReentrantLock {
    private static final long serialVersionUID = 1L;

    /** An open lock. */
    @Inject
    public LifecycleLock() {}
}
