package org.gic4j.testkit.captures;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.gic4j.api.GicVersion;
import org.gic4j.api.registers.Frame;
import org.gic4j.api.registers.Gicv3Input;
import org.gic4j.api.registers.Register;
import org.gic4j.api.registers.Registers;
import org.gic4j.api.snapshot.GicState;

/** What registers read beside a capture, and the comparison of a state with it. */
public final class Readings {
    /** Where the machine has its distributor. */
    private static final long DISTRIBUTOR = 0x0800_0000;
    /** Where the machine has its GICv2 CPU interfaces. */
    private static final long CPU_INTERFACE = 0x0801_0000;
    /** Where the machine has its ITS, which is another device. */
    private static final long TRANSLATION_SERVICE = 0x0808_0000;
    /** Where the machine has its GICv3 redistributors, two frames for each CPU. */
    private static final long REDISTRIBUTOR = 0x080A_0000;

    private static final long REDISTRIBUTOR_FRAME = 0x1_0000;

    /** Attributes of an ITS, which is another device. */
    private static final String ITS = "GITS";

    private static final List<Frame> GICV2_FRAMES = List.of(Frame.GICV2_DISTRIBUTOR, Frame.GICV2_CPU_INTERFACE);

    /** A register as one CPU sees it. What a GICv3 has once is CPU 0's. */
    private record Place(int cpu, Frame frame, long offset) {}

    /** How a reading shows a word of a state. */
    public interface View {
        /** The word itself. */
        View PLAIN = (state, register, cpu, word) -> state.word(register, cpu, word);

        /**
         * The value that is read.
         *
         * @param state the state
         * @param register the register, or the one that sets what it clears
         * @param cpu which CPU reads
         * @param word the word
         */
        int shown(GicState state, Register register, int cpu, int word);
    }

    private final GicVersion version;
    private final List<Frame> frames;
    private final Map<Place, Integer> values = new TreeMap<>(Comparator.comparing(Place::toString));

    private Readings(GicVersion version, List<Frame> frames) {
        this.version = version;
        this.frames = frames;
    }

    private static Readings of(String capture, List<Frame> gicv3Frames) {
        return Captures.gicv2().contains(capture)
                ? new Readings(GicVersion.GICV2, GICV2_FRAMES)
                : new Readings(GicVersion.GICV3, gicv3Frames);
    }

    /**
     * {@code cpuN mmio ADDRESS VALUE} and {@code cpuN sys NAME ENCODING VALUE}: what the guest's CPUs read; what is not
     * listed read 0.
     *
     * @param capture the capture's name
     */
    public static Readings ofGuest(String capture) {
        Readings readings = of(
                capture,
                List.of(
                        Frame.GICV3_DISTRIBUTOR,
                        Frame.GICV3_REDISTRIBUTOR,
                        Frame.GICV3_REDISTRIBUTOR_SGI,
                        Frame.GICV3_CPU_INTERFACE));
        for (String line : Captures.lines(capture, "guestread")) {
            String[] parts = line.split(" ", -1);
            if (parts[1].equals("mmio")) {
                readings.mmio(cpu(parts[0]), Long.parseLong(parts[2], 16), word(parts[3]));
            } else if (parts[1].equals("sys")) {
                readings.put(
                        cpu(parts[0]),
                        Frame.GICV3_CPU_INTERFACE,
                        Long.parseLong(parts[3], 16),
                        word(parts[4].replace("0x", "")));
            }
        }
        return readings;
    }

    /**
     * {@code ADDRESS: 0xVALUE}: what the monitor read, as CPU 0.
     *
     * @param capture the capture's name
     */
    public static Readings ofMonitor(String capture) {
        Readings readings = of(
                capture,
                List.of(Frame.GICV3_DISTRIBUTOR, Frame.GICV3_REDISTRIBUTOR, Frame.GICV3_REDISTRIBUTOR_SGI));
        for (String line : Captures.lines(capture, "xp")) {
            String[] parts = line.split(": 0x", -1);
            readings.mmio(0, Long.parseLong(parts[0], 16), word(parts[1]));
        }
        return readings;
    }

    /**
     * {@code [cpuN] GICD|GICC|GICR|ICC|LEVEL OFFSET VALUE}: the device's attributes; what is not listed read 0.
     *
     * @param capture the capture's name
     */
    public static Readings ofAttributes(String capture) {
        Readings readings = of(
                capture,
                List.of(
                        Frame.GICV3_DISTRIBUTOR,
                        Frame.GICV3_REDISTRIBUTOR,
                        Frame.GICV3_REDISTRIBUTOR_SGI,
                        Frame.GICV3_CPU_INTERFACE,
                        Frame.GICV3_INPUTS));
        for (String line : Captures.lines(capture, "attrs")) {
            String[] parts = (line.startsWith("cpu") ? line : "cpu0 " + line).split(" ", -1);
            if (!parts[1].equals(ITS) && !parts[3].equals("error")) {
                // INTIDs are decimal.
                int radix = parts[1].equals("LEVEL") ? 10 : 16;
                readings.attribute(cpu(parts[0]), parts[1], Long.parseLong(parts[2], radix), word(parts[3]));
            }
        }
        return readings;
    }

