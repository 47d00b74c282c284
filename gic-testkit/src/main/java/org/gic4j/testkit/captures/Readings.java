package org.gic4j.testkit.captures;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.gic4j.api.registers.Frame;
import org.gic4j.api.registers.Register;
import org.gic4j.api.registers.Registers;
import org.gic4j.api.snapshot.GicState;

/** What registers read beside a capture, and the comparison of a state with it. */
public final class Readings {
    /** Where the machine has its distributor. */
    private static final long DISTRIBUTOR = 0x0800_0000;
    /** Where the machine has its CPU interfaces. */
    private static final long CPU_INTERFACE = 0x0801_0000;

    private static final List<Frame> FRAMES = List.of(Frame.GICV2_DISTRIBUTOR, Frame.GICV2_CPU_INTERFACE);

    /** A register as one CPU sees it. */
    private record Place(int cpu, Frame frame, long offset) {}

    /** How a reading shows a word of a state. */
    public interface View {
        /**
         * The value that is read.
         *
         * @param register the register
         * @param value the state's word
         */
        int shown(Register register, int value);
    }

    private final Map<Place, Integer> values = new TreeMap<>(Comparator.comparing(Place::toString));

    private Readings() {}

    /**
     * {@code cpuN mmio ADDRESS VALUE}: what the guest's CPUs read; what is not listed read 0.
     *
     * @param capture the capture's name
     */
    public static Readings ofGuest(String capture) {
        Readings readings = new Readings();
        for (String line : Captures.lines(capture, "guestread")) {
            String[] parts = line.split(" ", -1);
            if (parts[1].equals("mmio")) {
                readings.mmio(cpu(parts[0]), Long.parseLong(parts[2], 16), word(parts[3]));
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
        Readings readings = new Readings();
        for (String line : Captures.lines(capture, "xp")) {
            String[] parts = line.split(": 0x", -1);
            readings.mmio(0, Long.parseLong(parts[0], 16), word(parts[1]));
        }
        return readings;
    }

    /**
     * {@code cpuN GICD|GICC OFFSET VALUE}: the device's attributes; what is not listed read 0.
     *
     * @param capture the capture's name
     */
    public static Readings ofAttributes(String capture) {
        Readings readings = new Readings();
        for (String line : Captures.lines(capture, "attrs")) {
            String[] parts = line.split(" ", -1);
            Frame frame = parts[1].equals("GICD") ? Frame.GICV2_DISTRIBUTOR : Frame.GICV2_CPU_INTERFACE;
            readings.values.put(new Place(cpu(parts[0]), frame, Long.parseLong(parts[2], 16)), word(parts[3]));
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
        for (Frame frame : FRAMES) {
            for (Register register : Registers.of(frame)) {
                Optional<Register> kept = keptAs(state, register);
                for (int cpu = 0; cpu < cpus && kept.isPresent(); cpu++) {
                    for (int word = 0; word < register.words(state.geometry()); word++) {
                        long offset = register.row().offset() + word * 4L;
                        int read = values.getOrDefault(new Place(cpu, frame, offset), 0);
                        int had = view.shown(register, state.word(kept.get(), cpu, word));
                        if (read != had) {
                            differences.add("cpu%d %s: read %x, state %x"
                                    .formatted(cpu, register.wordName(state.geometry(), word), read, had));
                        }
                    }
                }
            }
        }
        return differences;
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

    private void mmio(int cpu, long address, int value) {
        boolean distributor = address < CPU_INTERFACE;
        long base = distributor ? DISTRIBUTOR : CPU_INTERFACE;
        Frame frame = distributor ? Frame.GICV2_DISTRIBUTOR : Frame.GICV2_CPU_INTERFACE;
        values.put(new Place(cpu, frame, address - base), value);
    }

    private static int cpu(String name) {
        return Integer.parseInt(name.substring("cpu".length()));
    }

    private static int word(String digits) {
        return Integer.parseUnsignedInt(digits, 16);
    }
}
