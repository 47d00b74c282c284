package org.gic4j.serialization.lint;

import static org.gic4j.serialization.lint.States.imported;
import static org.gic4j.serialization.lint.States.its;
import static org.gic4j.serialization.lint.States.withIts;

import java.util.List;
import java.util.function.Consumer;
import org.gic4j.api.its.TableEntry;
import org.gic4j.api.lint.LintTarget;
import org.gic4j.api.registers.Its;
import org.gic4j.api.snapshot.ItsState;
import org.gic4j.api.snapshot.SnapshotFormat.Imported;

/** The rules of ITSs and of their tables. */
final class ItsRuleCases {
    private static final long ANOTHER_TABLE = 0x5300_0000L;

    private ItsRuleCases() {}

    static List<RuleCase> all() {
        Imported healthy = withIts(its());
        Imported whole = tables(tables -> {});
        return List.of(
                new RuleCase("its-tables-unset", withIts(its().value(Its.GITS_CBASER, 0, 0x4060_0000L)), healthy),
                new RuleCase("its-tables-unset", withIts(its().value(Its.GITS_BASER, 1, 0)), healthy),
                new RuleCase(
                        "its-tables-unset", withIts(its().value(Its.GITS_CBASER, 0, 0x8000_0000_0000_000FL)), healthy),
                new RuleCase(
                        "its-tables-unset",
                        withIts(its().value(Its.GITS_BASER, 0, 0x8107_0000_0000_0200L)),
                        withIts(its().value(Its.GITS_BASER, 0, 0x8107_0000_0000_1200L))),
                new RuleCase(
                        "its-disabled",
                        withIts(its().value(Its.GITS_CTLR, 0, 0)),
                        imported(States.gicv3().translationService(
                                its().value(Its.GITS_CTLR, 0, 0).build()))),
                // Off and never set up: the only one is missed, a second one is not.
                new RuleCase(
                        "its-disabled",
                        imported(States.lpis(States.gicv3()).translationService(off())),
                        imported(States.lpis(States.gicv3())
                                .translationService(its().build())
                                .translationService(off()))),
                new RuleCase("its-commands-left", withIts(its().value(Its.GITS_CWRITER, 0, 0x80)), healthy),
                new RuleCase(
                        "its-revision", LintTarget.KVM, withIts(its().value(Its.GITS_IIDR, 0, 0x4B00_143B)), healthy),
                new RuleCase("its-qemu-tables", LintTarget.QEMU, withIts(its().value(Its.GITS_IIDR, 0, 0x43B)), healthy),
                new RuleCase("its-memory-elsewhere", healthy, whole),
                // Reads go no further than to the last entry, so that the rest of a table need not be there.
                new RuleCase(
                        "its-tables-absent",
                        tables(tables -> tables.leaveOut(ItsTables.COLLECTIONS)),
                        tables(tables -> tables.cutOff(ItsTables.DEVICES, TableEntry.SIZE))),
                new RuleCase(
                        "its-tables-absent",
                        tables(tables -> tables.cutOff(ItsTables.EVENTS, TableEntry.SIZE)),
                        tables(tables -> tables.cutOff(ItsTables.EVENTS, 2 * TableEntry.SIZE))),
                new RuleCase(
                        "its-tables-absent",
                        tables(tables -> tables.cutOff(ItsTables.CONFIGURATION, 1)),
                        tables(tables -> tables.cutOff(ItsTables.CONFIGURATION, 2))),
                new RuleCase("its-tables-absent", tables(tables -> tables.leaveOut(ItsTables.pending(1))), whole),
                new RuleCase(
                        "its-tables-absent",
                        new ItsTables().with(its().value(Its.GITS_CWRITER, 0, 0x80)),
                        new ItsTables().put(ItsTables.QUEUE, new byte[0x80]).with(its().value(Its.GITS_CWRITER, 0, 0x80))),
                new RuleCase(
                        "its-tables-impossible",
                        tables(tables -> tables.entry(ItsTables.EVENTS, 1, TableEntry.event(8193, 2, 0))),
                        tables(tables -> tables.entry(ItsTables.EVENTS, 1, TableEntry.event(8193, 0, 0)))),
                new RuleCase(
                        "its-tables-impossible",
                        tables(tables -> tables.entry(ItsTables.EVENTS, 1, TableEntry.event(8191, 1, 0))),
                        tables(tables -> tables.entry(ItsTables.EVENTS, 1, TableEntry.event(8192, 1, 0)))),
                new RuleCase(
                        "its-tables-impossible",
                        tables(tables -> tables.entry(ItsTables.COLLECTIONS, 1, TableEntry.collection(0, 1))
                                .entry(ItsTables.EVENTS, 1, 0)),
                        tables(tables -> tables.entry(ItsTables.COLLECTIONS, 1, TableEntry.collection(2, 1))
                                .entry(ItsTables.EVENTS, 1, 0))),
                new RuleCase(
                        "its-tables-impossible",
                        tables(tables -> tables.put(ItsTables.CONFIGURATION, new byte[0x1_0000])
                                .entry(ItsTables.EVENTS, 1, TableEntry.event(1 << 16, 1, 0))
                                .put(ItsTables.pending(1), new byte[0x4000])),
                        tables(tables -> tables.put(ItsTables.CONFIGURATION, new byte[0x1_0000])
                                .entry(ItsTables.EVENTS, 1, TableEntry.event((1 << 16) - 1, 1, 0))
                                .put(ItsTables.pending(1), new byte[0x4000]))),
                new RuleCase(
                        "its-collection-nowhere",
                        tables(tables -> tables.entry(ItsTables.COLLECTIONS, 1, TableEntry.collection(1, 2))),
                        tables(tables ->
                                tables.entry(ItsTables.COLLECTIONS, 1, TableEntry.collection(1, TableEntry.UNMAPPED)))),
                new RuleCase(
                        "its-tables-empty",
                        tables(tables -> tables.put(ItsTables.COLLECTIONS, new byte[8])
                                .put(ItsTables.EVENTS, new byte[16])),
                        whole),
                new RuleCase(
                        "its-no-devices",
                        tables(tables -> tables.put(ItsTables.DEVICES, new byte[0x1_0000])),
                        tables(tables -> tables.put(ItsTables.DEVICES, new byte[0x1_0000])
                                .entry(ItsTables.DEVICES, 8191, TableEntry.device(ANOTHER_TABLE, 1, 0))
                                .put(ANOTHER_TABLE, new byte[16]))),
                new RuleCase(
                        "lpi-pending-unmapped",
                        tables(tables -> tables.bit(ItsTables.pending(0), 8194)),
                        tables(tables -> tables.bit(ItsTables.pending(0), 8193).bit(ItsTables.pending(0), 8191))));
    }

    private static ItsState off() {
        return new ItsState.Builder().value(Its.GITS_CTLR, 0, 0).build();
    }

    private static Imported tables(Consumer<ItsTables> change) {
        ItsTables tables = new ItsTables();
        change.accept(tables);
        return tables.with(its());
    }
}
