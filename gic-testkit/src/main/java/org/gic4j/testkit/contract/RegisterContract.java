package org.gic4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_IIDR;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.gic4j.api.Errno;
import org.gic4j.api.GicProfile;
import org.gic4j.api.registers.Banking;
import org.gic4j.api.registers.Frame;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.InterruptProperty;
import org.gic4j.api.registers.Policy;
import org.gic4j.api.registers.Register;
import org.gic4j.api.registers.Registers;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What the catalogue says of each register, for user space: existence, what get and set do by policy, masks, banking,
 * set and clear pairs (CONTRACT 4). Two vCPUs with ids 0 and 3, 96 interrupts.
 */
public abstract class RegisterContract extends ContractTest {
    private static final Geometry GEOMETRY = new Geometry(96, 2);
    private static final int[] IDS = {0, 3};
    private static final long ALL = 0xFFFF_FFFFL;
    private static final long PATTERN = 0xA5C3_960FL;
    private static final long TARGETS_OF_TWO_VCPUS = 0x0303_0303L;

    /** Tests an implementation. */
    protected RegisterContract(Implementation implementation) {
        super(implementation);
    }

    @TestFactory
    Stream<DynamicTest> shouldExistForUserSpace() {
        return each(Registers.of(Frame.GICV2_DISTRIBUTOR), Registers.of(Frame.GICV2_CPU_INTERFACE))
                .map(register -> DynamicTest.dynamicTest(register.name(), () -> {
                    Gicv2Machine machine = started(IDS);
                    int expected = register.row().user() == Policy.ABSENT ? Errno.ENXIO : Errno.OK;
                    for (int id : IDS) {
                        for (int word = 0; word < register.words(GEOMETRY); word++) {
                            assertThat(machine.tryHas(register, id, word)).isEqualTo(expected);
                            for (int within = 1; within < 4; within++) {
                                assertThat(hasAt(machine, register, id, word, within))
                                        .isEqualTo(Errno.ENXIO);
                            }
                        }
                    }
                    assertThat(machine.tryHas(register, 1, 0)).isEqualTo(Errno.EINVAL);
                }));
    }

