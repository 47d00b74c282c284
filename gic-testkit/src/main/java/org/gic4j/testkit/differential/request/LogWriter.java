package org.gic4j.testkit.differential.request;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.gic4j.api.Affinity;
import org.gic4j.api.Errno;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.registers.Its;
import org.gic4j.api.device.AttributeGroup;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes requests and their answers as lines of an op log, which a replay takes. The virtual machine is number 0. */
public final class LogWriter {
    private static final JsonFactory JSON = new JsonFactory();

    private final List<String> lines = new ArrayList<>();

    /** The lines so far. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    /**
     * Context at the head of the log.
     *
     * @param reference the backend that gave the answers
     * @param seed what the requests were made from
     * @param sequence which of the seed's sequences
     */
    public void meta(String reference, long seed, long sequence) {
        line("meta", json -> {
            json.writeStringProperty("job", "differential");
            json.writeStringProperty("reference", reference);
            hex(json, "seed", seed);
            json.writeNumberProperty("sequence", sequence);
        });
    }

    /**
     * What the host answers to a capability query, which decides what its virtual machines answer.
     *
     * @param capability the capability's number
     * @param result the answer
     */
    public void host(int capability, int result) {
        line("check_extension", json -> {
            json.writeStringProperty("fd", "system");
            json.writeNumberProperty("cap", capability);
            json.writeNumberProperty("ret", result);
        });
    }

    /**
     * Words for the reader.
     *
     * @param text what to know
     */
    public void note(String text) {
        line("note", json -> json.writeStringProperty("text", text));
    }

    /**
     * A request with its answer; nothing for one that had no object to ask, and for a comparison of states.
     *
     * @param request what was asked
     * @param answer what was answered
     * @param valueCounts whether the value of a get is written, to be compared
     */
    public void add(Request request, Answer answer, boolean valueCounts) {
        if (answer.errno() < 0 || request instanceof Request.CompareState || request instanceof Request.CompareMemory) {
            return;
        }
        if (request instanceof Request.Execute execute) {
            write(execute.address(), List.of(
                    execute.command().first(),
                    execute.command().second(),
                    execute.command().third(),
                    execute.command().fourth()));
            long writer = Its.GITS_CWRITER.attribute(0, 0);
            Request set = new Request.Set(execute.device(), AttributeGroup.ITS_REGISTERS, writer, execute.writer());
            add(set, answer, valueCounts);
            return;
        }
        if (request instanceof Request.WriteMemory write) {
            write(write.address(), List.of(write.value()));
            return;
        }
        line(nameOf(request), json -> {
            if (!(request instanceof Request.CheckExtension)) {
                json.writeNumberProperty("vm", 0);
            }
            arguments(json, request, answer);
            if (request instanceof Request.Get && answer.errno() == Errno.OK && valueCounts) {
                hex(json, "value", answer.value());
            }
            if (hasErrno(request)) {
                json.writeNumberProperty("errno", answer.errno());
            }
        });
        if (request instanceof Request.BeginRun begin && answer.errno() != Errno.OK) {
            add(new Request.EndRun(begin.id()), answer, valueCounts);
        }
    }

    /** Whether an operation's line says how it ended; that of a run which begins says so where it ends. */
    private static boolean hasErrno(Request request) {
        return !(request instanceof Request.CheckExtension
                || request instanceof Request.CloseMachine
                || request instanceof Request.ReadMemory
                || request instanceof Request.BeginRun);
    }

    private static String nameOf(Request request) {
        return switch (request) {
            case Request.CreateMachine _ -> "create_vm";
            case Request.CloseMachine _ -> "close_vm";
            case Request.CreateVcpu _ -> "create_vcpu";
            case Request.InitializeVcpu _ -> "vcpu_init";
            case Request.SetAffinity _ -> "set_mpidr";
            case Request.ValidateFirstRun _ -> "run";
            case Request.BeginRun _ -> "run_begin";
            case Request.EndRun _ -> "run_end";
            case Request.CloseVcpu _ -> "close_vcpu";
            case Request.CreateDevice _ -> "create_device";
            case Request.CreateIrqchip _ -> "create_irqchip";
            case Request.SetDeviceAddress _ -> "arm_set_device_addr";
            case Request.InterruptLine _ -> "irq_line";
            case Request.SignalMsi _ -> "signal_msi";
            case Request.CheckExtension _ -> "check_extension";
            case Request.Has _ -> "has";
            case Request.Get _ -> "get";
            case Request.Set _ -> "set";
            case Request.CloseDevice _ -> "close_device";
            case Request.MapMemory _ -> "mem";
            case Request.ReadMemory _ -> "mem_read";
            case Request.WriteMemory _, Request.Execute _ -> "mem_write";
            case Request.CompareState _, Request.CompareMemory _ -> "note";
        };
    }

