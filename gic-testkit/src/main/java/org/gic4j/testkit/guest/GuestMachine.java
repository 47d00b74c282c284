package org.gic4j.testkit.guest;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.gic4j.api.VirtualMachine;

/** A machine with a guest in it. */
public interface GuestMachine extends AutoCloseable {
    /** Whose interrupt controller the guest has: lines are set there, state is saved from there. */
    VirtualMachine controller();

    /** The processors, in creation order of their vCPUs. */
    List<GuestProcessor> processors();

    /** The guest's memory, at {@link GuestMap#MEMORY}. */
    MemorySegment memory();

    @Override
    void close();
}
