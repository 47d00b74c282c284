package org.gic4j.serialization.its;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gic4j.api.Gicv3Profile.TableBases;
import org.gic4j.api.guest.GuestMemory;
import org.gic4j.api.its.TableEntry;
import org.gic4j.api.its.TableRegister;
import org.gic4j.api.registers.Gicv3Redistributor;
import org.gic4j.api.registers.Its;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.ItsMappings;
import org.gic4j.api.snapshot.LpiRegisters;
import org.gic4j.api.snapshot.MemoryBlock;
import org.gic4j.api.snapshot.Note;
import org.gic4j.api.snapshot.SnapshotException;
import org.gic4j.api.snapshot.VcpuDescription;
import org.jspecify.annotations.Nullable;

/** The tables of a whole interrupt controller in guest memory: those of its ITSs, and those of the LPIs they name. */
public final class LpiTables {
    /** More ITSs than a machine has: readers refuse a file with more, lest it fill the memory. */
    public static final int MOST_SERVICES = 1024;

    private static final int OWN = -1;
    private static final int FIRST_LPI = 8192;
    /** The kernel has LPIs of 16 bits. */
    private static final int END_OF_LPIS = 1 << 16;

    private final GicState state;
    /** The vCPU whose GICR_PROPBASER holds for all; {@link #OWN} where each has its own. */
    private final int sharedConfiguration;

    private final GuestMemory memory;
    private final PageSet pages = new PageSet();
    private final BlankEntries blankDevices = new BlankEntries();
    private final BlankEntries blankEvents = new BlankEntries();

    private LpiTables(GicState state, TableBases bases, GuestMemory memory) {
        this.state = state;
        this.memory = memory;
        sharedConfiguration = bases == TableBases.SANITISED && state.has(Gicv3Redistributor.GICR_PROPBASER)
                ? LpiRegisters.sharedConfiguration(state)
                : OWN;
    }

    /**
     * Checks that everything that a restore of ITSs reads is in guest memory, and can be.
     *
     * @param state the interrupt controller
     * @param bases whether the target's vCPUs share GICR_PROPBASER
     * @param memory guest memory as it will be then
     * @param carried what of it the snapshot carries: tables that were saved with the registers may be empty
     * @return tables that are there and leave a guest without interrupts, if that is not meant
     * @throws TableException naming the first table that is not there or cannot be
     */
    public static List<Note> check(
            GicState state, TableBases bases, GuestMemory memory, List<MemoryBlock> carried) {
        LpiTables tables = new LpiTables(state, bases, memory);
        List<Note> notes = new ArrayList<>();
        for (int its = 0; its < state.translationServices().size(); its++) {
            EmptyTables empty = new EmptyTables(state.translationServices().get(its), tables.read(its));
            empty.note("ITS " + its, memory, carried).ifPresent(notes::add);
        }
        return notes;
    }

    /**
     * Counts what ITSs have mapped.
     *
     * @param state the interrupt controller
     * @param memory guest memory with tables of the kernel's form
     * @return for each ITS
     * @throws TableException naming the first table that is not there or cannot be
     */
    public static List<ItsMappings> mappings(GicState state, GuestMemory memory) {
        LpiTables tables = new LpiTables(state, TableBases.SANITISED, memory);
        List<ItsMappings> mappings = new ArrayList<>();
        for (int its = 0; its < state.translationServices().size(); its++) {
            mappings.add(count(tables.read(its)));
        }
        return mappings;
    }

    private static ItsMappings count(Translation translation) {
        int[] lpis = translation.devices().stream()
                .flatMap(device -> device.events().stream())
                .mapToInt(Translation.Event::intid)
                .toArray();
        return new ItsMappings(
                translation.devices().size(),
                lpis.length,
                (int) Arrays.stream(lpis).distinct().count(),
                translation.collections().size());
    }

    /**
     * The pages that a restore of ITSs reads: as far as tables are in use.
     *
     * @param state the interrupt controller
     * @param memory guest memory
     * @throws SnapshotException as {@link #check}
     */
    public static List<MemoryBlock> copy(GicState state, GuestMemory memory) {
        LpiTables tables = new LpiTables(state, TableBases.AS_WRITTEN, memory);
        tables.read();
        return tables.pages.read(memory);
    }

    /**
     * Notes which pages a save of ITSs has written, where nobody saw it write: those that a restore would read, and the
     * pending bits of all vCPUs, since an LPI may be pending on another vCPU than that of its collection (MOVALL), or be
     * mapped no more.
     *
     * @param state the interrupt controller as it was saved
     * @param memory guest memory
     */
    public static void noteSaved(GicState state, GuestMemory memory) {
        if (memory.seesDeviceWrites()) {
            return;
        }
        LpiTables tables = new LpiTables(state, TableBases.AS_WRITTEN, memory);
        try {
            tables.read();
        } catch (SnapshotException unreadable) {
            // What was found until then is noted; who wants to restore it is told.
        }
        tables.addPendingBits();
        tables.pages.noteWritten(memory);
    }

    private void addPendingBits() {
        for (VcpuDescription vcpu : state.vcpus()) {
            if (state.has(Gicv3Redistributor.GICR_PENDBASER)) {
                long register = state.wideValue(
                        Gicv3Redistributor.GICR_PENDBASER, vcpu.index().value(), 0);
                pages.add(
                        TableRegister.PENDING.address(register) + FIRST_LPI / Byte.SIZE,
                        (END_OF_LPIS - FIRST_LPI) / Byte.SIZE);
            }
        }
    }

    /**
     * Puts a snapshot's tables where they belong.
     *
     * @param blocks what {@link #copy} gave
     * @param memory guest memory
     * @throws SnapshotException where it does not have the memory, or two blocks say different things of the same place;
     *     nothing was written then
     */
    public static void put(List<MemoryBlock> blocks, GuestMemory memory) {
        requireOnceEach(blocks);
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

    private static void requireOnceEach(List<MemoryBlock> blocks) {
        List<MemoryBlock> ordered = blocks.stream()
                .filter(block -> block.size() > 0)
                .sorted((a, b) -> Long.compareUnsigned(a.address(), b.address()))
                .toList();
        for (int i = 1; i < ordered.size(); i++) {
            MemoryBlock before = ordered.get(i - 1);
            if (Long.compareUnsigned(ordered.get(i).address() - before.address(), before.size()) < 0) {
                throw new SnapshotException("the snapshot carries " + before + " and " + ordered.get(i)
                        + ", which overlap; it cannot be told what guest memory was");
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
                new TableReader(state.translationServices().get(number), name, memory, pages, blankDevices, blankEvents)
                        .read();
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
        int owner = sharedConfiguration == OWN ? index : sharedConfiguration;
        byteOf(name, "configuration", Gicv3Redistributor.GICR_PROPBASER, TableRegister.CONFIGURATION, owner, intid, number - FIRST_LPI);
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
     * Checks the tables of one ITS as {@link #check} does for KVM.
     *
     * @param state the interrupt controller
     * @param number which ITS, from 0
     * @param memory guest memory
     * @return what it has mapped
     * @throws TableException naming the first table that is not there or cannot be
     */
    public static Translation translation(GicState state, int number, GuestMemory memory) {
        return new LpiTables(state, TableBases.SANITISED, memory).read(number);
    }
}
