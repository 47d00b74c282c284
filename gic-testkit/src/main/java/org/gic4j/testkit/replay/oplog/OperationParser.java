package org.gic4j.testkit.replay.oplog;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.gic4j.testkit.replay.ReplayException;

/**
 * Makes operations of lines. An unknown operation, a missing key and a value of the wrong kind are errors; keys that
 * an operation does not need (times, names, what a guest left behind) say nothing.
 */
final class OperationParser {
    private static final long LONGEST_SWEEP = 1 << 24;

    private OperationParser() {}

    /**
     * Parses a line.
     *
     * @param line its number
     * @param text its text
     * @throws ReplayException naming the line
     */
    static Operation parse(int line, String text) {
        Fields fields = Fields.parse(line, text);
        String op = fields.text("op");
        return context(op, fields)
                .or(() -> lifecycle(op, fields))
                .or(() -> attribute(op, fields))
                .or(() -> input(op, fields))
                .or(() -> memory(op, fields))
                .or(() -> guest(op, fields))
                .orElseThrow(() -> new ReplayException(line, "no operation is named '" + op + "'"));
    }

    private static Optional<Operation> context(String op, Fields fields) {
        return Optional.ofNullable(
                switch (op) {
                    case "meta", "note", "end", "mismatch" -> new Operation.Context();
                    case "cost" -> new Operation.Timing();
                    case "api_version", "vcpu_mmap_size" ->
                        new Operation.HostQuery(OptionalInt.empty(), fields.integer("ret"));
                    case "check_extension" -> checkExtension(fields);
                    default -> null;
                });
    }

    private static Operation checkExtension(Fields fields) {
        int capability = fields.natural("cap");
        int result = fields.integer("ret");
        return switch (fields.text("fd")) {
            case "system" -> new Operation.HostQuery(OptionalInt.of(capability), result);
            case "vm" -> new Operation.CheckExtension(fields.optionalInteger("vm"), capability, result);
            default -> throw fields.wrong("fd", "'system' or 'vm'");
        };
    }

    private static Optional<Operation> lifecycle(String op, Fields fields) {
        return Optional.ofNullable(
                switch (op) {
                    case "create_vm" -> new Operation.CreateVm(vm(fields), fields.number("type"), errno(fields));
                    case "close_vm" -> new Operation.CloseVm(vm(fields));
                    case "create_vcpu" ->
                        new Operation.CreateVcpu(vm(fields), fields.integer("id"), errno(fields));
                    case "vcpu_init" ->
                        new Operation.InitializeVcpu(vm(fields), fields.integer("id"), errno(fields));
                    case "set_mpidr" ->
                        new Operation.SetMpidr(
                                vm(fields), fields.integer("id"), fields.number("value"), errno(fields));
                    case "close_vcpu" ->
                        new Operation.CloseVcpu(vm(fields), fields.integer("id"), errno(fields));
                    case "close_device" -> new Operation.CloseDevice(vm(fields), device(fields), errno(fields));
                    case "create_device" -> createDevice(fields);
                    case "create_irqchip" -> new Operation.CreateIrqchip(vm(fields), errno(fields));
                    case "arm_set_device_addr" ->
                        new Operation.SetDeviceAddress(
                                vm(fields), fields.number("id"), fields.number("addr"), errno(fields));
                    default -> null;
                });
    }

    private static Operation createDevice(Fields fields) {
        return fields.has("addr")
                ? new Operation.CreateDevice(vm(fields), true, 0, 0, -1, errno(fields))
                : new Operation.CreateDevice(
                        vm(fields),
                        false,
                        fields.integer("type"),
                        fields.integer("flags"),
                        fields.integer("dev"),
                        errno(fields));
    }

    private static Optional<Operation> attribute(String op, Fields fields) {
        return Optional.ofNullable(
                switch (op) {
                    case "has" ->
                        new Operation.Has(
                                vm(fields), device(fields), group(fields), fields.number("attr"), errno(fields));
                    case "get" ->
                        new Operation.Get(
                                vm(fields),
                                device(fields),
                                group(fields),
                                fields.number("attr"),
                                fields.has("addr"),
                                fields.optionalNumber("in"),
                                errno(fields),
                                fields.optionalNumber("value"));
                    case "set" -> set(fields);
                    case "sweep" -> sweep(fields);
                    default -> null;
                });
    }

    private static Operation set(Fields fields) {
        boolean badPointer = fields.has("addr");
        return new Operation.Set(
                vm(fields),
                device(fields),
                group(fields),
                fields.number("attr"),
                badPointer,
                badPointer ? fields.number("value", 0) : fields.number("value"),
                errno(fields),
                fields.has("diff") ? changes(fields) : null);
    }

    private static List<Operation.Change> changes(Fields fields) {
        return fields.objects("diff").stream()
                .map(change -> new Operation.Change(
                        group(change), change.number("attr"), change.number("old"), change.number("new")))
                .toList();
    }