    /** How many there are. */
    public int size() {
        return values.size();
    }

    /**
     * The places whose reading is not what a state has: each register of the state and its clearing twin, as each of
     * some CPUs sees it.
     *
     * @param state the state
     * @param cpus how many CPUs
     * @param view how a reading shows a word
     */
    public List<String> differences(GicState state, int cpus, View view) {
        List<String> differences = new ArrayList<>();
        for (Frame frame : frames) {
            for (Register register : Registers.of(frame)) {
                Optional<Register> kept = keptAs(state, register);
                for (int cpu = 0; cpu < cpus && kept.isPresent(); cpu++) {
                    differences(state, register, kept.get(), cpu, view, differences);
                }
            }
        }
        return differences;
    }

    private void differences(
            GicState state, Register register, Register kept, int cpu, View view, List<String> differences) {
        int words = register.row().accessibleWords(state.geometry(), state.priorityBits());
        for (int word = kept.firstWord(); word < words; word++) {
            if (cpu > 0 && version == GicVersion.GICV3 && word >= register.bankedWords(state.geometry())) {
                continue;
            }
            long offset = register.row().offset() + (long) word * register.frame().wordStride();
            int read = values.getOrDefault(new Place(cpu, register.frame(), offset), 0);
            int had = view.shown(state, kept, cpu, word);
            if (read != had) {
                differences.add("cpu%d %s: read %x, state %x"
                        .formatted(cpu, register.wordName(state.geometry(), word), read, had));
            }
        }
    }

    /**
     * The registers that were read and are not in a state, not even by their twins.
     *
     * @param state the state
     */
    public Set<String> notIn(GicState state) {
        Set<String> names = new HashSet<>();
        values.forEach((place, value) -> {
            Optional<Register> register = Registers.at(place.frame(), place.offset(), state.geometry());
            if (value != 0 && register.flatMap(found -> keptAs(state, found)).isEmpty()) {
                names.add(register.map(Register::name).orElse(place.toString()));
            }
        });
        return names;
    }

    private static Optional<Register> keptAs(GicState state, Register register) {
        return state.registers().stream()
                .filter(kept -> kept.equals(register)
                        || Registers.clearingTwin(kept).filter(twin -> twin.equals(register)).isPresent())
                .findFirst();
    }

    private void attribute(int cpu, String kind, long offset, int value) {
        switch (kind) {
            case "GICD" -> put(cpu, frames.getFirst(), offset, value);
            case "GICC" -> put(cpu, Frame.GICV2_CPU_INTERFACE, offset, value);
            case "GICR" -> redistributor(cpu, offset, value);
            case "ICC" -> put(cpu, Frame.GICV3_CPU_INTERFACE, offset, value);
            case "LEVEL" -> put(cpu, Gicv3Input.LINE_LEVEL.frame(), offset, value);
            default -> throw new IllegalArgumentException("attributes of " + kind);
        }
    }

    private void mmio(int cpu, long address, int value) {
        if (address >= TRANSLATION_SERVICE && address < REDISTRIBUTOR) {
            return;
        }
        if (version == GicVersion.GICV3 && address >= REDISTRIBUTOR) {
            long offset = address - REDISTRIBUTOR;
            redistributor((int) (offset / (2 * REDISTRIBUTOR_FRAME)), offset % (2 * REDISTRIBUTOR_FRAME), value);
        } else if (version == GicVersion.GICV2 && address >= CPU_INTERFACE) {
            put(cpu, Frame.GICV2_CPU_INTERFACE, address - CPU_INTERFACE, value);
        } else {
            put(cpu, frames.getFirst(), address - DISTRIBUTOR, value);
        }
    }

    private void redistributor(int cpu, long offset, int value) {
        Frame frame = offset < REDISTRIBUTOR_FRAME ? Frame.GICV3_REDISTRIBUTOR : Frame.GICV3_REDISTRIBUTOR_SGI;
        put(cpu, frame, offset - frame.attributeBase(), value);
    }

    private void put(int cpu, Frame frame, long offset, int value) {
        values.put(new Place(cpu, frame, offset), value);
    }

    private static int cpu(String name) {
        return Integer.parseInt(name.substring("cpu".length()));
    }

    private static int word(String digits) {
        return Integer.parseUnsignedInt(digits, 16);
    }
}
