package org.gic4j.serialization.its;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gic4j.api.guest.GuestMemory;
import org.gic4j.api.its.TableEntry;
import org.gic4j.api.its.TableRegister;
import org.gic4j.api.registers.Gicv3Redistributor;
import org.gic4j.api.registers.Its;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.MemoryBlock;
import org.gic4j.api.snapshot.SnapshotException;
import org.gic4j.api.snapshot.VcpuDescription;
import org.jspecify.annotations.Nullable;

/** The tables of a whole interrupt controller in guest memory: those of its ITSs, and those of the LPIs they name. */
public final class LpiTables {
    /** More ITSs than a machine has: readers refuse a file with more, lest it fill the memory. */
    public static final int MOST_SERVICES = 1024;

    private static final int FIRST_LPI = 8192;

    private final GicState state;
    private final GuestMemory memory;
    private final PageSet pages = new PageSet();

    private LpiTables(GicState state, GuestMemory memory) {
        this.state = state;
        this.memory = memory;
    }

    /**
     * Checks that everything that a restore of ITSs reads is in guest memory, and can be.
     *
     * @param state the interrupt controller
     * @param memory guest memory as it will be then
     * @throws TableException naming the first table that is not there or cannot be
     */
    public static void check(GicState state, GuestMemory memory) {
        new LpiTables(state, memory).read();
    }

    /**
     * The pages that a restore of ITSs reads: as far as tables are in use.
     *
     * @param state the interrupt controller
     * @param memory guest memory
     * @throws SnapshotException as {@link #check}
     */
    public static List<MemoryBlock> copy(GicState state, GuestMemory memory) {
        LpiTables tables = new LpiTables(state, memory);
        tables.read();
        return tables.pages.read(memory);
    }

    /**
     * Notes which pages a save of ITSs has written, where nobody saw it write: those that a restore would read.
     *
     * @param state the interrupt controller as it was saved
     * @param memory guest memory
     */
    public static void noteSaved(GicState state, GuestMemory memory) {
        if (memory.seesDeviceWrites()) {
            return;
        }
        LpiTables tables = new LpiTables(state, memory);
        try {
            tables.read();
        } catch (SnapshotException unreadable) {
            // What was found until then is noted; who wants to restore it is told.
        }
        tables.pages.noteWritten(memory);
    }

    /**
     * Puts a snapshot's tables where they belong.
     *
     * @param blocks what {@link #copy} gave
     * @param memory guest memory
     * @throws SnapshotException where it does not have the memory; nothing was written then
     */
    public static void put(List<MemoryBlock> blocks, GuestMemory memory) {
        for (MemoryBlock block : blocks) {
            for (int at = 0; at < block.size(); at += PageSet.pageSize()) {
                int length = Math.min(PageSet.pageSize(), block.size() - at);
                if (!memory.isMapped(block.address() + at, length)) {
                    throw new SnapshotException("the snapshot carries " + block
                            + ", where no guest memory is mapped; map it before the restore");
                }
            }
        }
        for (MemoryBlock block : blocks) {
            byte[] content = block.content();
            for (int i = 0; i < content.length; i++) {
                memory.writeByte(block.address() + i, content[i]);
            }
        }
    }

    private void read() {
        for (int its = 0; its < state.translationServices().size(); its++) {
            read(its);
        }
    }

    private Translation read(int number) {
        String name = "ITS " + number;
        Map<Integer, VcpuDescription> byNumber = new HashMap<>();
        state.vcpus().forEach(vcpu -> byNumber.put(vcpu.id().value(), vcpu));
        Translation translation =
                new TableReader(state.translationServices().get(number), name, memory, pages).read();
        Map<Integer, VcpuDescription> targets = new HashMap<>();
        for (Translation.Collection collection : translation.collections()) {
            VcpuDescription target = byNumber.get(collection.processor());
            if (target == null && collection.processor() != TableEntry.UNMAPPED) {
                throw new TableException(
                        TableException.Fault.NO_VCPU,
                        Its.GITS_BASER.name() + 1,
                        Integer.toUnsignedLong(collection.processor()),
                        name + ": collection " + collection.id() + " is mapped to vCPU "
                                + Integer.toUnsignedString(collection.processor()) + ", which there is not");
            }
            if (target != null) {
                targets.put(collection.id(), target);
            }
        }
        for (Translation.Device device : translation.devices()) {
            for (Translation.Event event : device.events()) {
                lpi(name, event.intid(), targets.get(event.collection()));
            }
        }
        return translation;
    }

    private void lpi(String name, int intid, @Nullable VcpuDescription target) {
        int index = target == null ? 0 : target.index().value();
        long number = Integer.toUnsignedLong(intid);
        byteOf(name, "configuration", Gicv3Redistributor.GICR_PROPBASER, TableRegister.CONFIGURATION, index, intid, number - FIRST_LPI);
        if (target != null) {
            byteOf(name, "pending bit", Gicv3Redistributor.GICR_PENDBASER, TableRegister.PENDING, index, intid, number / Byte.SIZE);
        }
    }

    private void byteOf(
            String name,
            String what,
            Gicv3Redistributor register,
            TableRegister kind,
            int vcpuIndex,
            int intid,
            long offset) {
        long base = state.has(register) ? kind.address(state.wideValue(register, vcpuIndex, 0)) : 0;
        long at = base + offset;
        TableException.requireMapped(
                memory,
                at,
                Byte.BYTES,
                register.name(),
                name + ": the " + what + " of LPI " + Integer.toUnsignedString(intid));
        pages.add(at, Byte.BYTES);
    }

    /**
     * Checks the tables of one ITS as {@link #check} does.
     *
     * @param state the interrupt controller
     * @param number which ITS, from 0
     * @param memory guest memory
     * @return what it has mapped
     * @throws TableException naming the first table that is not there or cannot be
     */
    public static Translation translation(GicState state, int number, GuestMemory memory) {
        return new LpiTables(state, memory).read(number);
    }
}
