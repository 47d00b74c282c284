package org.gic4j.testkit.differential.generator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.gic4j.api.GicVersion;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.device.DeviceType;
import org.gic4j.api.registers.Frame;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.Policy;
import org.gic4j.api.registers.Register;
import org.gic4j.api.registers.Registers;
import org.gic4j.testkit.differential.request.Request;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GeneratorTest {
    private static final int SEQUENCES = 60;

    @ParameterizedTest
    @EnumSource
    void shouldMakeTheSameSequencesOfTheSameSeed(GicVersion version) {
        assertThat(sequences(version, 7)).isEqualTo(sequences(version, 7));
    }

    @ParameterizedTest
    @EnumSource
    void shouldMakeOtherSequencesOfAnotherSeed(GicVersion version) {
        assertThat(sequences(version, 7)).doesNotContainAnyElementsOf(sequences(version, 8));
    }

    @ParameterizedTest
    @EnumSource
    void shouldBeginEverySequenceWithAMachine(GicVersion version) {
        assertThat(sequences(version, 7)).allSatisfy(requests -> assertThat(requests.getFirst())
                .isInstanceOf(Request.CreateMachine.class));
    }

    @ParameterizedTest
    @EnumSource
    void shouldWriteEveryRegisterThatUserSpaceSees(GicVersion version) {
        Set<String> written = new HashSet<>();
        sequences(version, 7).stream().flatMap(List::stream).forEach(request -> {
            if (request instanceof Request.Set set) {
                frames(version)
                        .filter(frame -> frame.attributeGroup() == set.group())
                        .flatMap(frame -> Registers.at(
                                frame,
                                (set.attribute() & 0xFFFF_FFFFL) - frame.attributeBase(),
                                new Geometry(Geometry.MAXIMUM_INTERRUPTS, 8)).stream())
                        .map(Register::name)
                        .forEach(written::add);
            }
        });
        List<String> visible = frames(version)
                .flatMap(frame -> Registers.of(frame).stream())
                .filter(register -> register.row().user() != Policy.ABSENT)
                .map(Register::name)
                .toList();
        assertThat(written).containsAll(visible);
    }

    @ParameterizedTest
    @EnumSource
    void shouldSpendMostRequestsOnMachinesThatWork(GicVersion version) {
        long requests = sequences(version, 7).stream().mapToLong(List::size).sum();
        long ofLongOnes = sequences(version, 7).stream()
                .mapToLong(List::size)
                .filter(size -> size > 200)
                .sum();
        assertThat(ofLongOnes).isGreaterThan(requests * 8 / 10);
    }

    /** The two exceptions of the reference kernel need an ITS: none is ever made. */
    @ParameterizedTest
    @EnumSource
    void shouldMakeNoIts(GicVersion version) {
        assertThat(sequences(version, 7).stream().flatMap(List::stream))
                .noneMatch(request -> version == GicVersion.GICV3
                        && request instanceof Request.CreateDevice create
                        && create.type() == DeviceType.ITS.number()
                        && (create.flags() & VirtualMachine.CREATE_DEVICE_TEST) == 0);
    }

    private static Stream<Frame> frames(GicVersion version) {
        return Frame.of(version).stream().filter(frame -> frame.attributeGroup() != Frame.NO_ATTRIBUTES);
    }

    private static List<List<Request>> sequences(GicVersion version, long seed) {
        Generator generator = new Generator(version, seed);
        return LongStream.range(0, SEQUENCES).mapToObj(generator::sequence).toList();
    }
}
