package org.gic4j.testkit.differential.generator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.gic4j.api.GicVersion;
import org.gic4j.api.registers.Frame;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.Policy;
import org.gic4j.api.registers.Register;
import org.gic4j.api.registers.Registers;
import org.gic4j.testkit.differential.request.Request;
import org.junit.jupiter.api.Test;

class GeneratorTest {
    private static final int SEQUENCES = 60;

    @Test
    void shouldMakeTheSameSequencesOfTheSameSeed() {
        assertThat(sequences(7)).isEqualTo(sequences(7));
    }

    @Test
    void shouldMakeOtherSequencesOfAnotherSeed() {
        assertThat(sequences(7)).doesNotContainAnyElementsOf(sequences(8));
    }

    @Test
    void shouldBeginEverySequenceWithAMachine() {
        assertThat(sequences(7)).allSatisfy(requests -> assertThat(requests.getFirst())
                .isInstanceOf(Request.CreateMachine.class));
    }

    @Test
    void shouldWriteEveryRegisterThatUserSpaceSees() {
        Set<String> written = new HashSet<>();
        sequences(7).stream().flatMap(List::stream).forEach(request -> {
            if (request instanceof Request.Set set) {
                Stream.of(Frame.GICV2_DISTRIBUTOR, Frame.GICV2_CPU_INTERFACE)
                        .filter(frame -> frame.attributeGroup() == set.group())
                        .flatMap(frame -> Registers.at(
                                frame, set.attribute() & 0xFFFF_FFFFL, new Geometry(Geometry.MAXIMUM_INTERRUPTS, 8)).stream())
                        .map(Register::name)
                        .forEach(written::add);
            }
        });
        List<String> visible = Stream.of(Frame.GICV2_DISTRIBUTOR, Frame.GICV2_CPU_INTERFACE)
                .flatMap(frame -> Registers.of(frame).stream())
                .filter(register -> register.row().user() != Policy.ABSENT)
                .map(Register::name)
                .toList();
        assertThat(written).containsAll(visible);
    }

    @Test
    void shouldSpendMostRequestsOnMachinesThatWork() {
        long requests = sequences(7).stream().mapToLong(List::size).sum();
        long ofLongOnes = sequences(7).stream()
                .mapToLong(List::size)
                .filter(size -> size > 200)
                .sum();
        assertThat(ofLongOnes).isGreaterThan(requests * 8 / 10);
    }

    private static List<List<Request>> sequences(long seed) {
        Generator generator = new Generator(GicVersion.GICV2, seed);
        return LongStream.range(0, SEQUENCES).mapToObj(generator::sequence).toList();
    }
}
