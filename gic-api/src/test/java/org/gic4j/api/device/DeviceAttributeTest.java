package org.gic4j.api.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.gic4j.api.Affinity;
import org.gic4j.api.GicVersion;
import org.gic4j.api.registers.Frame;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.Gicv2CpuInterface;
import org.gic4j.api.registers.Gicv2Distributor;
import org.gic4j.api.registers.Register;
import org.gic4j.api.registers.Registers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DeviceAttributeTest {
    private static final Geometry WIDEST = new Geometry(Geometry.MAXIMUM_INTERRUPTS, 8);

    static Stream<Register> registersWithAttributes() {
        return Stream.of(Frame.values())
                .filter(frame -> frame.version() == GicVersion.GICV2)
                .filter(frame -> frame.attributeGroup() != Frame.NO_ATTRIBUTES)
                .flatMap(frame -> Registers.of(frame).stream());
    }

    @ParameterizedTest
    @MethodSource("registersWithAttributes")
    void shouldDecodeEveryWordThatTheCatalogueEncodes(Register register) {
        for (int word = 0; word < register.words(WIDEST); word++) {
            int offset = register.row().offset() + 4 * word;
            String name = register.wordName(WIDEST, word);
            for (int vcpu : new int[] {0, 7, 255}) {
                long attribute = register.attribute(vcpu, word);
                DeviceAttribute decoded =
                        DeviceAttribute.decode(DeviceType.VGIC_V2, register.frame().attributeGroup(), attribute);

                assertThat(decoded).asInstanceOf(type(DeviceAttribute.BankedRegister.class)).satisfies(banked -> {
                    assertThat(banked.group()).isEqualTo(register.frame().attributeGroup());
                    assertThat(banked.attribute()).isEqualTo(attribute);
                    assertThat(banked.vcpuId()).isEqualTo(vcpu);
                    assertThat(banked.offset()).isEqualTo(offset);
                });
                assertThat(decoded.describe()).isEqualTo(name + " of vCPU " + vcpu);
            }
        }
    }

    @Test
    void shouldNameARegisterOfAFamilyByItsNumber() {
        assertThat(described(DeviceType.VGIC_V2, 1, Gicv2Distributor.GICD_ISENABLER.attribute(1, 2)))
                .isEqualTo("GICD_ISENABLER2 of vCPU 1");
        assertThat(described(DeviceType.VGIC_V2, 2, Gicv2CpuInterface.GICC_PMR.attribute(3, 0)))
                .isEqualTo("GICC_PMR of vCPU 3");
    }

    @Test
    void shouldSayWhereAnUnalignedOffsetPoints() {
        assertThat(described(DeviceType.VGIC_V2, 1, 0x402)).isEqualTo("GICD_IPRIORITYR0 (unaligned, +2) of vCPU 0");
    }

    @Test
    void shouldSayThatAnOffsetHasNoRegister() {
        assertThat(described(DeviceType.VGIC_V2, 1, 0x2_FFFF_FFF0L))
                .isEqualTo("no register at offset 0xfffffff0 of GICV2_DISTRIBUTOR of vCPU 2");
    }

    @Test
    void shouldIgnoreTheBitsAboveTheVcpuAsTheKernelDoes() {
        assertThat(described(DeviceType.VGIC_V2, 1, 0xABCD_EF03_0000_0000L)).isEqualTo("GICD_CTLR of vCPU 3");
    }

    @ParameterizedTest
    @CsvSource({
        "VGIC_V2, 0, address of the distributor",
        "VGIC_V2, 1, address of the CPU interface",
        "VGIC_V3, 2, address of the distributor",
        "VGIC_V3, 3, address of the redistributors",
        "VGIC_V3, 5, address of a redistributor region",
        "ITS, 4, address of the ITS"
    })
    void shouldNameTheFrameOfAnAddress(DeviceType device, long attribute, String expected) {
        DeviceAttribute decoded = DeviceAttribute.decode(device, AttributeGroup.ADDRESS, attribute);

        assertThat(decoded).isInstanceOf(DeviceAttribute.Address.class);
        assertThat(decoded.describe()).isEqualTo(expected);
        assertThat(decoded.group()).isEqualTo(AttributeGroup.ADDRESS);
    }

    static Stream<long[]> foreignAddresses() {
        return Stream.of(DeviceType.values())
                .flatMap(device -> IntStream.rangeClosed(-1, 6)
                        .filter(n -> n < 0 || n > 5 || !owns(device, n))
                        .mapToObj(n -> new long[] {device.number(), n}));
    }

    private static boolean owns(DeviceType device, int attribute) {
        return switch (device) {
            case VGIC_V2 -> attribute < 2;
            case VGIC_V3 -> attribute == 2 || attribute == 3 || attribute == 5;
            case ITS -> attribute == 4;
        };
    }

    @ParameterizedTest
    @MethodSource("foreignAddresses")
    void shouldNotKnowTheAddressesOfOtherDevices(long[] typeAndAttribute) {
        DeviceType device = DeviceType.ofNumber((int) typeAndAttribute[0]).orElseThrow();

        assertThat(DeviceAttribute.decode(device, AttributeGroup.ADDRESS, typeAndAttribute[1]))
                .isEqualTo(new DeviceAttribute.Unknown(AttributeGroup.ADDRESS, typeAndAttribute[1]));
    }

    @ParameterizedTest
    @CsvSource({
        "VGIC_V2, 0, control INIT",
        "VGIC_V3, 0, control INIT",
        "VGIC_V3, 3, control SAVE_PENDING_TABLES",
        "ITS, 0, control INIT",
        "ITS, 1, control SAVE_TABLES",
        "ITS, 2, control RESTORE_TABLES",
        "ITS, 4, control RESET",
        "VGIC_V2, 3, unknown attribute 0x3 of group 4",
        "ITS, 3, unknown attribute 0x3 of group 4"
    })
    void shouldNameControlOperations(DeviceType device, long attribute, String expected) {
        assertThat(described(device, AttributeGroup.CONTROL, attribute)).isEqualTo(expected);
    }

    @Test
    void shouldTakeAnyAttributeForTheNumberOfInterrupts() {
        assertThat(described(DeviceType.VGIC_V2, AttributeGroup.NUMBER_OF_INTERRUPTS, 77))
                .isEqualTo("number of interrupts");
        assertThat(DeviceAttribute.decode(DeviceType.ITS, AttributeGroup.NUMBER_OF_INTERRUPTS, 0))
                .isInstanceOf(DeviceAttribute.Unknown.class);
    }

    @Test
    void shouldDecodeTheFormsOfGicv3() {
        int affinity = new Affinity(0x0000_0203).packed();

        assertThat(described(DeviceType.VGIC_V3, AttributeGroup.DISTRIBUTOR_REGISTERS, 0xDEAD_0000_6100L))
                .isEqualTo("GICD_IROUTER32[31:0]");
        assertThat(described(
                        DeviceType.VGIC_V3,
                        AttributeGroup.REDISTRIBUTOR_REGISTERS,
                        AttributeGroup.ofAffinity(affinity, 0x1_0080)))
                .isEqualTo("GICR_IGROUPR0 of affinity 0.0.2.3");
        assertThat(described(
                        DeviceType.VGIC_V3,
                        AttributeGroup.CPU_SYSTEM_REGISTERS,
                        AttributeGroup.ofAffinity(affinity, 0xC664)))
                .isEqualTo("ICC_CTLR_EL1 of affinity 0.0.2.3");
        assertThat(described(
                        DeviceType.VGIC_V3,
                        AttributeGroup.CPU_SYSTEM_REGISTERS,
                        AttributeGroup.ofAffinity(affinity, 0xC66F)))
                .isEqualTo("system register S3_0_C12_C13_7 of affinity 0.0.2.3");
        assertThat(described(
                        DeviceType.VGIC_V3, AttributeGroup.LEVEL_INFO, AttributeGroup.ofAffinity(affinity, 64)))
                .isEqualTo("line levels from INTID 64 of affinity 0.0.2.3");
        assertThat(described(DeviceType.ITS, AttributeGroup.ITS_REGISTERS, 0x1_0000_0000L))
                .isEqualTo("no register at offset 0x100000000 of an ITS");
        assertThat(described(DeviceType.ITS, AttributeGroup.ITS_REGISTERS, 0x108)).isEqualTo("GITS_BASER1");
        assertThat(described(DeviceType.ITS, AttributeGroup.ITS_REGISTERS, 0x80)).isEqualTo("GITS_CBASER");
        assertThat(described(DeviceType.ITS, AttributeGroup.ITS_REGISTERS, 0x84))
                .isEqualTo("no register at offset 0x84 of an ITS");
    }

    @Test
    void shouldKeepGroupAndAttributeInEveryForm() {
        for (DeviceType device : DeviceType.values()) {
            for (int group = -1; group < 10; group++) {
                for (long attribute : new long[] {0, 1, 5, 0x100, 0x8100_0000_0000L, -1}) {
                    DeviceAttribute decoded = DeviceAttribute.decode(device, group, attribute);

                    assertThat(decoded.group()).isEqualTo(group);
                    assertThat(decoded.attribute()).isEqualTo(attribute);
                    assertThat(decoded.describe()).isNotBlank();
                }
            }
        }
    }

    @Test
    void shouldKnowOnlyTheGroupsOfTheDevice() {
        assertThat(DeviceAttribute.decode(DeviceType.VGIC_V2, AttributeGroup.REDISTRIBUTOR_REGISTERS, 0))
                .isInstanceOf(DeviceAttribute.Unknown.class);
        assertThat(DeviceAttribute.decode(DeviceType.VGIC_V3, AttributeGroup.CPU_REGISTERS, 0))
                .isInstanceOf(DeviceAttribute.Unknown.class);
        assertThat(DeviceAttribute.decode(DeviceType.ITS, AttributeGroup.DISTRIBUTOR_REGISTERS, 0))
                .isInstanceOf(DeviceAttribute.Unknown.class);
        assertThat(DeviceAttribute.decode(DeviceType.VGIC_V2, AttributeGroup.ITS_REGISTERS, 0))
                .isInstanceOf(DeviceAttribute.Unknown.class);
    }

    @Test
    void shouldCutTheVcpuIdToItsEightBits() {
        assertThat(AttributeGroup.banked(0x1FF, -4)).isEqualTo(0xFF_FFFF_FFFCL);
        assertThat(AttributeGroup.ofAffinity(-1, 0x8000_0000)).isEqualTo(0xFFFF_FFFF_8000_0000L);
    }

    private static String described(DeviceType device, int group, long attribute) {
        return DeviceAttribute.decode(device, group, attribute).describe();
    }
}