    private static Operation sweep(Fields fields) {
        Operation.Sweep.Kind kind =
                switch (fields.text("kind")) {
                    case "has" -> Operation.Sweep.Kind.HAS;
                    case "get" -> Operation.Sweep.Kind.GET;
                    case "set" -> Operation.Sweep.Kind.SET;
                    default -> throw fields.wrong("kind", "'has', 'get' or 'set'");
                };
        long from = fields.number("from");
        long to = fields.number("to");
        int step = fields.natural("step");
        if (step == 0 || from < 0 || to < from || (to - from) / step > LONGEST_SWEEP) {
            throw fields.wrong("to", "at or above 'from', by at most " + LONGEST_SWEEP + " steps");
        }
        return new Operation.Sweep(
                vm(fields),
                device(fields),
                kind,
                group(fields),
                fields.number("attr_hi"),
                from,
                to,
                step,
                kind == Operation.Sweep.Kind.SET ? fields.number("value") : 0,
                runs(fields, from, to));
    }

    private static List<Operation.Sweep.Run> runs(Fields fields, long from, long to) {
        List<Operation.Sweep.Run> runs = new ArrayList<>();
        long next = from;
        for (List<Long> row : fields.rows("runs", 3, 4)) {
            if (row.get(0) != next || row.get(1) <= next) {
                throw fields.wrong("runs", "without gaps from 0x" + Long.toHexString(from));
            }
            next = row.get(1);
            long errno = row.get(2);
            if (errno < 0 || errno > Integer.MAX_VALUE) {
                throw fields.wrong("runs", "of [first, end, errno, value]");
            }
            runs.add(new Operation.Sweep.Run(
                    row.get(0),
                    next,
                    (int) errno,
                    row.size() == 4 ? OptionalLong.of(row.get(3)) : OptionalLong.empty()));
        }
        // A sweep of which nothing was recorded holds no answers.
        if (next < to && !runs.isEmpty()) {
            throw fields.wrong("runs", "up to 0x" + Long.toHexString(to));
        }
        return runs;
    }

    private static Optional<Operation> input(String op, Fields fields) {
        return Optional.ofNullable(
                switch (op) {
                    case "irq_line" ->
                        new Operation.InterruptLevel(
                                vm(fields), fields.integer("irq"), fields.integer("level"), errno(fields));
                    case "signal_msi" ->
                        new Operation.SignalMsi(
                                vm(fields),
                                fields.number("address"),
                                fields.integer("data"),
                                fields.integer("flags"),
                                fields.integer("devid"),
                                errno(fields),
                                fields.integer("ret"));
                    default -> null;
                });
    }

    private static Optional<Operation> memory(String op, Fields fields) {
        return Optional.ofNullable(
                switch (op) {
                    case "mem" ->
                        new Operation.MapMemory(
                                vm(fields), fields.number("gpa"), fields.number("size"), errno(fields));
                    case "mem_write" ->
                        new Operation.WriteMemory(vm(fields), fields.number("gpa"), fields.numbers("u64"));
                    case "mem_zero" ->
                        new Operation.ZeroMemory(vm(fields), fields.number("from"), fields.number("to"));
                    case "mem_copy" -> new Operation.CopyMemory(vm(fields), fields.natural("from_vm"));
                    case "mem_read" ->
                        new Operation.ReadMemory(
                                vm(fields), fields.number("gpa"), fields.number("len"), words(fields));
                    default -> null;
                });
    }

    private static List<Operation.ReadMemory.Word> words(Fields fields) {
        return fields.rows("nonzero", 2, 2).stream()
                .map(row -> new Operation.ReadMemory.Word(row.get(0), row.get(1)))
                .toList();
    }

    private static Optional<Operation> guest(String op, Fields fields) {
        return Optional.ofNullable(
                switch (op) {
                    case "guest_load" -> new Operation.Context();
                    case "run" ->
                        new Operation.Run(
                                vm(fields),
                                fields.integer("id"),
                                fields.integer("immediate_exit", 0) != 0,
                                errno(fields));
                    case "run_begin" -> new Operation.BeginRun(vm(fields), fields.integer("id"));
                    case "run_end" -> new Operation.EndRun(vm(fields), fields.integer("id"), errno(fields));
                    case "guest" ->
                        new Operation.Guest(
                                vm(fields),
                                fields.integer("id"),
                                what(fields),
                                fields.number("a"),
                                fields.number("b"),
                                fields.number("result"));
                    default -> null;
                });
    }

    private static Operation.Guest.What what(Fields fields) {
        String name = fields.text("what");
        for (Operation.Guest.What what : Operation.Guest.What.values()) {
            if (what.name().toLowerCase(Locale.ROOT).equals(name)) {
                return what;
            }
        }
        throw fields.wrong("what", "an operation that the guest program has");
    }

    private static int vm(Fields fields) {
        return fields.natural("vm");
    }

    private static int device(Fields fields) {
        return fields.integer("dev");
    }

    private static int group(Fields fields) {
        return fields.integer("group");
    }

    private static int errno(Fields fields) {
        return fields.natural("errno");
    }
}
