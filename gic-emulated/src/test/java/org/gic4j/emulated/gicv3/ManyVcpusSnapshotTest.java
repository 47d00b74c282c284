package org.gic4j.emulated.gicv3;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.gic4j.api.GicVersion;
import org.gic4j.api.Vcpu;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.VirtualMachineConfiguration;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.device.Device;
import org.gic4j.api.device.DeviceType;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.Gicv3Input;
import org.gic4j.api.registers.Gicv3Redistributor;
import org.gic4j.api.registers.Policy;
import org.gic4j.api.registers.Register;
import org.gic4j.api.registers.Registers;
import org.gic4j.api.snapshot.Difference;
import org.gic4j.api.snapshot.RedistributorRegion;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.Snapshots;
import org.gic4j.emulated.EmulatedBackend;
import org.junit.jupiter.api.Test;

/** As many vCPUs, interrupts and regions as there can be, saved and restored. */
class ManyVcpusSnapshotTest {
    private static final int VCPUS = 512;
    private static final int REGIONS = 256;
    private static final int INTERRUPTS = 992;
    private static final long BASE = 0x1_0000_0000L;

    private final Random random = new Random(512);

    @Test
    void shouldRestoreEveryRegisterOfEveryVcpu() {
        try (VirtualMachine source = created()) {
            fill(source);
            Snapshot snapshot = Snapshots.save(source);
            try (VirtualMachine target =
                    new EmulatedBackend().createVirtualMachine(Snapshots.configurationFor(snapshot))) {
                Snapshots.prepare(target, snapshot);
                assertThat(Snapshots.restore(target, snapshot)).isEmpty();
                assertThat(Difference.between(snapshot.state(), Snapshots.save(target).state())).isEmpty();
                assertThat(types(target)).isEqualTo(types(source));
            }
        }
    }

    private VirtualMachine created() {
        VirtualMachine vm = new EmulatedBackend().createVirtualMachine(VirtualMachineConfiguration.KVM_GICV3);
        List<Integer> ids = new ArrayList<>();
        for (int id = 0; id < VCPUS; id++) {
            ids.add(id);
        }
        Collections.shuffle(ids, random);
        ids.forEach(id -> vm.createVcpu(id).initialize());
        Device device = vm.createDevice(DeviceType.VGIC_V3);
        device.set(AttributeGroup.NUMBER_OF_INTERRUPTS, 0, INTERRUPTS);
        for (int index = 0; index < REGIONS; index++) {
            RedistributorRegion region = new RedistributorRegion(BASE + index * 0x8_0000L, VCPUS / REGIONS);
            device.set(
                    AttributeGroup.ADDRESS,
                    AttributeGroup.ADDRESS_V3_REDISTRIBUTOR_REGION,
                    region.attributeValue(index));
        }
        device.initialize();
        return vm;
    }

    /** Puts something into every register that takes any word. */
    private void fill(VirtualMachine vm) {
        Device device = vm.devices().getFirst();
        Geometry geometry = new Geometry(INTERRUPTS, VCPUS);
        for (Register register : Registers.state(GicVersion.GICV3)) {
            boolean plain = register.row().user() == Policy.READ_WRITE
                    || register.row().user() == Policy.WRITE_ONE_TO_SET
                    || register == Gicv3Input.LINE_LEVEL;
            for (int word = register.firstWord(); plain && word < register.words(geometry); word++) {
                for (Vcpu vcpu : word < register.bankedWords(geometry) ? vm.vcpus() : vm.vcpus().subList(0, 1)) {
                    device.set(
                            register.frame().attributeGroup(),
                            register.attribute(register.frame().vcpuKey(vcpu.id(), vcpu.affinity()), word),
                            random.nextInt() & 0xFFFF_FFFFL);
                }
            }
        }
    }

    /** GICR_TYPER of every vCPU: its number, and whether it is the last of its region. */
    private static List<Long> types(VirtualMachine vm) {
        return vm.vcpus().stream()
                .map(vcpu -> vm.devices()
                        .getFirst()
                        .get(
                                AttributeGroup.REDISTRIBUTOR_REGISTERS,
                                Gicv3Redistributor.GICR_TYPER.attribute(vcpu.affinity().packed(), 0)))
                .toList();
    }
}
