package org.gic4j.cli.input;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.gic4j.api.its.TableRegister;
import org.gic4j.api.registers.Gicv3Redistributor;
import org.gic4j.api.registers.Its;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.ItsState;
import org.gic4j.api.snapshot.Note;

/**
 * A table that registers name.
 *
 * @param register says where it is, with its number
 * @param what what it is, with its ITS
 * @param value the register's value
 * @param address guest physical address
 * @param size in bytes
 * @param mayBeZero whether a healthy one may be zero, which extracts leave out
 */
record UsedTable(String register, String what, long value, long address, long size, boolean mayBeZero) {
    private static final List<String> TRANSLATION = List.of("device table", "collection table");
    /** Of 57,344 LPIs, a byte each. */
    private static final long CONFIGURATION = 0xE000;
    /** Of 65,536 INTIDs, a bit each. */
    private static final long PENDING = 0x2000;

    /**
     * The tables of a state.
     *
     * @param state an interrupt controller; without an ITS it uses none
     */
    static List<UsedTable> of(GicState state) {
        List<UsedTable> tables = new ArrayList<>();
        for (int service = 0; service < state.translationServices().size(); service++) {
            ItsState its = state.translationServices().get(service);
            for (int number = 0; its.has(Its.GITS_BASER) && number < TRANSLATION.size(); number++) {
                long base = its.value(Its.GITS_BASER, number);
                if (TableRegister.isValid(base)) {
                    tables.add(new UsedTable(
                            Its.GITS_BASER.name() + number,
                            "the " + TRANSLATION.get(number) + " of ITS " + service,
                            base,
                            TableRegister.TRANSLATION.address(base),
                            TableRegister.size(TableRegister.TRANSLATION, base),
                            false));
                }
            }
        }
        if (state.has(Gicv3Redistributor.GICR_PROPBASER) && state.has(Gicv3Redistributor.GICR_PENDBASER)) {
            for (int vcpu = 0; vcpu < state.geometry().vcpus(); vcpu++) {
                tables.add(of(state, Gicv3Redistributor.GICR_PROPBASER, TableRegister.CONFIGURATION, vcpu, CONFIGURATION));
                tables.add(of(state, Gicv3Redistributor.GICR_PENDBASER, TableRegister.PENDING, vcpu, PENDING));
            }
        }
        return tables;
    }

    private static UsedTable of(GicState state, Gicv3Redistributor register, TableRegister kind, int vcpu, long size) {
        long value = state.wideValue(register, vcpu, 0);
        return new UsedTable(register.name(), "the table of LPIs", value, kind.address(value), size, true);
    }

    /** Whether a line of a map has some of it. */
    boolean overlaps(MemoryMap.Line line) {
        return line.address() < address + size && address < line.end();
    }

    /** What is said of one that no line of a map has. */
    Note note() {
        return new Note(
                "no-memory-for-table",
                false,
                register,
                null,
                OptionalInt.empty(),
                value,
                value,
                "no line of --memory-map has any of " + what + ": it is taken for zero");
    }
}