    private static void arguments(JsonGenerator json, Request request, Answer answer) {
        switch (request) {
            case Request.CreateMachine create -> hex(json, "type", create.type());
            case Request.CreateVcpu create -> json.writeNumberProperty("id", create.id());
            case Request.InitializeVcpu initialize -> {
                json.writeNumberProperty("id", initialize.id());
                hex(json, "features", 0);
            }
            case Request.SetAffinity set -> {
                json.writeNumberProperty("id", set.id());
                hex(json, "value", new Affinity(set.affinity()).mpidr());
            }
            case Request.ValidateFirstRun run -> {
                json.writeNumberProperty("id", run.id());
                json.writeNumberProperty("immediate_exit", 1);
            }
            case Request.BeginRun begin -> json.writeNumberProperty("id", begin.id());
            case Request.EndRun end -> json.writeNumberProperty("id", end.id());
            case Request.CloseVcpu close -> json.writeNumberProperty("id", close.id());
            case Request.CreateDevice create -> {
                boolean test = (create.flags() & VirtualMachine.CREATE_DEVICE_TEST) != 0;
                json.writeNumberProperty("type", create.type());
                json.writeNumberProperty("flags", create.flags());
                json.writeNumberProperty("dev", test || answer.errno() != Errno.OK ? -1 : answer.value());
            }
            case Request.SetDeviceAddress set -> {
                hex(json, "id", set.id());
                hex(json, "addr", set.address());
            }
            case Request.InterruptLine line -> {
                hex(json, "irq", line.irq() & 0xFFFF_FFFFL);
                json.writeNumberProperty("level", line.level());
            }
            case Request.SignalMsi signal -> {
                hex(json, "address", signal.address());
                json.writeNumberProperty("data", signal.data());
                json.writeNumberProperty("flags", signal.flags());
                json.writeNumberProperty("devid", signal.deviceId());
                json.writeNumberProperty("ret", answer.errno() == Errno.OK ? answer.value() : -1);
            }
            case Request.CheckExtension check -> {
                json.writeStringProperty("fd", "vm");
                json.writeNumberProperty("vm", 0);
                json.writeNumberProperty("cap", check.capability());
                json.writeNumberProperty("ret", answer.errno() == Errno.OK ? answer.value() : -1);
            }
            case Request.Has has -> attribute(json, has.device(), has.group(), has.attribute());
            case Request.Get get -> {
                attribute(json, get.device(), get.group(), get.attribute());
                hex(json, "in", get.in());
            }
            case Request.Set set -> {
                attribute(json, set.device(), set.group(), set.attribute());
                hex(json, "value", set.value());
            }
            case Request.CloseDevice close -> json.writeNumberProperty("dev", close.device());
            case Request.MapMemory map -> {
                // A slot has one region; an address is in one slot.
                json.writeNumberProperty("slot", map.address() >>> 12);
                hex(json, "gpa", map.address());
                hex(json, "size", map.size());
            }
            case Request.ReadMemory read -> {
                hex(json, "gpa", read.address());
                hex(json, "len", Long.BYTES);
                json.writeStringProperty("what", "guest memory");
                json.writeArrayPropertyStart("nonzero");
                if (answer.value() != 0) {
                    json.writeStartArray();
                    json.writeString("0x" + Long.toHexString(read.address()));
                    json.writeString("0x" + Long.toHexString(answer.value()));
                    json.writeEndArray();
                }
                json.writeEndArray();
            }
            case Request.CloseMachine _,
                    Request.CreateIrqchip _,
                    Request.CompareState _,
                    Request.CompareMemory _,
                    Request.WriteMemory _,
                    Request.Execute _ -> {}
        }
    }

    private void write(long address, List<Long> words) {
        line("mem_write", json -> {
            json.writeNumberProperty("vm", 0);
            hex(json, "gpa", address);
            json.writeArrayPropertyStart("u64");
            words.forEach(word -> json.writeString("0x" + Long.toHexString(word)));
            json.writeEndArray();
        });
    }

    private static void attribute(JsonGenerator json, int device, int group, long attribute) {
        json.writeNumberProperty("dev", device);
        json.writeNumberProperty("group", group);
        hex(json, "attr", attribute);
    }

    private static void hex(JsonGenerator json, String key, long value) {
        json.writeStringProperty(key, "0x" + Long.toHexString(value));
    }

    private void line(String op, Consumer<JsonGenerator> properties) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("op", op);
            properties.accept(json);
            json.writeEndObject();
        }
        lines.add(text.toString());
    }
}
