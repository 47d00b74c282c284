package org.gic4j.testkit.replay.trace;

import java.util.Optional;
import java.util.stream.IntStream;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.Gicv3CpuInterface;

/**
 * A system register of a trace.
 *
 * @param family its row of the catalogue
 * @param word which of the family
 */
record SystemRegister(Gicv3CpuInterface family, int word) {
    private static final Geometry ANY = new Geometry(Geometry.PRIVATE_INTERRUPTS, 1);

    /**
     * The register that QEMU prints by a name.
     *
     * @param name the specification's name without {@code _EL1}, for example {@code ICC_AP1R0}
     */
    static Optional<SystemRegister> named(String name) {
        for (Gicv3CpuInterface family : Gicv3CpuInterface.values()) {
            Optional<SystemRegister> found = IntStream.range(0, family.words(ANY))
                    .filter(word -> family.wordName(ANY, word).equals(name + "_EL1"))
                    .mapToObj(word -> new SystemRegister(family, word))
                    .findFirst();
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** Whether a read of it acknowledges an interrupt. */
    boolean acknowledges() {
        return family == Gicv3CpuInterface.ICC_IAR0_EL1 || family == Gicv3CpuInterface.ICC_IAR1_EL1;
    }

    /** The encoding by which guests access it. */
    int encoding() {
        return family.row().offset() + word;
    }

    @Override
    public String toString() {
        return family.wordName(ANY, word);
    }
}
