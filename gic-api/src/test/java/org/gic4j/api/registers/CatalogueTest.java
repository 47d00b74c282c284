package org.gic4j.api.registers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.gic4j.api.GicProfile;
import org.gic4j.api.GicVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What must hold for every row, whatever registers the catalogue has. */
class CatalogueTest {
    private static final Geometry WIDEST = new Geometry(Geometry.MAXIMUM_INTERRUPTS, 8);

    static Stream<Register> all() {
        return Arrays.stream(Frame.values()).flatMap(frame -> Registers.of(frame).stream());
    }

    private static Stream<Register> of(GicVersion version) {
        return all().filter(register -> register.frame().version() == version);
    }

    @Test
    void shouldHaveRowsForEveryFrame() {
        assertThat(Frame.values()).allSatisfy(frame -> assertThat(Registers.of(frame))
                .isNotEmpty()
                .allSatisfy(register -> assertThat(register.frame()).isEqualTo(frame)));
    }

    @ParameterizedTest
    @EnumSource(Frame.class)
    void shouldNotOverlapWithinAFrame(Frame frame) {
        Map<Integer, Register> owners = new HashMap<>();
        for (Register register : Registers.of(frame)) {
            for (int word = 0; word < register.words(WIDEST); word++) {
                int offset = register.row().offset() + frame.wordStride() * word;
                assertThat(offset % frame.wordStride()).as(register.name()).isZero();
                assertThat(offset).as(register.name()).isBetween(0, frame.size() - frame.wordStride());
                assertThat(owners.put(offset, register))
                        .as("%s at 0x%x", register.name(), offset)
                        .isNull();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Frame.class)
    void shouldBeInOrderOfOffsets(Frame frame) {
        assertThat(Registers.of(frame))
                .isSortedAccordingTo(Comparator.comparingInt(register -> register.row().offset()));
    }

    @ParameterizedTest
    @EnumSource(GicVersion.class)
    void shouldHaveUniqueNamesThatLeadBack(GicVersion version) {
        assertThat(of(version)).isNotEmpty();
        assertThat(of(version).map(Register::name)).doesNotHaveDuplicates();
        assertThat(of(version))
                .allSatisfy(register -> assertThat(Registers.named(version, register.name())).contains(register));
        assertThat(Registers.named(version, "GICD_NOTHING")).isEmpty();
    }

    @Test
    void shouldTellWordsOfDifferentRegistersApartByTheirAttributes() {
        for (GicVersion version : GicVersion.values()) {
            Map<String, Register> owners = new HashMap<>();
            of(version).filter(register -> register.frame().attributeGroup() != Frame.NO_ATTRIBUTES).forEach(register -> {
                for (int word = 0; word < register.words(WIDEST); word++) {
                    String attribute = register.frame().attributeGroup() + ":" + register.attribute(3, word);
                    assertThat(owners.put(attribute, register)).as(register.name()).isNull();
                }
            });
        }
    }

    @ParameterizedTest
    @CsvSource({"32, 1", "64, 1", "96, 3", "256, 8", "992, 8", "992, 1"})
    void shouldGiveEveryWordAPlaceOfItsOwn(int interrupts, int vcpus) {
        Geometry geometry = new Geometry(interrupts, vcpus);
        all().forEach(register -> {
            BitSet taken = new BitSet();
            for (int word = register.firstWord(); word < register.words(geometry); word++) {
                boolean banked = word < register.bankedWords(geometry);
                for (int vcpu = 0; vcpu < (banked ? vcpus : 1); vcpu++) {
                    int index = register.stateIndex(geometry, vcpu, word);
                    assertThat(taken.get(index)).as("%s word %d of %d", register.name(), word, vcpu).isFalse();
                    taken.set(index);
                }
            }
            assertThat(taken.cardinality()).as(register.name()).isEqualTo(register.stateWords(geometry));
            assertThat(taken.length()).as(register.name()).isEqualTo(register.stateWords(geometry));
        });
    }

    @Test
    void shouldHoldOneFieldForEveryInterrupt() {
        assertThat(all().filter(register -> register.row().bitsPerIntid() > 0)).allSatisfy(register -> {
            assertThat(register.row().property()).as(register.name()).isPresent();
            assertThat(register.row().banking()).as(register.name()).isEqualTo(switch (register.frame()) {
                case GICV3_DISTRIBUTOR -> Banking.SHARED_INTIDS;
                case GICV3_REDISTRIBUTOR_SGI -> Banking.PER_VCPU;
                default -> Banking.PRIVATE_INTIDS;
            });
        });
        assertThat(Gicv2Distributor.GICD_ISENABLER.words(WIDEST)).isEqualTo(31);
        assertThat(Gicv2Distributor.GICD_ICFGR.words(WIDEST)).isEqualTo(62);
        assertThat(Gicv2Distributor.GICD_IPRIORITYR.words(WIDEST)).isEqualTo(248);
        assertThat(Gicv2Distributor.GICD_SPENDSGIR.words(new Geometry(32, 1))).isEqualTo(4);
    }

    @Test
    void shouldBankTheWordsOfPrivateInterruptsOnly() {
        assertThat(Gicv2Distributor.GICD_ISENABLER.bankedWords(WIDEST)).isEqualTo(1);
        assertThat(Gicv2Distributor.GICD_ICFGR.bankedWords(WIDEST)).isEqualTo(2);
        assertThat(Gicv2Distributor.GICD_ITARGETSR.bankedWords(WIDEST)).isEqualTo(8);
        assertThat(Gicv2Distributor.GICD_SPENDSGIR.bankedWords(WIDEST)).isEqualTo(4);
        assertThat(Gicv2Distributor.GICD_CTLR.bankedWords(WIDEST)).isZero();
        assertThat(Gicv2CpuInterface.GICC_APR.bankedWords(WIDEST)).isEqualTo(4);
    }

    @Test
    void shouldHoldStateOfSharedInterruptsOnlyInTheDistributorOfAGicv3() {
        assertThat(Gicv3Distributor.GICD_ISENABLER.firstWord()).isEqualTo(1);
        assertThat(Gicv3Distributor.GICD_ISENABLER.stateWords(WIDEST)).isEqualTo(30);
        assertThat(Gicv3Distributor.GICD_IROUTER.firstWord()).isEqualTo(64);
        assertThat(Gicv3Distributor.GICD_IROUTER.stateWords(WIDEST)).isEqualTo(2 * 960);
        assertThat(Gicv3Distributor.GICD_IROUTER.stateWords(new Geometry(32, 1))).isZero();
        assertThat(Gicv3RedistributorSgi.GICR_IPRIORITYR.stateWords(WIDEST)).isEqualTo(8 * 8);
        assertThat(Gicv3Input.LINE_LEVEL.stateWords(WIDEST)).isEqualTo(8 + 30);
    }

    @Test
    void shouldHaveActivePrioritiesAsFarAsThePriorityBitsGo() {
        RegisterRow row = Gicv3CpuInterface.ICC_AP1R_EL1.row();
        assertThat(List.of(5, 6, 7, 8)).extracting(bits -> row.accessibleWords(WIDEST, bits)).containsExactly(1, 2, 4, 4);
        assertThat(Gicv2CpuInterface.GICC_APR.row().accessibleWords(WIDEST, 5)).isEqualTo(4);
    }

    @Test
    void shouldNameWordsOfAGicv3AsTheSpecificationDoes() {
        assertThat(Gicv3CpuInterface.ICC_AP1R_EL1.wordName(WIDEST, 2)).isEqualTo("ICC_AP1R2_EL1");
        assertThat(Gicv3CpuInterface.ICC_PMR_EL1.wordName(WIDEST, 0)).isEqualTo("ICC_PMR_EL1");
        assertThat(Gicv3Distributor.GICD_IROUTER.wordName(WIDEST, 81)).isEqualTo("GICD_IROUTER40[63:32]");
        assertThat(Gicv3Redistributor.GICR_PROPBASER.wordName(WIDEST, 0)).isEqualTo("GICR_PROPBASER[31:0]");
        assertThat(Gicv3RedistributorSgi.GICR_ICFGR.wordName(WIDEST, 1)).isEqualTo("GICR_ICFGR1");
    }

    @Test
    void shouldEncodeAttributesOfAGicv3ByAffinity() {
        assertThat(Gicv3RedistributorSgi.GICR_ISPENDR.attribute(0x0102, 0)).isEqualTo(0x102_0001_0200L);
        assertThat(Gicv3CpuInterface.ICC_AP1R_EL1.attribute(0x3, 1)).isEqualTo(0x3_0000_C649L);
        assertThat(Gicv3Input.LINE_LEVEL.attribute(0x3, 2)).isEqualTo(0x3_0000_0040L);
        assertThat(Gicv3Distributor.GICD_IROUTER.attribute(0, 81)).isEqualTo(0x6144L);
    }

    @ParameterizedTest
    @CsvSource({
        "GICD_ISENABLER, GICD_ICENABLER",
        "GICD_ISPENDR, GICD_ICPENDR",
        "GICD_ISACTIVER, GICD_ICACTIVER",
        "GICD_SPENDSGIR, GICD_CPENDSGIR"
    })
    void shouldKnowWhichRegisterClearsWhatAnotherSets(Gicv2Distributor setting, Gicv2Distributor clearing) {
        assertThat(Registers.clearingTwin(setting)).contains(clearing);
        assertThat(clearing.words(WIDEST)).isEqualTo(setting.words(WIDEST));
        assertThat(clearing.row().restorePhase()).isEmpty();
    }

    @Test
    void shouldHaveATwinForEveryRegisterThatOnlySets() {
        assertThat(all().filter(register -> register.row().user() == Policy.WRITE_ONE_TO_SET))
                .isNotEmpty()
                .allSatisfy(register -> assertThat(Registers.clearingTwin(register)).isPresent());
        assertThat(all().filter(register -> register.row().user() != Policy.WRITE_ONE_TO_SET))
                .allSatisfy(register -> assertThat(Registers.clearingTwin(register)).isEmpty());
    }

    @Test
    void shouldRestoreInTheOrderThatKeepsInterruptsDeliverable() {
        List<Register> order = Registers.state(GicVersion.GICV2);

        assertThat(order.getFirst()).isEqualTo(Gicv2Distributor.GICD_IIDR);
        assertBefore(order, Gicv2Distributor.GICD_IIDR, Gicv2Distributor.GICD_IGROUPR);
        for (Register pending : List.of(
                Gicv2Distributor.GICD_SPENDSGIR, Gicv2Distributor.GICD_ISPENDR, Gicv2Input.PENDING_LATCH)) {
            assertBefore(order, Gicv2Distributor.GICD_CTLR, pending);
            for (Register earlier : List.of(
                    Gicv2Distributor.GICD_ICFGR,
                    Gicv2Distributor.GICD_IGROUPR,
                    Gicv2Distributor.GICD_IPRIORITYR,
                    Gicv2Distributor.GICD_ITARGETSR,
                    Gicv2Distributor.GICD_ISENABLER)) {
                assertBefore(order, earlier, pending);
            }
        }
        assertBefore(order, Gicv2Distributor.GICD_ICFGR, Gicv2Input.LINE_LEVEL);
        assertBefore(order, Gicv2Distributor.GICD_SPENDSGIR, Gicv2Distributor.GICD_ISPENDR);
        assertBefore(order, Gicv2CpuInterface.GICC_CTLR, Gicv2CpuInterface.GICC_APR);
        assertBefore(order, Gicv2CpuInterface.GICC_PMR, Gicv2CpuInterface.GICC_APR);
        assertBefore(order, Gicv2Distributor.GICD_ISPENDR, Gicv2Distributor.GICD_ISACTIVER);
        assertThat(order.getLast()).isEqualTo(Gicv2Distributor.GICD_ISACTIVER);
    }

    @Test
    void shouldRestoreAGicv3InTheOrderThatKeepsInterruptsDeliverable() {
        List<Register> order = Registers.state(GicVersion.GICV3);

        assertThat(order.getFirst()).isEqualTo(Gicv3Distributor.GICD_IIDR);
        assertThat(order.getLast()).isEqualTo(Gicv3Redistributor.GICR_CTLR);
        for (Register pending : List.of(
                Gicv3Distributor.GICD_ISPENDR, Gicv3RedistributorSgi.GICR_ISPENDR, Gicv3Input.LINE_LEVEL)) {
            for (Register earlier : List.of(
                    Gicv3Distributor.GICD_CTLR,
                    Gicv3CpuInterface.ICC_SRE_EL1,
                    Gicv3Distributor.GICD_ICFGR,
                    Gicv3RedistributorSgi.GICR_ICFGR,
                    Gicv3Distributor.GICD_IROUTER,
                    Gicv3Distributor.GICD_ISENABLER,
                    Gicv3RedistributorSgi.GICR_ISENABLER)) {
                assertBefore(order, earlier, pending);
            }
        }
        for (Register active : List.of(Gicv3CpuInterface.ICC_AP0R_EL1, Gicv3CpuInterface.ICC_AP1R_EL1)) {
            assertBefore(order, Gicv3CpuInterface.ICC_CTLR_EL1, active);
            assertBefore(order, active, Gicv3Distributor.GICD_ISACTIVER);
        }
        assertBefore(order, Gicv3CpuInterface.ICC_BPR1_EL1, Gicv3CpuInterface.ICC_CTLR_EL1);
        assertBefore(order, Gicv3Redistributor.GICR_PENDBASER, Gicv3Redistributor.GICR_CTLR);
    }

    @Test
    void shouldRestoreAnItsInTheOrderThatKeepsItsQueue() {
        List<Register> order = Registers.itsState();

        assertThat(order)
                .containsExactly(Its.GITS_IIDR, Its.GITS_CBASER, Its.GITS_CWRITER, Its.GITS_CREADR, Its.GITS_BASER, Its.GITS_CTLR);
        assertThat(order.getLast().row().restorePhase().orElseThrow()).isGreaterThan(RestorePhase.ITS_TABLES);
        assertThat(Registers.state(GicVersion.GICV3)).doesNotContainAnyElementsOf(order);
        assertThat(Frame.of(GicVersion.GICV3)).doesNotContain(Frame.ITS).contains(Frame.GICV3_INPUTS);
    }

    @Test
    void shouldNameTheTablesOfAnItsByTheirNumber() {
        assertThat(Its.GITS_BASER.attribute(7, 2)).isEqualTo(0x108);
        assertThat(Its.GITS_BASER.wordName(WIDEST, 3)).isEqualTo("GITS_BASER1[63:32]");
        assertThat(Its.GITS_CBASER.wordName(WIDEST, 0)).isEqualTo("GITS_CBASER[31:0]");
        assertThat(Its.attributeNamed(0xFFE8)).contains("GITS_PIDR6");
        assertThat(Its.attributeNamed(0x4)).contains("GITS_IIDR");
    }

    @Test
    void shouldSaveOnlyOneOfAPairAndNothingWithSideEffects() {
        assertThat(Registers.state(GicVersion.GICV2))
                .doesNotHaveDuplicates()
                .doesNotContain(
                        Gicv2Distributor.GICD_ICENABLER,
                        Gicv2Distributor.GICD_ICPENDR,
                        Gicv2Distributor.GICD_ICACTIVER,
                        Gicv2Distributor.GICD_CPENDSGIR,
                        Gicv2Distributor.GICD_SGIR,
                        Gicv2CpuInterface.GICC_IAR,
                        Gicv2CpuInterface.GICC_EOIR,
                        Gicv2CpuInterface.GICC_DIR);
    }

    @Test
    void shouldFindARegisterByAnyOfItsWords() {
        assertThat(Registers.at(Frame.GICV2_DISTRIBUTOR, 0x108, WIDEST)).contains(Gicv2Distributor.GICD_ISENABLER);
        assertThat(Registers.at(Frame.GICV2_DISTRIBUTOR, 0x17C, WIDEST)).isEmpty();
        assertThat(Registers.at(Frame.GICV2_DISTRIBUTOR, 0x104, new Geometry(32, 1))).isEmpty();
        assertThat(Registers.at(Frame.GICV2_DISTRIBUTOR, 0xFFFF_FF00L, WIDEST)).isEmpty();
        assertThat(Registers.at(Frame.GICV2_CPU_INTERFACE, 0x1000, WIDEST)).contains(Gicv2CpuInterface.GICC_DIR);
    }

    @Test
    void shouldNumberTheWordsOfFamiliesAlone() {
        assertThat(Gicv2Distributor.GICD_ISENABLER.wordName(WIDEST, 2)).isEqualTo("GICD_ISENABLER2");
        assertThat(Gicv2Distributor.GICD_IGROUPR.wordName(new Geometry(32, 1), 0)).isEqualTo("GICD_IGROUPR0");
        assertThat(Gicv2Distributor.GICD_CTLR.wordName(WIDEST, 0)).isEqualTo("GICD_CTLR");
        assertThat(Gicv2CpuInterface.GICC_APR.wordName(WIDEST, 3)).isEqualTo("GICC_APR3");
    }

    @Test
    void shouldKeepFieldsApartWithinARegister() {
        assertThat(all()).allSatisfy(register -> {
            long taken = 0;
            for (BitField field : register.row().fields()) {
                long mask = ((1L << (field.high() - field.low() + 1)) - 1) << field.low();
                assertThat(field.low()).as(register.name() + "." + field.name()).isBetween(0, field.high());
                assertThat(taken & mask).as(register.name() + "." + field.name()).isZero();
                taken |= mask;
            }
            if (!register.row().wide()) {
                assertThat(taken >>> Integer.SIZE).as(register.name()).isZero();
            }
        });
    }

    @Test
    void shouldTakeAFieldOutOfAValue() {
        List<BitField> fields = new ArrayList<>(Gicv2Distributor.GICD_TYPER.row().fields());

        assertThat(fields).extracting(BitField::name).containsExactly("CPUNumber", "ITLinesNumber");
        assertThat(fields).extracting(field -> field.of(0xE7)).containsExactly(7L, 7L);
        assertThat(new BitField("all", 31, 0).of(0xFFFF_FFFF_8000_0001L)).isEqualTo(0x8000_0001L);
    }

    @Test
    void shouldFollowTheProfileInWhatCanBeWritten() {
        assertThat(Gicv2Distributor.GICD_CTLR.row().writableBits(GicProfile.KVM)).isEqualTo(0x1);
        assertThat(Gicv2Distributor.GICD_CTLR.row().writableBits(GicProfile.QEMU_VIRT)).isEqualTo(0x3);
        assertThat(Gicv2Distributor.GICD_IPRIORITYR.row().writableBits(GicProfile.KVM)).isEqualTo(0xF8F8_F8F8);
        assertThat(Gicv2Distributor.GICD_ICFGR.row().writableBits(GicProfile.KVM)).isEqualTo(0xAAAA_AAAA);
        assertThat(Gicv2Distributor.GICD_IGROUPR.row().writableBits(GicProfile.KVM)).isEqualTo(-1);
    }

    @ParameterizedTest
    @MethodSource("all")
    void shouldNotShowRegistersThatAreInNoView(Register register) {
        boolean input = register.frame() == Frame.GICV2_INPUTS || register.frame() == Frame.GICV3_INPUTS;

        assertThat(register.row().guest() == Policy.ABSENT).isEqualTo(input);
        assertThat(register.frame().attributeGroup() == Frame.NO_ATTRIBUTES)
                .isEqualTo(register.frame() == Frame.GICV2_INPUTS);
    }

    private static void assertBefore(List<Register> order, Register earlier, Register later) {
        assertThat(order).contains(earlier, later);
        assertThat(order.indexOf(earlier))
                .as("%s before %s", earlier.name(), later.name())
                .isLessThan(order.indexOf(later));
    }
}
