package org.gic4j.cli.inspect;

import java.util.HashMap;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.gic4j.api.GicVersion;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.Gicv2Distributor;
import org.gic4j.api.registers.Gicv2Input;
import org.gic4j.api.registers.Register;
import org.gic4j.api.registers.Registers;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.VcpuDescription;
import org.gic4j.cli.JsonObject;

/** The registers of a GICv2, put together again from what {@code gic inspect --all --format json} printed. */
final class PrintedState {
    private static final Map<Register, ToIntFunction<JsonObject>> FIELDS = Map.of(
            Gicv2Distributor.GICD_IGROUPR, interrupt -> (int) interrupt.number("group"),
            Gicv2Distributor.GICD_ISENABLER, interrupt -> bit(interrupt.flag("enabled")),
            Gicv2Distributor.GICD_ISPENDR, interrupt -> bit(interrupt.flag("pending")),
            Gicv2Distributor.GICD_ISACTIVER, interrupt -> bit(interrupt.flag("active")),
            Gicv2Distributor.GICD_IPRIORITYR, interrupt -> (int) interrupt.number("priority"),
            Gicv2Distributor.GICD_ICFGR, interrupt -> (int) interrupt.number("configuration"));

    private final JsonObject printed;
    private final Geometry geometry;
    private final Map<Register, int[]> words = new HashMap<>();

    private PrintedState(JsonObject printed) {
        this.printed = printed;
        geometry = new Geometry(
                (int) printed.number("interruptCount"), printed.objects("cpus").size());
    }

    /** The state; the addresses are left out. */
    static GicState of(JsonObject printed) {
        return new PrintedState(printed).state();
    }

    private GicState state() {
        JsonObject distributor = printed.object("distributor");
        distributor.names().forEach(name -> take(distributor, name, 0));
        for (JsonObject cpu : printed.objects("cpus")) {
            JsonObject registers = cpu.object("registers");
            registers.names().forEach(name -> take(registers, name, (int) cpu.number("index")));
        }
        printed.objects("interrupts").forEach(this::take);
        addPrivateTargets();
        GicState.Builder builder = new GicState.Builder(
                        GicVersion.GICV2, geometry.interrupts(), VcpuDescription.consecutive(geometry.vcpus()))
                .priorityBits((int) printed.number("priorityBits"));
        words.forEach(builder::words);
        return builder.build();
    }

    private void take(JsonObject registers, String name, int cpu) {
        Register register = Registers.state(GicVersion.GICV2).stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow();
        int word = 0;
        for (long value : registers.numbers(name)) {
            block(register)[register.stateIndex(geometry, cpu, word++)] = (int) value;
        }
    }

    private void take(JsonObject interrupt) {
        FIELDS.forEach((register, value) -> add(interrupt, register, value.applyAsInt(interrupt)));
        if (interrupt.has("targets")) {
            add(interrupt, Gicv2Distributor.GICD_ITARGETSR, mask(interrupt, "targets"));
        }
        if (interrupt.has("sources")) {
            add(interrupt, Gicv2Distributor.GICD_SPENDSGIR, mask(interrupt, "sources"));
        }
        if (interrupt.has("line")) {
            add(interrupt, Gicv2Input.LINE_LEVEL, bit(interrupt.text("line").equals("high")));
            add(interrupt, Gicv2Input.PENDING_LATCH, bit(interrupt.flag("latch")));
        }
    }

    /** Which CPU a private interrupt targets is not printed: it is the one that it belongs to. */
    private void addPrivateTargets() {
        Register targets = Gicv2Distributor.GICD_ITARGETSR;
        for (int cpu = 0; cpu < geometry.vcpus() && geometry.vcpus() > 1; cpu++) {
            for (int word = 0; word < targets.bankedWords(geometry); word++) {
                block(targets)[targets.stateIndex(geometry, cpu, word)] = 0x0101_0101 << cpu;
            }
        }
    }

    private void add(JsonObject interrupt, Register register, int value) {
        int bits = register.row().bitsPerIntid();
        int intid = (int) interrupt.number("intid");
        int cpu = interrupt.optionalNumber("cpu").orElse(0L).intValue();
        block(register)[register.stateIndex(geometry, cpu, intid * bits / Integer.SIZE)] |=
                value << intid * bits % Integer.SIZE;
    }

    private int[] block(Register register) {
        return words.computeIfAbsent(register, key -> new int[key.stateWords(geometry)]);
    }

    private static int mask(JsonObject interrupt, String name) {
        return interrupt.numbers(name).stream().mapToInt(cpu -> 1 << cpu).reduce(0, (a, b) -> a | b);
    }

    private static int bit(boolean set) {
        return set ? 1 : 0;
    }
}