    @TestFactory
    Stream<DynamicTest> shouldEndWithTheLastInterrupt() {
        return each(Registers.of(Frame.GICV2_DISTRIBUTOR))
                .filter(register -> register.row().bitsPerIntid() != 0)
                .map(register -> DynamicTest.dynamicTest(register.name(), () -> {
                    Gicv2Machine machine = started(IDS);
                    int beyond = register.words(GEOMETRY);
                    if (Registers.at(register.frame(), register.row().offset() + 4L * beyond, GEOMETRY)
                            .isEmpty()) {
                        assertThat(machine.tryHas(register, 0, beyond)).isEqualTo(Errno.ENXIO);
                        assertThat(machine.trySet(register, 0, beyond, ALL)).isEqualTo(Errno.OK);
                        assertThat(machine.get(register, 0, beyond)).isZero();
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> shouldIgnoreSetsWhereNoRegisterIs() {
        return withPolicy(Policy.ABSENT)
                .map(register -> DynamicTest.dynamicTest(register.name(), () -> {
                    Gicv2Machine machine = started(IDS);
                    for (int word = 0; word < register.words(GEOMETRY); word++) {
                        assertThat(machine.trySet(register, 0, word, ALL)).isEqualTo(Errno.OK);
                        assertThat(machine.get(register, 0, word)).isZero();
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> shouldHoldWhatIsSet() {
        return withPolicy(Policy.READ_WRITE)
                .map(register -> DynamicTest.dynamicTest(
                        register.name(), () -> assertHolds(started(IDS), register)));
    }

    @TestFactory
    Stream<DynamicTest> shouldHoldWhatIsSetOnceTheIdentificationIsConfirmed() {
        return withPolicy(Policy.READ_WRITE_AFTER_IDENTIFICATION)
                .map(register -> DynamicTest.dynamicTest(register.name(), () -> {
                    Gicv2Machine machine = started(IDS);
                    for (int word = 0; word < register.words(GEOMETRY); word++) {
                        machine.set(register, 0, word, ALL);
                        assertThat(machine.get(register, 0, word)).isZero();
                    }
                    machine.set(GICD_IIDR, 0, machine.get(GICD_IIDR, 0));
                    assertHolds(machine, register);
                }));
    }

    @TestFactory
    Stream<DynamicTest> shouldSetByOnesAndClearByOnes() {
        return withPolicy(Policy.WRITE_ONE_TO_SET)
                .map(register -> DynamicTest.dynamicTest(register.name(), () -> {
                    Gicv2Machine machine = started(IDS);
                    Register clearing = Registers.clearingTwin(register).orElseThrow();
                    for (int word = 0; word < register.words(GEOMETRY); word++) {
                        machine.set(clearing, 0, word, ALL);
                        assertBoth(machine, register, clearing, word, 0);
                        machine.set(register, 0, word, PATTERN);
                        assertBoth(machine, register, clearing, word, PATTERN);
                        machine.set(register, 0, word, 0);
                        machine.set(clearing, 0, word, 0);
                        assertBoth(machine, register, clearing, word, PATTERN);
                        machine.set(register, 0, word, 0x10);
                        assertBoth(machine, register, clearing, word, PATTERN | 0x10);
                        machine.set(clearing, 0, word, 0xFF);
                        assertBoth(machine, register, clearing, word, PATTERN & ~0xFFL);
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> shouldHaveASettingTwinForEachClearingRegister() {
        return withPolicy(Policy.WRITE_ONE_TO_CLEAR)
                .map(register -> DynamicTest.dynamicTest(
                        register.name(),
                        () -> assertThat(Registers.of(register.frame()).stream()
                                        .filter(setting -> Registers.clearingTwin(setting)
                                                .filter(register::equals)
                                                .isPresent()))
                                .hasSize(1)));
    }

    @TestFactory
    Stream<DynamicTest> shouldBankTheWordsOfPrivateInterruptsOnly() {
        return each(Registers.of(Frame.GICV2_DISTRIBUTOR))
                .filter(register -> register.row().banking() == Banking.PRIVATE_INTIDS)
                .map(register -> DynamicTest.dynamicTest(register.name(), () -> {
                    Gicv2Machine machine = started(IDS);
                    machine.set(GICD_IIDR, 0, machine.get(GICD_IIDR, 0));
                    for (int word = 0; word < register.words(GEOMETRY); word++) {
                        long before = machine.get(register, 3, word);
                        machine.set(register, 0, word, PATTERN & writable(register, word));
                        long through0 = machine.get(register, 0, word);
                        boolean banked = word < register.bankedWords(GEOMETRY);
                        assertThat(machine.get(register, 3, word)).isEqualTo(banked ? before : through0);
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> shouldIgnoreUnalignedAccesses() {
        return each(Registers.of(Frame.GICV2_DISTRIBUTOR), Registers.of(Frame.GICV2_CPU_INTERFACE))
                .filter(register -> register.row().user() != Policy.ABSENT)
                .map(register -> DynamicTest.dynamicTest(register.name(), () -> {
                    Gicv2Machine machine = started(IDS);
                    long before = machine.get(register, 0);
                    long unaligned = register.attribute(0, 0) + 1;
                    int group = register.frame().attributeGroup();
                    assertThat(machine.device().trySet(group, unaligned, ALL)).isEqualTo(Errno.OK);
                    assertThat(machine.device().get(group, unaligned)).isZero();
                    assertThat(machine.get(register, 0)).isEqualTo(before);
                }));
    }

    /** DEV-13. */
    @TestFactory
    Stream<DynamicTest> shouldIgnoreTheHighBitsOfTheAttribute() {
        return each(Registers.of(Frame.GICV2_DISTRIBUTOR), Registers.of(Frame.GICV2_CPU_INTERFACE))
                .filter(register -> register.row().user() != Policy.ABSENT)
                .map(register -> DynamicTest.dynamicTest(register.name(), () -> {
                    Gicv2Machine machine = started(IDS);
                    int group = register.frame().attributeGroup();
                    long attribute = register.attribute(3, 0) | 0xFFFF_FF00_0000_0000L;
                    assertThat(machine.device().tryHas(group, attribute)).isEqualTo(Errno.OK);
                    assertThat(machine.device().get(group, attribute)).isEqualTo(machine.get(register, 3));
                }));
    }

    private void assertHolds(Gicv2Machine machine, Register register) {
        for (int word = 0; word < register.words(GEOMETRY); word++) {
            long fixed = machine.get(register, 0, word) & ~writable(register, word);
            for (long value : new long[] {ALL, PATTERN, 0, PATTERN >>> 8}) {
                machine.set(register, 0, word, value);
                assertThat(machine.get(register, 0, word))
                        .as("%s after 0x%x", register.wordName(GEOMETRY, word), value)
                        .isEqualTo(value & writable(register, word) | fixed);
            }
        }
    }

    private static void assertBoth(Gicv2Machine machine, Register setting, Register clearing, int word, long value) {
        assertThat(machine.get(setting, 0, word)).as(setting.wordName(GEOMETRY, word)).isEqualTo(value);
        assertThat(machine.get(clearing, 0, word)).as(clearing.wordName(GEOMETRY, word)).isEqualTo(value);
    }

    /** The bits of a word that a set changes: the catalogue's, less what is fixed for private interrupts. */
    private static long writable(Register register, int word) {
        long bits = register.row().writableBits(GicProfile.KVM) & ALL;
        boolean banked = word < register.bankedWords(GEOMETRY);
        InterruptProperty property = register.row().property().orElseThrow();
        return switch (property) {
            case TARGETS -> banked ? 0 : bits & TARGETS_OF_TWO_VCPUS;
            case CONFIGURATION -> banked ? 0 : bits;
            case GROUP, ENABLED, PENDING, ACTIVE, PRIORITY, ROUTE, SGI_SOURCES, LINE, LATCH -> bits;
        };
    }

    private static int hasAt(Gicv2Machine machine, Register register, int id, int word, int within) {
        return machine.device().tryHas(register.frame().attributeGroup(), register.attribute(id, word) + within);
    }

    private static Stream<Register> withPolicy(Policy policy) {
        return each(Registers.of(Frame.GICV2_DISTRIBUTOR), Registers.of(Frame.GICV2_CPU_INTERFACE))
                .filter(register -> register.row().user() == policy);
    }

    @SafeVarargs
    private static Stream<Register> each(List<Register>... frames) {
        List<Register> all = new ArrayList<>();
        for (List<Register> frame : frames) {
            all.addAll(frame);
        }
        return all.stream();
    }
}
