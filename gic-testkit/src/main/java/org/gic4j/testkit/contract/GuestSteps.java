package org.gic4j.testkit.contract;

import static org.gic4j.api.registers.Gicv2Distributor.GICD_ITARGETSR;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_AP0R_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_BPR0_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_BPR1_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_CTLR_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_EOIR0_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_HPPIR0_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_IAR0_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_IGRPEN0_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_IGRPEN1_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_SGI0R_EL1;
import static org.gic4j.api.registers.Gicv3Distributor.GICD_IROUTER;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import org.gic4j.api.GicVersion;

/**
 * The steps of one guest on two vCPUs, chosen at random, and every answer to them.
 *
 * <p>They keep to what leaves hardware no choice, and to what KVM does as the architecture says (CONTRACT 10): at most four
 * interrupts for a vCPU, of different priorities; ends in order and with the binary point of the acknowledge;
 * the distributor always enabled; a route written by the vCPU that the interrupt is for. The same seed gives the same steps
 * as long as the answers are the same.
 */
public final class GuestSteps {
    private static final int CPUS = 2;
    private static final int SGI = 1;
    private static final int PPI = 20;
    private static final int EDGE = 40;
    private static final int LEVEL = 41;
    private static final int[] INTIDS = {SGI, PPI, EDGE, LEVEL};
    private static final int FIRST_SPECIAL = 1020;
    /** How often everything is looked at. */
    private static final int CHECK = 4;

    private final Guest guest;
    private final boolean gicv3;
    private final SplittableRandom random;
    private final List<String> log = new ArrayList<>();
    private final Cpu[] cpus = {new Cpu(), new Cpu()};
    private final int[] targets = new int[LEVEL + 1];

    /** An interrupt that was acknowledged, in its group. */
    private record Taken(int value, int group) {
        int intid() {
            return value & 0x3FF;
        }
    }

    /** What the guest knows of a CPU. */
    private static final class Cpu {
        final Deque<Taken> running = new ArrayDeque<>();
        final List<Taken> dropped = new ArrayList<>();
        boolean split;
    }

    private GuestSteps(TestMachine machine, long seed) {
        guest = machine.guest();
        gicv3 = machine.version() == GicVersion.GICV3;
        random = new SplittableRandom(seed);
    }

    /**
     * Makes the steps on a machine of their own.
     *
     * @param implementation whose interrupt controller
     * @param seed what the steps follow from
     * @param steps how many
     * @return each step with its answers
     */
    public static List<String> take(Implementation implementation, long seed, int steps) {
        ContractTest maker = new ContractTest(implementation) {};
        try {
            GuestSteps guest = new GuestSteps(maker.started(0, 1), seed);
            guest.setUp();
            for (int step = 1; step <= steps; step++) {
                guest.step();
                guest.look(step % CHECK == 0);
            }
            return guest.log;
        } finally {
            maker.closeMachines();
        }
    }

    private void setUp() {
        guest.start(0, 1);
        int[] priorities = differentPriorities();
        for (int i = 0; i < INTIDS.length; i++) {
            for (int cpu = 0; cpu < CPUS; cpu++) {
                guest.priority(cpu, INTIDS[i], priorities[i]);
                if (gicv3) {
                    guest.group(cpu, INTIDS[i], 1);
                }
                guest.enable(cpu, INTIDS[i]);
            }
        }
        guest.trigger(EDGE, true);
        guest.trigger(LEVEL, false);
        route(0, EDGE, 0);
        route(0, LEVEL, 0);
        if (gicv3) {
            guest.write(0, ICC_IGRPEN0_EL1, 1);
            guest.write(1, ICC_IGRPEN0_EL1, 1);
        }
    }

    /** One for each interrupt, in any order. */
    private int[] differentPriorities() {
        int[] priorities = new int[INTIDS.length];
        int used = 0;
        for (int i = 0; i < priorities.length; i++) {
            int level;
            do {
                level = random.nextInt(30);
            } while ((used >>> level & 1) != 0);
            used |= 1 << level;
            priorities[i] = 8 * level;
        }
        return priorities;
    }

    private void step() {
        int cpu = random.nextInt(CPUS);
        int intid = INTIDS[random.nextInt(INTIDS.length)];
        boolean on = random.nextBoolean();
        switch (random.nextInt(gicv3 ? 19 : 15)) {
            case 0, 1 -> line(cpu, intid == SGI ? LEVEL : intid, on);
            case 2 -> latch(cpu, intid, on);
            case 3 -> enable(cpu, intid, on);
            case 4, 5, 6 -> acknowledge(cpu, gicv3 && random.nextInt(3) == 0 ? 0 : 1);
            case 7, 8, 9 -> end(cpu);
            case 10 -> deactivate(cpu);
            case 11 -> set("mask", cpu, 8 * random.nextInt(10, 32));
            case 12 -> binaryPoint(cpu, 1, random.nextInt(2, 7));
            case 13 -> send(cpu, random.nextInt(CPUS));
            case 14 -> move(intid, random.nextInt(CPUS));
            case 15 -> regroup(cpu, intid, on ? 1 : 0);
            case 16 -> set(on ? "group 0" : "group 1", cpu, random.nextInt(4) == 0 ? 0 : 1);
            case 17 -> binaryPoint(cpu, 0, random.nextInt(2, 7));
            default -> mode(cpu, on, random.nextBoolean());
        }
    }

    private void line(int cpu, int intid, boolean high) {
        log.add("line " + intid + " of CPU " + cpu + " " + high + ": "
                + (intid == PPI
                        ? guest.machine().tryPpi(cpu, PPI, high ? 1 : 0)
                        : guest.machine().trySpi(intid, high ? 1 : 0)));
    }

