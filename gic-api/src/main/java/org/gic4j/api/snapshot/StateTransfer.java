package org.gic4j.api.snapshot;

import java.util.List;
import org.gic4j.api.GicProfile;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.guest.GuestMemory;

/** Moves state between virtual machines and snapshots, through device attributes: a service, see {@link Snapshots}. */
public interface StateTransfer {
    /**
     * Saves the interrupt controller of a virtual machine, as one cut.
     *
     * @param vm with a device that was created or handed over, initialised
     * @return the snapshot
     */
    Snapshot save(VirtualMachine vm);

    /**
     * Saves as {@link #save} does, and copies the used part of the tables of ITSs and LPIs out of guest memory.
     *
     * @param vm with a device, and with the memory mapped that its tables are in
     * @return the snapshot, which does not depend on guest memory
     */
    Snapshot saveWhole(VirtualMachine vm);

    /**
     * Brings a fresh virtual machine to where a snapshot can be restored: vCPUs, device, number of interrupts,
     * addresses, INIT.
     *
     * @param vm without vCPUs and devices
     * @param snapshot what is to be restored
     */
    void prepare(VirtualMachine vm, Snapshot snapshot);

    /**
     * Restores a snapshot. Everything is checked before anything is written.
     *
     * @param vm with the vCPUs, the device and the numbers that the snapshot has
     * @param snapshot what to restore
     * @param ignoreUnknownParts whether parts that this version does not know may stay behind
     * @return what the virtual machine could not hold, and tables that map nothing
     */
    List<Note> restore(VirtualMachine vm, Snapshot snapshot, boolean ignoreUnknownParts);

    /**
     * A state as an implementation of some profile would hold it.
     *
     * @param state any state
     * @param profile the implementation
     * @return the state, and what was lost
     */
    Conformed conform(GicState state, GicProfile profile);

    /**
     * A state as a virtual machine would hold it: by its profile, and by what of the hardware its registers tell.
     *
     * @param state any state
     * @param vm the virtual machine, initialised
     * @return the state, and what was lost
     */
    default Conformed conform(GicState state, VirtualMachine vm) {
        return conform(state, vm.configuration().profile());
    }

    /**
     * Counts what ITSs have mapped, by the tables of the kernel's form in guest memory.
     *
     * @param state an interrupt controller, whose tables were saved
     * @param memory guest memory
     * @return for each ITS, in their order
     */
    List<ItsMappings> mappings(GicState state, GuestMemory memory);

    /**
     * The LPIs that are mapped or pending, by the tables in guest memory, of the kernel's form or QEMU's.
     *
     * @param snapshot a snapshot; memory that it carries counts first
     * @param memory guest memory beside it; it is not changed
     * @return by INTID, then by vCPU
     */
    List<LpiState> lpis(Snapshot snapshot, GuestMemory memory);

    /**
     * The answer of {@link #conform}.
     *
     * @param state what the implementation would hold
     * @param notes what was lost
     */
    record Conformed(GicState state, List<Note> notes) {
        /** Copies the list. */
        public Conformed {
            notes = List.copyOf(notes);
        }
    }
}
