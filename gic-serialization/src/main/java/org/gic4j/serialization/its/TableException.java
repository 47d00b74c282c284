package org.gic4j.serialization.its;

import org.gic4j.api.guest.GuestMemory;
import org.gic4j.api.snapshot.SnapshotException;

/** A table of ITSs or LPIs that a restore could not read: which one, and of which kind the fault is. */
public final class TableException extends SnapshotException {
    private static final long serialVersionUID = 1L;

    /** What is wrong with a table. */
    public enum Fault {
        /** It is not in guest memory: the kernel answers EFAULT. */
        ABSENT,
        /** An entry cannot be: the kernel answers EINVAL. */
        IMPOSSIBLE,
        /** A collection is mapped to a vCPU that does not exist: the kernel answers EINVAL. */
        NO_VCPU,
        /** It is empty and cannot be: the kernel restores nothing and says nothing. */
        EMPTY
    }

    private final Fault fault;
    private final String register;
    private final long address;

    /**
     * A fault.
     *
     * @param fault of which kind
     * @param register says where the table is, with its number where it has one
     * @param address guest physical address of the entry
     * @param message what is wrong, naming the ITS and the table
     */
    public TableException(Fault fault, String register, long address, String message) {
        super(message);
        this.fault = fault;
        this.register = register;
        this.address = address;
    }

    /**
     * Checks that an entry is in guest memory.
     *
     * @param memory guest memory
     * @param address guest physical address of the entry
     * @param size its bytes
     * @param register says where the table is
     * @param what the ITS and the table, for the message
     * @throws TableException where it is not
     */
    public static void requireMapped(GuestMemory memory, long address, int size, String register, String what) {
        if (!memory.isMapped(address, size)) {
            throw new TableException(
                    Fault.ABSENT,
                    register,
                    address,
                    what + " is not in guest memory at 0x" + Long.toHexString(address) + " (" + register
                            + "); map the memory that the guest had there, or restore a snapshot that carries its tables");
        }
    }

    /** Of which kind the fault is. */
    public Fault fault() {
        return fault;
    }

    /** The register that says where the table is, by name. */
    public String register() {
        return register;
    }

    /** The guest physical address of the entry. */
    public long address() {
        return address;
    }
}
