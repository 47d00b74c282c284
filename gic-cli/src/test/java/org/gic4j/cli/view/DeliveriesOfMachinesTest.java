package org.gic4j.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.gic4j.api.GicBackend;
import org.gic4j.api.GicBackends;
import org.gic4j.api.GicProfile;
import org.gic4j.api.GicVersion;
import org.gic4j.api.HostKind;
import org.gic4j.api.Vcpu;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.VirtualMachineConfiguration;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.guest.GuestAccess;
import org.gic4j.api.registers.Gicv2CpuInterface;
import org.gic4j.api.registers.Gicv3CpuInterface;
import org.gic4j.api.registers.InterruptProperty;
import org.gic4j.api.registers.Register;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.RedistributorRegion;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.Snapshots;
import org.gic4j.api.snapshot.VcpuDescription;
import org.gic4j.cli.view.Delivery.Outcome;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What is said of generated states, against what the emulated machine does with them. */
class DeliveriesOfMachinesTest {
    private static final int STATES = 80;
    private static final int VCPUS = 3;
    private static final Pattern PENDING = Pattern.compile("GIC[DR]_IS(PEND|ACTIVE)R|LINE_LEVEL");
    private static final long DISTRIBUTOR = 0x0800_0000L;
    private static final long REDISTRIBUTORS = 0x080A_0000L;
    private static final long CPU_INTERFACE = 0x0801_0000L;
    private static final int INTID = 0x3FF;

    static final List<GicProfile> GICV2 = GicProfile.presets();
    static final List<GicProfile> GICV3 = List.of(
            GicProfile.KVM,
            GicProfile.QEMU_VIRT,
            GicProfile.KVM.withGicv3(GicProfile.KVM.gicv3().withRouteBits(0x80FF_FFFFL)),
            GicProfile.QEMU_VIRT.withGicv3(GicProfile.QEMU_VIRT.gicv3().withPriorityBits(8)));

    @ParameterizedTest
    @FieldSource("GICV2")
    void shouldBeWhatTheEmulatedGicv2Does(GicProfile profile) {
        int signals = 0;
        for (int seed = 0; seed < STATES; seed++) {
            signals += compare(HostKind.GICV2, profile, seed);
        }
        assertThat(signals).as("CPUs with a signal").isBetween(STATES / 4, STATES * VCPUS * 3 / 4);
    }

    @ParameterizedTest
    @FieldSource("GICV3")
    void shouldBeWhatTheEmulatedGicv3Does(GicProfile profile) {
        int signals = 0;
        for (int seed = 0; seed < STATES; seed++) {
            signals += compare(HostKind.GICV3, profile, seed);
        }
        assertThat(signals).as("CPUs with a signal").isBetween(STATES / 4, STATES * VCPUS * 3 / 4);
    }

    /** How many vCPUs are signalled something. */
    private static int compare(HostKind host, GicProfile profile, int seed) {
        Random random = new Random(seed);
        GicBackend backend = GicBackends.find().named("emulated");
        VirtualMachineConfiguration configuration =
                VirtualMachineConfiguration.KVM_GICV2.withHost(host).withProfile(profile);
        Snapshot generated = new Snapshot("generated", generated(backend, configuration, random));
        try (VirtualMachine vm = backend.createVirtualMachine(configuration)) {
            Snapshots.prepare(vm, generated);
            Snapshots.restore(vm, generated);
            GicState state = Snapshots.save(vm).state();
            vm.vcpus().forEach(Vcpu::validateFirstRun);
            GuestAccess guest = vm.facet(GuestAccess.class).orElseThrow();
            List<InterruptView> interrupts = Interrupts.of(state).all();
            Deliveries deliveries = Deliveries.of(state, interrupts, profile);
            int signals = 0;
            for (int cpu = 0; cpu < VCPUS; cpu++) {
                int index = cpu;
                String what = host + " " + profile.name() + ", seed " + seed + ", vCPU " + cpu;
                List<String> signalled = interrupts.stream()
                        .filter(interrupt -> interrupt.is(InterruptProperty.PENDING))
                        .flatMap(interrupt -> deliveries.of(interrupt, Integer::toString).stream()
                                .filter(delivery -> delivery.outcome() == Outcome.SIGNALLED)
                                .filter(delivery -> delivery.vcpu() != null
                                        && delivery.vcpu().index().value() == index)
                                .map(delivery -> interrupt.intid() + " " + delivery.words()))
                        .toList();
                int outputs = guest.outputs(cpu);
                assertThat(signalled).as(what).hasSize(Integer.bitCount(outputs));
                if (host == HostKind.GICV3) {
                    assertThat(deliveries.best(cpu).map(BestPending::intid).orElse(INTID))
                            .as(what)
                            .isEqualTo(highestPending(guest, cpu));
                }
                if (outputs != 0) {
                    signals++;
                    String output = outputs == GuestAccess.OUTPUT_FIQ ? "FIQ" : "IRQ";
                    int group = deliveries.best(cpu).orElseThrow().group();
                    assertThat(deliveries.best(cpu).orElseThrow().intid() + " signalled by " + output)
                            .as(what)
                            .isEqualTo(signalled.getFirst());
                    if (cpu == VCPUS - 1) {
                        assertThat(acknowledge(host, guest, cpu, group) + " signalled by " + output)
                                .as(what)
                                .isEqualTo(signalled.getFirst());
                    }
                }
            }
            return signals;
        }
    }

