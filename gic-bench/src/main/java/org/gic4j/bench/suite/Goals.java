package org.gic4j.bench.suite;

import static org.gic4j.bench.suite.Goal.Sense.AT_LEAST;
import static org.gic4j.bench.suite.Goal.Sense.AT_MOST;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.gic4j.bench.TransferBenchmark;

/** The goals of PERFORMANCE.md that the suite can decide. */
final class Goals {
    private static final String CYCLE = "Gicv2CycleBenchmark.cycles";
    private static final String CYCLE_V3 = "Gicv3CycleBenchmark.cycles";
    private static final String CYCLE_LPI = "LpiCycleBenchmark.cycles";
    private static final String BROADCAST = "Gicv3BroadcastBenchmark.broadcast";
    private static final String REGISTER = "Gicv2RegisterBenchmark.";
    private static final String TRANSFER = "TransferBenchmark.";
    private static final String PRIVATE = "PrivateInterruptBenchmark.";
    private static final String ENCODING = "EncodingBenchmark.";
    /** Not the broadcast: between its invocations all vCPUs take their SGIs, and JMH's own bytes are counted for that. */
    private static final List<String> HOT = List.of(CYCLE, CYCLE_V3, CYCLE_LPI, REGISTER, PRIVATE);
    private static final List<String> OTHERS = List.of("protobuf", "kryo", "fory", "cbor");

    /** JMH sees what its own threads allocate as well: some hundred bytes in a second. */
    private static final double NO_BYTES = 0.5;

    private Goals() {}

    static List<Goal> all() {
        List<Goal> goals = new ArrayList<>();
        goals.add(units("P1", "cycle, 1 vCPU, 64 interrupts", 72, CYCLE + "[1/64/0/0]"));
        goals.add(units("P1", "cycle, 1 vCPU, 992 interrupts, 200 pending", 72, CYCLE + "[1/992/200/0]"));
        goals.add(units("P1", "cycle, 8 vCPUs, 992 interrupts, 200 pending", 72, CYCLE + "[8/992/200/0]"));
        goals.add(units("P1", "the same, to the last vCPU", 72, CYCLE + "[8/992/200/7]"));
        goals.add(new Goal("P1", "8/992/200 over 1/64/0", AT_MOST, 1.25, "x", figures ->
                figures.ratio(CYCLE + "[8/992/200/0]", CYCLE + "[1/64/0/0]")));
        goals.add(units("P3", "read GICD_ISPENDR", 8, REGISTER + "readPending"));
        goals.add(units("P3", "read GICC_PMR", 8, REGISTER + "readPriorityMask"));
        goals.add(units("P3", "write one bit of GICD_ISENABLER", 17, REGISTER + "writeOneEnable"));
        goals.add(units("P3", "the same, of a pending interrupt", 17, REGISTER + "writeOneEnablePending"));
        goals.add(units("P3", "write 32 bits of GICD_ISENABLER", 50, REGISTER + "writeAllEnables"));
        goals.add(units("P3", "the same, of pending interrupts", 50, REGISTER + "writeAllEnablesPending"));
        for (int vcpus : List.of(8, 64, 512)) {
            goals.add(new Goal("P2", "GICv3 cycle, " + vcpus + " vCPUs over 1", AT_MOST, 1.5, "x", figures ->
                    figures.ratio(CYCLE_V3 + "[" + vcpus + "]", CYCLE_V3 + "[1]")));
        }
        for (String shape : List.of("1000/1", "50000/1", "1/64", "1000/64", "50000/64", "1/512", "1000/512", "50000/512")) {
            goals.add(new Goal("ITS", "message to end, LPIs/vCPUs " + shape + " over 1/1", AT_MOST, 1.5, "x", figures ->
                    figures.ratio(CYCLE_LPI + "[" + shape + "]", CYCLE_LPI + "[1/1]")));
        }
        for (int vcpus : List.of(8, 64, 512)) {
            goals.add(perUnit("P4", "SGI to all others, " + vcpus + " vCPUs, for each", 25, BROADCAST + "[" + vcpus + "]",
                    vcpus - 1));
        }
        for (String shape : List.of("2/8", "3/1", "3/8", "3/64", "3/512")) {
            String of = " of a GICv" + shape.replace("/", ", ") + " vCPUs";
            int registers = TransferBenchmark.registers(shape);
            goals.add(perUnit("P5", "get an attribute" + of, 8, TRANSFER + "getAttributes[" + shape + "]", registers));
            goals.add(perUnit("P5", "save a register" + of, 8, TRANSFER + "save[" + shape + "]", registers));
            goals.add(perUnit("P5", "set an attribute" + of, 17, TRANSFER + "setAttributes[" + shape + "]", registers));
            goals.add(perUnit("P5", "restore a register" + of, 17, TRANSFER + "restore[" + shape + "]", registers));
        }
        goals.add(milliseconds("save a GICv3 with 512 vCPUs", 0.2, TRANSFER + "save[3/512]"));
        goals.add(milliseconds("restore a GICv3 with 512 vCPUs", 0.4, TRANSFER + "restore[3/512]"));
        for (String direction : List.of("encode", "decode")) {
            String own = ENCODING + direction + "[native]";
            goals.add(new Goal("P6", "native " + direction + " over memcpy of as many bytes", AT_MOST, 3, "x", figures ->
                    figures.ratio(own, ENCODING + direction + "[memcpy]")));
            for (String other : OTHERS) {
                goals.add(new Goal("P6", other + " " + direction + " over native", AT_LEAST, 3, "x", figures ->
                        figures.ratio(ENCODING + direction + "[" + other + "]", own)));
            }
        }
        goals.add(new Goal("P8", "bytes allocated on hot paths, at most", AT_MOST, NO_BYTES, "B", Goals::bytes));
        goals.add(scaling("two threads over one, own PPIs and SGIs", "together"));
        goals.add(scaling("(two threads over one, a virtual machine each)", "apart"));
        return goals;
    }

    private static Goal units(String id, String what, double limit, String name) {
        return perUnit(id, what, limit, name, 1);
    }

    /** Of an operation that does something a number of times, the time for one. */
    private static Goal perUnit(String id, String what, double limit, String name, int times) {
        return new Goal(id, what, AT_MOST, limit, "u", figures -> figures.has(name)
                ? OptionalDouble.of(figures.get(name).units() / times)
                : OptionalDouble.empty());
    }

    private static Goal milliseconds(String what, double limit, String name) {
        return new Goal("P5", what, AT_MOST, limit, "ms", figures -> figures.has(name)
                ? OptionalDouble.of(figures.get(name).nanos() / 1e6)
                : OptionalDouble.empty());
    }

    /** By medians: the least time of two threads is that of one whose neighbour was interrupted. */
    private static Goal scaling(String what, String method) {
        return new Goal("P9", what, AT_LEAST, 1.8, "x", figures -> figures.has(PRIVATE + method)
                        && figures.has(PRIVATE + "alone")
                ? OptionalDouble.of(
                        2 * figures.get(PRIVATE + "alone").usual() / figures.get(PRIVATE + method).usual())
                : OptionalDouble.empty());
    }

    private static OptionalDouble bytes(Figures figures) {
        return figures.all().keySet().stream()
                .filter(name -> HOT.stream().anyMatch(name::startsWith))
                .flatMapToDouble(name -> figures.bytes(name).stream())
                .max();
    }
}
