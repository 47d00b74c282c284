package org.gic4j.api.snapshot;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.ServiceLoader;
import java.util.UUID;
import org.gic4j.api.GicException;
import org.gic4j.api.GicProfile;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.VirtualMachineConfiguration;
import org.gic4j.api.guest.GuestMemory;

/**
 * Saves, restores, reads and writes snapshots. What does the work is found by {@link ServiceLoader}: add
 * {@code gic-serialization} to the class path or module path.
 */
public final class Snapshots {
    private Snapshots() {}

    /**
     * Saves the interrupt controller of a virtual machine, as one cut.
     *
     * @param vm with a device that was created or handed over, and initialised
     * @return the snapshot
     * @throws GicException ENODEV without an interrupt controller; EBUSY while a vCPU runs; EIO, EBADF
     */
    public static Snapshot save(VirtualMachine vm) {
        return TransferProvider.find().save(vm);
    }

    /**
     * Saves as {@link #save} does, and lets the snapshot carry the tables of ITSs and LPIs as far as they are used, so that
     * it can be restored without the guest's memory beside it.
     *
     * @param vm with a device, and with the memory mapped that its tables are in
     * @return the snapshot
     * @throws SnapshotException for a table that is not in guest memory
     * @throws GicException as {@link #save}; EFAULT for a table that is not in guest memory
     */
    public static Snapshot saveWhole(VirtualMachine vm) {
        return TransferProvider.find().saveWhole(vm);
    }

    /**
     * Counts what ITSs have mapped, by their tables in guest memory: those that {@link #save} has the ITSs write.
     *
     * @param state an interrupt controller that was saved
     * @param memory guest memory
     * @return for each ITS, in their order
     * @throws SnapshotException for a table that is not in guest memory or cannot be
     */
    public static List<ItsMappings> mappings(GicState state, GuestMemory memory) {
        return TransferProvider.find().mappings(state, memory);
    }

    /**
     * The LPIs that are mapped or pending, by the tables in guest memory; they may be the kernel's or those of QEMU's own
     * ITS.
     *
     * @param snapshot a snapshot; memory that it carries counts first
     * @param memory guest memory beside it; it is not changed
     * @return by INTID, of those that are pending for several vCPUs by vCPU
     * @throws SnapshotException for a table that is not in guest memory or cannot be, as {@link #restore}
     */
    public static List<LpiState> lpis(Snapshot snapshot, GuestMemory memory) {
        return TransferProvider.find().lpis(snapshot, memory);
    }

    /**
     * What a fresh virtual machine for a snapshot is made with.
     *
     * @param snapshot what is to be restored
     * @return a configuration with KVM's profile, the right kind of host, and guest addresses that reach the snapshot's
     *     frames and tables, at least 40 bits
     */
    public static VirtualMachineConfiguration configurationFor(Snapshot snapshot) {
        return AddressSpace.reaching(
                snapshot, VirtualMachineConfiguration.KVM_GICV2.withHost(snapshot.state().version().host()));
    }

    /**
     * Brings a fresh virtual machine to where a snapshot can be restored: vCPUs with their ids in creation order, the
     * device, the number of interrupts, addresses and INIT.
     *
     * @param vm without vCPUs and devices
     * @param snapshot what is to be restored
     * @throws GicException with the errno of the step that failed
     */
    public static void prepare(VirtualMachine vm, Snapshot snapshot) {
        TransferProvider.find().prepare(vm, snapshot);
    }

    /**
     * Restores a snapshot into a virtual machine that has its vCPUs, its device and its numbers. Everything is checked
     * before anything is written: of ITSs, that queue and tables are in guest memory and can be what the guest had there.
     *
     * @param vm the virtual machine, see {@link #prepare}
     * @param snapshot what to restore
     * @return what the virtual machine could not hold, and tables that map nothing
     * @throws SnapshotException when vCPUs or numbers differ, saying where, when the snapshot has parts that this version
     *     does not know, or for a table or queue that is not there or cannot be, naming it
     * @throws GicException with the errno of the register that refused its value
     */
    public static List<Note> restore(VirtualMachine vm, Snapshot snapshot) {
        return TransferProvider.find().restore(vm, snapshot, false);
    }

    /**
     * As {@link #restore(VirtualMachine, Snapshot)}, leaving behind parts that this version does not know.
     *
     * @param vm the virtual machine
     * @param snapshot what to restore
     */
    public static List<Note> restoreIgnoringUnknownParts(VirtualMachine vm, Snapshot snapshot) {
        return TransferProvider.find().restore(vm, snapshot, true);
    }

    /**
     * A state as an implementation of some profile would hold it, with what that loses.
     *
     * @param state any state
     * @param profile the implementation
     */
    public static StateTransfer.Conformed conform(GicState state, GicProfile profile) {
        return TransferProvider.find().conform(state, profile);
    }

    /**
     * A state as {@link #restore} makes of it for a virtual machine, with what that loses. A host's CPUs may have other
     * fields of ICC_CTLR_EL1 than its profile says; the machine's register counts.
     *
     * @param state any state
     * @param vm the virtual machine, prepared; while no vCPU runs
     */
    public static StateTransfer.Conformed conform(GicState state, VirtualMachine vm) {
        return TransferProvider.find().conform(state, vm);
    }

    /**
     * Reads a file in any format that is here; gzip is unpacked.
     *
     * @param file the file
     * @throws SnapshotException for a file that is not a snapshot or damaged, with the byte offset
     * @throws IOException when it cannot be read
     */
    public static SnapshotFormat.Imported read(Path file) throws IOException {
        return read(file, ReadOptions.DEFAULT);
    }

    /**
     * Reads a file in any format that is here; gzip is unpacked.
     *
     * @param file the file
     * @param options what the reader is told
     * @throws SnapshotException for a file that is not a snapshot or damaged, with the byte offset
     * @throws IOException when it cannot be read
     */
    public static SnapshotFormat.Imported read(Path file, ReadOptions options) throws IOException {
        try (SnapshotSource source = SnapshotSource.open(file)) {
            return SnapshotFormats.find().of(source).read(source, options);
        }
    }

    /**
     * Writes a file, atomically: it appears whole or not at all.
     *
     * @param file the file; replaced if it exists
     * @param snapshot what to write
     * @param format the format's name, for example {@code native}
     * @return what the format cannot hold
     * @throws SnapshotException for a format that is unknown or cannot be written
     * @throws IOException when writing fails
     */
    public static List<Note> write(Path file, Snapshot snapshot, String format) throws IOException {
        SnapshotFormat writer = SnapshotFormats.find().named(format);
        if (!writer.writable()) {
            throw new SnapshotException("format '" + format + "' can be read but not written");
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new NoSuchFileException(file.toString(), null, "there is no folder to write it to");
        }
        // Not Files.createTempFile: what it makes is readable by its owner alone, and so would the snapshot be.
        Path temporary = folder.resolve("." + file.getFileName() + "." + UUID.randomUUID() + ".part");
        try {
            List<Note> notes;
            try (FileChannel channel =
                    FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
                notes = writer.write(snapshot, out);
                out.flush();
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return notes;
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