    private static int highestPending(GuestAccess guest, int cpu) {
        int group0 = (int) guest.readSystemRegister(
                cpu, Gicv3CpuInterface.ICC_HPPIR0_EL1.row().offset());
        return group0 != INTID
                ? group0
                : (int) guest.readSystemRegister(
                        cpu, Gicv3CpuInterface.ICC_HPPIR1_EL1.row().offset());
    }

    private static int acknowledge(HostKind host, GuestAccess guest, int cpu, int group) {
        if (host == HostKind.GICV3) {
            Register register = group == 0 ? Gicv3CpuInterface.ICC_IAR0_EL1 : Gicv3CpuInterface.ICC_IAR1_EL1;
            return (int) guest.readSystemRegister(cpu, register.row().offset());
        }
        Register register = group == 0 ? Gicv2CpuInterface.GICC_IAR : Gicv2CpuInterface.GICC_AIAR;
        return (int) guest.read(cpu, CPU_INTERFACE + register.row().offset(), Integer.BYTES) & INTID;
    }

    /** A fresh machine's state with something else in every register that matters here. */
    private static GicState generated(GicBackend backend, VirtualMachineConfiguration configuration, Random random) {
        GicVersion version = configuration.host() == HostKind.GICV2 ? GicVersion.GICV2 : GicVersion.GICV3;
        GicState.Builder bare = new GicState.Builder(version, 64, VcpuDescription.consecutive(VCPUS));
        if (version == GicVersion.GICV2) {
            bare.address(AttributeGroup.ADDRESS_V2_DISTRIBUTOR, DISTRIBUTOR)
                    .address(AttributeGroup.ADDRESS_V2_CPU, CPU_INTERFACE);
        } else {
            bare.address(AttributeGroup.ADDRESS_V3_DISTRIBUTOR, DISTRIBUTOR)
                    .redistributorRegion(new RedistributorRegion(REDISTRIBUTORS, VCPUS));
        }
        GicState fresh;
        try (VirtualMachine vm = backend.createVirtualMachine(configuration)) {
            Snapshots.prepare(vm, new Snapshot("generated", bare.build()));
            fresh = Snapshots.save(vm).state();
        }
        GicState.Builder builder = fresh.toBuilder();
        for (Register register : fresh.registers()) {
            for (int vcpu = 0; vcpu < VCPUS; vcpu++) {
                for (int word = register.firstWord(); word < register.words(fresh.geometry()); word++) {
                    builder.word(register, vcpu, word, word(register, word, fresh.word(register, vcpu, word), random));
                }
            }
        }
        return builder.build();
    }

    private static int word(Register register, int word, int fresh, Random random) {
        int any = random.nextInt();
        int few = any & random.nextInt() & random.nextInt();
        boolean seldom = random.nextInt(4) == 0;
        return switch (register.name()) {
            case "GICD_ISENABLER", "GICR_ISENABLER" -> any | random.nextInt();
            case "GICD_IGROUPR", "GICR_IGROUPR" -> any;
            case "GICD_ICFGR", "GICR_ICFGR" -> any & 0xAAAA_AAAA;
            case "GICD_IPRIORITYR", "GICR_IPRIORITYR" -> any & 0xF8F8_F8F8;
            case "GICD_ITARGETSR" -> any & 0x0707_0707;
            case "GICD_IROUTER" -> (word & 1) != 0 ? 0 : seldom ? 1 << 31 : random.nextInt(VCPUS + 1);
            case "GICD_SPENDSGIR" -> few & 0x0707_0707;
            case "GICD_CTLR" -> seldom ? fresh & ~3 | any & 3 : fresh | 3;
            case "GICC_CTLR" -> seldom ? any & 0x1F : 0x3 | any & 0x18;
            case "ICC_CTLR_EL1" -> fresh & ~1 | any & 1;
            case "GICC_PMR" -> seldom ? any & 0x1F : 0x1E;
            case "ICC_PMR_EL1" -> seldom ? any & 0xFF : 0xF0;
            case "GICC_BPR", "GICC_ABPR", "ICC_BPR0_EL1", "ICC_BPR1_EL1" -> any & 7;
            case "ICC_IGRPEN0_EL1", "ICC_IGRPEN1_EL1" -> seldom ? 0 : 1;
            case "GICC_APR", "GICC_NSAPR", "ICC_AP0R_EL1", "ICC_AP1R_EL1" -> word == 0 && seldom ? 1 << (any & 31) : 0;
            default -> PENDING.matcher(register.name()).matches() ? few & random.nextInt() : fresh;
        };
    }
}
