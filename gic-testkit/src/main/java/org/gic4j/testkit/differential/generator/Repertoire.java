package org.gic4j.testkit.differential.generator;

import java.util.List;
import java.util.function.BiFunction;
import org.gic4j.api.GicVersion;
import org.gic4j.testkit.differential.request.Request;

/**
 * What can be asked of the machines of one architecture version: data, so that another version is other rows and weights.
 *
 * @param version the architecture version
 * @param birth how a machine is made that works: everything up to its first register access
 * @param work what is asked of a machine that works
 * @param life what is asked in any order while a machine is made
 * @param afterlife what is asked once handles or the machine are closed
 */
record Repertoire(
        GicVersion version,
        BiFunction<Draw, Sketch, List<Request>> birth,
        List<Row> work,
        List<Row> life,
        List<Row> afterlife) {
    /** Copies the lists. */
    Repertoire {
        work = List.copyOf(work);
        life = List.copyOf(life);
        afterlife = List.copyOf(afterlife);
    }

    /** The repertoire of a version. */
    static Repertoire of(GicVersion version) {
        return switch (version) {
            case GICV2 -> Gicv2Repertoire.create();
            case GICV3 -> Gicv3Repertoire.create();
        };
    }
}
