package org.gic4j.serialization.crosvm;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.gic4j.api.registers.Gicv3CpuInterface;
import org.gic4j.api.registers.Gicv3Distributor;
import org.gic4j.api.registers.Gicv3Redistributor;
import org.gic4j.api.registers.Gicv3RedistributorSgi;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.VcpuDescription;

/** Makes crosvm's fragment by RFC 8949, byte by byte; the places of registers are those of the specification. */
final class CborEncoder {
    private static final int UNSIGNED = 0;
    private static final int TEXT = 3;
    private static final int ARRAY = 4;
    private static final int MAP = 5;

    final int[] distributor = new int[0x4000];
    final Map<Long, int[]> redistributors = new LinkedHashMap<>();
    final Map<Long, Map<Integer, Long>> systemRegisters = new LinkedHashMap<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    CborEncoder(GicState state) {
        distributor[0x4 / 4] = state.geometry().interrupts() / 32 - 1;
        distributor[0] = state.word(Gicv3Distributor.GICD_CTLR, 0, 0);
        distributor[0x8 / 4] = state.word(Gicv3Distributor.GICD_IIDR, 0, 0);
        int spis = state.geometry().interrupts() - 32;
        shared(state, Gicv3Distributor.GICD_IGROUPR, 0x84, spis / 32);
        shared(state, Gicv3Distributor.GICD_ISENABLER, 0x104, spis / 32);
        shared(state, Gicv3Distributor.GICD_ISPENDR, 0x204, spis / 32);
        shared(state, Gicv3Distributor.GICD_ISACTIVER, 0x304, spis / 32);
        shared(state, Gicv3Distributor.GICD_IPRIORITYR, 0x420, spis / 4);
        shared(state, Gicv3Distributor.GICD_ICFGR, 0xC08, spis / 16);
        shared(state, Gicv3Distributor.GICD_IROUTER, 0x6100, 2 * spis);
        for (VcpuDescription vcpu : state.vcpus()) {
            int index = vcpu.index().value();
            long key = Integer.toUnsignedLong(vcpu.affinity().packed()) << 32;
            int[] frame = new int[0x8000];
            frame[0] = state.word(Gicv3Redistributor.GICR_CTLR, index, 0);
            for (int word = 0; word < 2; word++) {
                frame[0x70 / 4 + word] = state.word(Gicv3Redistributor.GICR_PROPBASER, index, word);
                frame[0x78 / 4 + word] = state.word(Gicv3Redistributor.GICR_PENDBASER, index, word);
                frame[0x1_0C00 / 4 + word] = state.word(Gicv3RedistributorSgi.GICR_ICFGR, index, word);
            }
            frame[0x1_0080 / 4] = state.word(Gicv3RedistributorSgi.GICR_IGROUPR, index, 0);
            frame[0x1_0100 / 4] = state.word(Gicv3RedistributorSgi.GICR_ISENABLER, index, 0);
            frame[0x1_0200 / 4] = state.word(Gicv3RedistributorSgi.GICR_ISPENDR, index, 0);
            frame[0x1_0300 / 4] = state.word(Gicv3RedistributorSgi.GICR_ISACTIVER, index, 0);
            for (int word = 0; word < 8; word++) {
                frame[0x1_0400 / 4 + word] = state.word(Gicv3RedistributorSgi.GICR_IPRIORITYR, index, word);
            }
            redistributors.put(key, frame);
            systemRegisters.put(key, systemRegisters(state, index));
        }
    }

    /** The system registers of the vCPU of some key. */
    Map<Integer, Long> systemRegistersOf(long key) {
        return Objects.requireNonNull(systemRegisters.get(key));
    }

    private void shared(GicState state, Gicv3Distributor register, int offset, int count) {
        for (int word = 0; word < count; word++) {
            distributor[offset / 4 + word] =
                    state.word(register, 0, register.words(state.geometry()) - count + word);
        }
    }

    private static Map<Integer, Long> systemRegisters(GicState state, int vcpu) {
        Map<Integer, Long> values = new LinkedHashMap<>();
        Map<Integer, Gicv3CpuInterface> single = Map.of(
                0xC230, Gicv3CpuInterface.ICC_PMR_EL1,
                0xC643, Gicv3CpuInterface.ICC_BPR0_EL1,
                0xC663, Gicv3CpuInterface.ICC_BPR1_EL1,
                0xC664, Gicv3CpuInterface.ICC_CTLR_EL1,
                0xC665, Gicv3CpuInterface.ICC_SRE_EL1,
                0xC666, Gicv3CpuInterface.ICC_IGRPEN0_EL1,
                0xC667, Gicv3CpuInterface.ICC_IGRPEN1_EL1);
        single.forEach((encoding, register) -> values.put(encoding, word(state, register, vcpu, 0)));
        int active = state.priorityBits() <= 5 ? 1 : state.priorityBits() == 6 ? 2 : 4;
        for (int word = 0; word < active; word++) {
            values.put(0xC644 + word, word(state, Gicv3CpuInterface.ICC_AP0R_EL1, vcpu, word));
            values.put(0xC648 + word, word(state, Gicv3CpuInterface.ICC_AP1R_EL1, vcpu, word));
        }
        return values;
    }

    private static long word(GicState state, Gicv3CpuInterface register, int vcpu, int word) {
        return Integer.toUnsignedLong(state.word(register, vcpu, word));
    }

    /** What crosvm saves of KVM, where the registers that clear read as those that set. */
    CborEncoder asKvmReads() {
        for (List<Integer> pair : List.of(List.of(0x100, 0x180), List.of(0x300, 0x380))) {
            for (int word = 0; word < 32; word++) {
                distributor[pair.get(1) / 4 + word] = distributor[pair.get(0) / 4 + word];
            }
            redistributors.values().forEach(frame ->
                    frame[(0x1_0000 + pair.get(1)) / 4] = frame[(0x1_0000 + pair.get(0)) / 4]);
        }
        return this;
    }

    /** The map, perhaps inside another one. */
    byte[] encode(boolean wrapped) {
        if (wrapped) {
            head(MAP, 2);
            text("version");
            head(UNSIGNED, 1);
            text("snapshot");
        }
        head(MAP, 2);
        text("cpu_specific");
        head(MAP, redistributors.size());
        redistributors.forEach((key, frame) -> {
            head(UNSIGNED, key);
            head(MAP, 3);
            text("cpu_sys_regs");
            head(MAP, systemRegistersOf(key).size());
            systemRegistersOf(key).forEach((encoding, value) -> {
                head(UNSIGNED, encoding);
                head(UNSIGNED, value);
            });
            text("redist_regs");
            words(frame);
            text("mp_state");
            head(ARRAY, 1);
            head(UNSIGNED, 0);
        });
        text("dist_regs");
        words(distributor);
        return out.toByteArray();
    }

    private void words(int[] words) {
        head(ARRAY, words.length);
        for (int word : words) {
            head(UNSIGNED, Integer.toUnsignedLong(word));
        }
    }

    private void text(String text) {
        head(TEXT, text.length());
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private void head(int major, long value) {
        int size = value >= 0 && value < 24 ? 0
                : value >>> 8 == 0 ? 1 : value >>> 16 == 0 ? 2 : value >>> 32 == 0 ? 4 : 8;
        int additional = switch (size) {
            case 0 -> (int) value;
            case 1 -> 24;
            case 2 -> 25;
            case 4 -> 26;
            default -> 27;
        };
        out.write(major << 5 | additional);
        for (int shift = 8 * size - 8; shift >= 0; shift -= 8) {
            out.write((int) (value >>> shift));
        }
    }
}
