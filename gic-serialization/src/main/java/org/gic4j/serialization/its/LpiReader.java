package org.gic4j.serialization.its;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.gic4j.api.guest.GuestMemory;
import org.gic4j.api.its.TableRegister;
import org.gic4j.api.registers.Gicv3Redistributor;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.LpiRegisters;
import org.gic4j.api.snapshot.LpiState;
import org.gic4j.api.snapshot.VcpuDescription;
import org.jspecify.annotations.Nullable;

/** Lists LPIs by the tables in guest memory: what is mapped to each, its configuration, and where it is pending. */
public final class LpiReader {
    private static final int FIRST_LPI = 8192;
    private static final int GREATEST_ID_BITS = 16;
    private static final int ID_BITS = 0x1F;

    private final GicState state;
    private final GuestMemory memory;
    private final Map<Integer, VcpuDescription> byNumber = new HashMap<>();
    /** By INTID, unsigned. */
    private final TreeMap<Integer, Mapped> mapped = new TreeMap<>(Integer::compareUnsigned);

    private record Mapped(@Nullable VcpuDescription target, List<LpiState.Event> events) {}

    private LpiReader(GicState state, GuestMemory memory) {
        this.state = state;
        this.memory = memory;
        state.vcpus().forEach(vcpu -> byNumber.put(vcpu.id().value(), vcpu));
    }

    /**
     * Reads.
     *
     * @param state an interrupt controller
     * @param memory guest memory with tables of the kernel's form
     * @return by INTID, then by vCPU
     * @throws TableException naming the first table that is not there or cannot be
     */
    public static List<LpiState> read(GicState state, GuestMemory memory) {
        LpiReader reader = new LpiReader(state, memory);
        for (int service = 0; service < state.translationServices().size(); service++) {
            reader.mappings(service, LpiTables.translation(state, service, memory));
        }
        return reader.lpis();
    }

    private void mappings(int service, Translation translation) {
        Map<Integer, VcpuDescription> targets = new HashMap<>();
        for (Translation.Collection collection : translation.collections()) {
            VcpuDescription target = byNumber.get(collection.processor());
            if (target != null) {
                targets.put(collection.id(), target);
            }
        }
        for (Translation.Device device : translation.devices()) {
            for (Translation.Event event : device.events()) {
                mapped.computeIfAbsent(
                                event.intid(),
                                intid -> new Mapped(targets.get(event.collection()), new ArrayList<>()))
                        .events
                        .add(new LpiState.Event(service, device.id(), event.id(), event.collection()));
            }
        }
    }

    private List<LpiState> lpis() {
        Map<Integer, List<VcpuDescription>> pending = pending();
        List<LpiState> lpis = new ArrayList<>();
        TreeMap<Integer, Mapped> all = new TreeMap<>(mapped);
        pending.keySet().forEach(intid -> all.putIfAbsent(intid, new Mapped(null, List.of())));
        all.forEach((intid, mapping) -> {
            List<VcpuDescription> where = pending.get(intid);
            if (where == null) {
                lpis.add(new LpiState(
                        intid, mapping.target, false, configuration(intid, mapping.target), mapping.events));
            } else {
                where.forEach(vcpu ->
                        lpis.add(new LpiState(intid, vcpu, true, configuration(intid, vcpu), mapping.events)));
            }
        });
        return lpis;
    }

    /** By INTID the vCPUs in whose tables it is pending, of those that take LPIs. What is not in memory is taken for 0. */
    private Map<Integer, List<VcpuDescription>> pending() {
        Map<Integer, List<VcpuDescription>> pending = new TreeMap<>(Integer::compareUnsigned);
        for (VcpuDescription vcpu : state.vcpus()) {
            int index = vcpu.index().value();
            if (!state.has(Gicv3Redistributor.GICR_PENDBASER) || !LpiRegisters.areEnabled(state, index)) {
                continue;
            }
            long table = TableRegister.PENDING.address(state.wideValue(Gicv3Redistributor.GICR_PENDBASER, index, 0));
            int end = end(index);
            for (int first = FIRST_LPI; first < end; first += Byte.SIZE) {
                long at = table + first / Byte.SIZE;
                for (int bits = memory.isMapped(at, Byte.BYTES) ? memory.readByte(at) : 0; bits != 0; bits &= bits - 1) {
                    pending.computeIfAbsent(first + Integer.numberOfTrailingZeros(bits), intid -> new ArrayList<>())
                            .add(vcpu);
                }
            }
        }
        return pending;
    }

    /** LPIs are below this: of the bits that GICR_PROPBASER tells the kernel takes up to 16. */
    private int end(int vcpuIndex) {
        int bits = state.has(Gicv3Redistributor.GICR_PROPBASER)
                ? (int) state.wideValue(Gicv3Redistributor.GICR_PROPBASER, vcpuIndex, 0) & ID_BITS
                : GREATEST_ID_BITS;
        return 1 << Math.min(bits + 1, GREATEST_ID_BITS);
    }

    /** Where the vCPU takes none, its register may never have been set. */
    private OptionalInt configuration(int intid, @Nullable VcpuDescription vcpu) {
        if (!state.has(Gicv3Redistributor.GICR_PROPBASER)) {
            return OptionalInt.empty();
        }
        int owner = vcpu != null && LpiRegisters.areEnabled(state, vcpu.index().value())
                ? vcpu.index().value()
                : LpiRegisters.sharedConfiguration(state);
        long table = TableRegister.CONFIGURATION.address(state.wideValue(Gicv3Redistributor.GICR_PROPBASER, owner, 0));
        long at = table + Integer.toUnsignedLong(intid) - FIRST_LPI;
        return memory.isMapped(at, Byte.BYTES) ? OptionalInt.of(memory.readByte(at)) : OptionalInt.empty();
    }
}