    private void latch(int cpu, int intid, boolean on) {
        if (intid == SGI) {
            return;
        }
        log.add("CPU " + cpu + (on ? " sets " : " clears ") + intid);
        if (on) {
            guest.setPending(cpu, intid);
        } else {
            guest.clearPending(cpu, intid);
        }
    }

    private void enable(int cpu, int intid, boolean on) {
        log.add("CPU " + cpu + (on ? " enables " : " disables ") + intid);
        if (on) {
            guest.enable(cpu, intid);
        } else {
            guest.disable(cpu, intid);
        }
    }

    private void acknowledge(int cpu, int group) {
        int value = group == 0 ? guest.read(cpu, ICC_IAR0_EL1) : guest.acknowledge(cpu);
        log.add("CPU " + cpu + " acknowledges group " + group + ": " + value);
        if ((value & 0x3FF) < FIRST_SPECIAL) {
            cpus[cpu].running.push(new Taken(value, group));
        }
    }

    private void end(int cpu) {
        Cpu state = cpus[cpu];
        if (state.running.isEmpty()) {
            return;
        }
        Taken taken = state.running.pop();
        log.add("CPU " + cpu + " ends " + taken);
        if (taken.group() == 0) {
            guest.write(cpu, ICC_EOIR0_EL1, taken.value());
        } else {
            guest.end(cpu, taken.value());
        }
        if (state.split) {
            state.dropped.add(taken);
        }
    }

    private void deactivate(int cpu) {
        List<Taken> dropped = cpus[cpu].dropped;
        if (!dropped.isEmpty()) {
            Taken taken = dropped.remove(random.nextInt(dropped.size()));
            log.add("CPU " + cpu + " deactivates " + taken);
            guest.deactivate(cpu, taken.value());
        }
    }

    /** While nothing runs: what is changed under a running interrupt, hardware takes in different ways. */
    private void binaryPoint(int cpu, int group, int n) {
        if (!cpus[cpu].running.isEmpty()) {
            return;
        }
        log.add("CPU " + cpu + " sets binary point " + n + " of group " + group);
        if (group == 0) {
            guest.write(cpu, ICC_BPR0_EL1, n);
        } else {
            guest.binaryPoint(cpu, n);
        }
    }

    private void set(String what, int cpu, int value) {
        log.add("CPU " + cpu + " sets " + what + " " + value);
        switch (what) {
            case "mask" -> guest.mask(cpu, value);
            case "group 0" -> guest.write(cpu, ICC_IGRPEN0_EL1, value);
            default -> guest.write(cpu, ICC_IGRPEN1_EL1, value);
        }
    }

    private void send(int cpu, int target) {
        log.add("CPU " + cpu + " sends to CPU " + target);
        guest.send(cpu, SGI, 1 << target);
        if (gicv3 && random.nextInt(3) == 0) {
            ((Gicv3Guest) guest).writeLong(cpu, ICC_SGI0R_EL1, (long) SGI << 24 | 1 << target);
        }
    }

    /** Routes an SPI that is not active, by the vCPU that has it now. */
    private void move(int intid, int target) {
        if (intid >= EDGE && !isTaken(intid)) {
            log.add("CPU " + targets[intid] + " routes " + intid + " to CPU " + target);
            route(targets[intid], intid, target);
            targets[intid] = target;
        }
    }

    private void route(int cpu, int intid, int target) {
        if (gicv3) {
            guest.access().write(cpu, guest.address(0, GICD_IROUTER, 2 * intid), Long.BYTES, target);
        } else {
            guest.access().write(cpu, guest.address(0, GICD_ITARGETSR, 0) + intid, Byte.BYTES, 1 << target);
        }
    }

    private void regroup(int cpu, int intid, int group) {
        if (!isTaken(intid)) {
            log.add("CPU " + cpu + " moves " + intid + " to group " + group);
            guest.group(cpu, intid, group);
        }
    }

    /** Changes the modes of ends and of binary points, while nothing runs. */
    private void mode(int cpu, boolean split, boolean common) {
        Cpu state = cpus[cpu];
        if (state.running.isEmpty() && state.dropped.isEmpty()) {
            log.add("CPU " + cpu + " splits ends " + split + ", common binary point " + common);
            guest.write(cpu, ICC_CTLR_EL1, (split ? 2 : 0) | (common ? 1 : 0));
            state.split = split;
        }
    }

    private boolean isTaken(int intid) {
        for (Cpu cpu : cpus) {
            if (cpu.running.stream().anyMatch(taken -> taken.intid() == intid)
                    || cpu.dropped.stream().anyMatch(taken -> taken.intid() == intid)) {
                return true;
            }
        }
        return false;
    }

    private void look(boolean everywhere) {
        for (int cpu = 0; cpu < CPUS; cpu++) {
            StringBuilder seen = new StringBuilder("  CPU " + cpu + ": outputs " + guest.access().outputs(cpu));
            if (everywhere) {
                seen.append(", running ").append(guest.runningPriority(cpu));
                seen.append(", levels 0x").append(Integer.toHexString(guest.activePriorities(cpu)));
                if (gicv3) {
                    seen.append(", of group 0 0x").append(Integer.toHexString(guest.read(cpu, ICC_AP0R_EL1)));
                    seen.append(", best ").append(guest.highestPending(cpu));
                    seen.append(" and ").append(guest.read(cpu, ICC_HPPIR0_EL1));
                    seen.append(", binary point ").append(guest.read(cpu, ICC_BPR1_EL1));
                }
                for (int intid : INTIDS) {
                    seen.append(guest.isPending(cpu, intid) ? ", pending " + intid : "");
                    seen.append(guest.isActive(cpu, intid) ? ", active " + intid : "");
                }
            }
            log.add(seen.toString());
        }
    }
}
