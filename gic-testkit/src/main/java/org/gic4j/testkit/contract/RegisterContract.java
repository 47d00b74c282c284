package org.gic4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.gic4j.api.Errno;
import org.gic4j.api.GicProfile;
import org.gic4j.api.GicVersion;
import org.gic4j.api.device.AttributeGroup;
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
 * What the catalogue says of each register in memory, for user space: existence, what get and set do by policy, masks,
 * banking, set and clear pairs (CONTRACT 4, 5). Two vCPUs with ids 0 and 3, 96 interrupts.
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
        return each(all(), (machine, register) -> {
            int expected = register.row().user() == Policy.ABSENT ? Errno.ENXIO : Errno.OK;
            for (int id : IDS) {
                for (int word = 0; word < register.words(GEOMETRY); word++) {
                    assertThat(machine.tryHas(register, id, word)).isEqualTo(expected);
                    for (int within = 1; within < 4; within++) {
                        assertThat(machine.device()
                                        .tryHas(
                                                register.frame().attributeGroup(),
                                                machine.attribute(register, id, word) + within))
                                .isEqualTo(Errno.ENXIO);
                    }
                }
            }
            assertThat(machine.tryHas(register, 1, 0)).isEqualTo(namesVcpus(register) ? Errno.EINVAL : expected);
        });
    }

    @TestFactory
    Stream<DynamicTest> shouldEndWithTheLastInterrupt() {
        return each(all().filter(register -> register.row().bitsPerIntid() != 0), (machine, register) -> {
            int beyond = register.words(GEOMETRY);
            long offset = register.row().offset() + (long) beyond * register.frame().wordStride();
            if (Registers.at(register.frame(), offset, GEOMETRY).isEmpty()) {
                assertThat(machine.tryHas(register, 0, beyond)).isEqualTo(Errno.ENXIO);
                assertThat(machine.trySet(register, 0, beyond, ALL)).isEqualTo(Errno.OK);
                assertThat(machine.get(register, 0, beyond)).isZero();
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> shouldIgnoreSetsWhereNoRegisterIsOrItReadsZero() {
        return each(
                all().filter(register ->
                        register.row().user() == Policy.ABSENT || register.row().user() == Policy.RAZ_WI),
                (machine, register) -> {
                    for (int word = 0; word < register.words(GEOMETRY); word++) {
                        assertThat(machine.trySet(register, 0, word, ALL)).isEqualTo(Errno.OK);
                        assertThat(machine.get(register, 0, word)).isZero();
                    }
                });
    }

    @TestFactory
    Stream<DynamicTest> shouldHaveNothingInTheWordsThatAreElsewhere() {
        return each(all().filter(register -> register.firstWord() > 0), (machine, register) -> {
            for (int word = 0; word < register.firstWord(); word++) {
                assertThat(machine.trySet(register, 0, word, ALL)).isEqualTo(Errno.OK);
                assertThat(machine.get(register, 0, word)).isZero();
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> shouldHoldWhatIsSet() {
        return each(withPolicy(Policy.READ_WRITE), this::assertHolds);
    }

    @TestFactory
    Stream<DynamicTest> shouldHoldWhatIsSetOnceTheIdentificationIsConfirmed() {
        return each(withPolicy(Policy.READ_WRITE_AFTER_IDENTIFICATION), (machine, register) -> {
            for (int word = 0; word < register.words(GEOMETRY); word++) {
                machine.set(register, 0, word, ALL);
                assertThat(machine.get(register, 0, word)).isZero();
            }
            confirmIdentification(machine);
            assertHolds(machine, register);
        });
    }

    @TestFactory
    Stream<DynamicTest> shouldSetByOnesAndClearByOnes() {
        return each(withPolicy(Policy.WRITE_ONE_TO_SET), (machine, register) -> {
            Register clearing = Registers.clearingTwin(register).orElse(register);
            for (int word = register.firstWord(); word < register.words(GEOMETRY); word++) {
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
        });
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
        return each(all().filter(RegisterContract::isOfInterrupts), (machine, register) -> {
            confirmIdentification(machine);
            for (int word = register.firstWord(); word < register.words(GEOMETRY); word++) {
                long before = machine.get(register, 3, word);
                machine.set(register, 0, word, PATTERN & writable(machine, register, word));
                long through0 = machine.get(register, 0, word);
                boolean banked = word < register.bankedWords(GEOMETRY);
                assertThat(machine.get(register, 3, word)).isEqualTo(banked ? before : through0);
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> shouldIgnoreUnalignedAccesses() {
        return each(all().filter(register -> register.row().user() != Policy.ABSENT), (machine, register) -> {
            long before = machine.get(register, 0);
            long unaligned = machine.attribute(register, 0, 0) + 1;
            int group = register.frame().attributeGroup();
            assertThat(machine.device().trySet(group, unaligned, ALL)).isEqualTo(Errno.OK);
            assertThat(machine.device().get(group, unaligned)).isZero();
            assertThat(machine.get(register, 0)).isEqualTo(before);
        });
    }

    /** DEV-13 for GICv2; the affinity is nothing to the distributor of a GICv3. */
    @TestFactory
    Stream<DynamicTest> shouldIgnoreTheHighBitsOfTheAttribute() {
        return each(
                all().filter(register -> register.row().user() != Policy.ABSENT)
                        .filter(register -> version() == GicVersion.GICV2 || !namesVcpus(register)),
                (machine, register) -> {
                    int group = register.frame().attributeGroup();
                    long attribute = machine.attribute(register, 3, 0) | 0xFFFF_FF00_0000_0000L;
                    assertThat(machine.device().tryHas(group, attribute)).isEqualTo(Errno.OK);
                    assertThat(machine.device().get(group, attribute)).isEqualTo(machine.get(register, 3));
                });
    }

    private void assertHolds(TestMachine machine, Register register) {
        for (int word = register.firstWord(); word < register.words(GEOMETRY); word++) {
            long bits = writable(machine, register, word);
            long fixed = machine.get(register, 0, word) & ~bits;
            for (long value : new long[] {ALL, PATTERN, 0, PATTERN >>> 8}) {
                machine.set(register, 0, word, value);
                assertThat(machine.get(register, 0, word))
                        .as("%s after 0x%x", register.wordName(GEOMETRY, word), value)
                        .isEqualTo(value & bits | fixed);
            }
        }
    }

    private static void assertBoth(TestMachine machine, Register setting, Register clearing, int word, long value) {
        assertThat(machine.get(setting, 0, word)).as(setting.wordName(GEOMETRY, word)).isEqualTo(value);
        assertThat(machine.get(clearing, 0, word)).as(clearing.wordName(GEOMETRY, word)).isEqualTo(value);
    }

    /** The bits of a word that a set changes: the catalogue's, less what is fixed for private interrupts. */
    private static long writable(TestMachine machine, Register register, int word) {
        GicProfile profile = machine.vm().configuration().profile();
        boolean high = register.row().wide() && word % 2 != 0;
        long bits = ALL & (high ? register.row().writableHighBits(profile) : register.row().writableBits(profile));
        boolean banked = word < register.bankedWords(GEOMETRY);
        InterruptProperty property = register.row().property().orElseThrow();
        return switch (property) {
            case TARGETS -> banked ? 0 : bits & TARGETS_OF_TWO_VCPUS;
            case CONFIGURATION -> banked ? 0 : bits;
            case GROUP, ENABLED, PENDING, ACTIVE, PRIORITY, ROUTE, SGI_SOURCES, LINE, LATCH -> bits;
        };
    }

    private void confirmIdentification(TestMachine machine) {
        Register identification = distributorRegister("GICD_IIDR");
        machine.set(identification, 0, machine.get(identification, 0));
    }

    private static boolean isOfInterrupts(Register register) {
        return register.row().bitsPerIntid() != 0
                && register.row().user() != Policy.RAZ_WI
                && register.row().banking() != Banking.SHARED;
    }

    /** Whether the register's attribute finds a vCPU: that of a GICv3's distributor does not. */
    private boolean namesVcpus(Register register) {
        return version() == GicVersion.GICV2
                || register.frame().attributeGroup() != AttributeGroup.DISTRIBUTOR_REGISTERS;
    }

    private Stream<Register> withPolicy(Policy policy) {
        return all().filter(register -> register.row().user() == policy);
    }

    /** The registers in memory. */
    private Stream<Register> all() {
        return Frame.of(version()).stream()
                .filter(frame -> frame.attributeGroup() != Frame.NO_ATTRIBUTES && frame.wordStride() == Integer.BYTES)
                .flatMap(frame -> Registers.of(frame).stream());
    }

    private Stream<DynamicTest> each(Stream<Register> registers, BiConsumer<TestMachine, Register> test) {
        return registers.map(register ->
                DynamicTest.dynamicTest(register.name(), () -> test.accept(started(IDS), register)));
    }
}
