package org.gic4j.serialization.cloudhypervisor;

import org.gic4j.api.snapshot.SnapshotException;
import tools.jackson.core.JsonToken;

/** The interrupt controller's own object: lists and numbers by name, not yet understood. */
final class GicLists {
    static final String DIST = "dist";
    static final String RDIST = "rdist";
    static final String ICC = "icc";
    static final String GICD_CTLR = "gicd_ctlr";
    static final String ITS_CTLR = "its_ctlr";
    static final String ITS_IIDR = "its_iidr";
    static final String ITS_CBASER = "its_cbaser";
    static final String ITS_CWRITER = "its_cwriter";
    static final String ITS_CREADR = "its_creadr";
    static final String ITS_BASER = "its_baser";
    static final String KVM = "Kvm";
    static final int ITS_BASERS = 8;

    private static final String HYPER_V = "MshvGicV2M";

    /** From v46 on the object is wrapped once more. */
    private static final String WRAPPED = "v46 or newer";

    final String era;
    final int[] dist;
    final int[] rdist;
    final int[] icc;
    final int control;
    final long itsControl;
    final long itsIdentification;
    final long itsCommands;
    final long itsWrite;
    final long itsRead;
    final long[] itsTables;

    /**
     * Reads the object.
     *
     * @throws SnapshotException where a list or number is missing or is none
     */
    GicLists(Payload payload) {
        if (payload.text().length == 0 || payload.text()[0] != '{') {
            throw new SnapshotException(
                    payload.offset(),
                    "the interrupt controller's data is not JSON but versionize's binary form, which is not read;"
                            + " restore and snapshot it again with a newer release");
        }
        try (Json json = new Json(payload.text(), payload.offset(), false)) {
            Found found = json.reading(() -> {
                json.next();
                return object(json);
            });
            era = found.wrapped ? WRAPPED : payload.era();
            dist = found.words(0, DIST, json);
            rdist = found.words(1, RDIST, json);
            icc = found.words(2, ICC, json);
            control = (int) found.number(0, GICD_CTLR, json);
            itsControl = found.numbers[1];
            itsIdentification = found.numbers[2];
            itsCommands = found.numbers[3];
            itsWrite = found.numbers[4];
            itsRead = found.numbers[5];
            itsTables = found.tables;
        }
    }

    /** What was met so far. */
    private static final class Found {
        final int[][] lists = new int[3][];
        final long[] numbers = new long[6];
        final boolean[] seen = new boolean[6];
        long[] tables = new long[ITS_BASERS];
        boolean wrapped;

        int[] words(int index, String name, Json json) {
            if (lists[index] == null) {
                throw json.wrong("the interrupt controller has no '" + name + "'");
            }
            return lists[index];
        }

        long number(int index, String name, Json json) {
            if (!seen[index]) {
                throw json.wrong("the interrupt controller has no '" + name + "'");
            }
            return numbers[index];
        }

        void number(int index, long value) {
            numbers[index] = value;
            seen[index] = true;
        }
    }

    private static Found object(Json json) {
        if (!json.at(JsonToken.START_OBJECT)) {
            throw json.wrong("the interrupt controller should be an object");
        }
        Found found = new Found();
        for (String name = json.member(); name != null; name = json.member()) {
            switch (name) {
                case KVM -> {
                    Found inside = object(json);
                    inside.wrapped = true;
                    return inside;
                }
                case HYPER_V -> throw json.wrong("the interrupt controller is Microsoft's hypervisor's (" + HYPER_V
                        + "), of which no registers are known");
                case DIST -> found.lists[0] = json.words(name);
                case RDIST -> found.lists[1] = json.words(name);
                case ICC -> found.lists[2] = json.words(name);
                case GICD_CTLR -> found.number(0, json.u32(name));
                case ITS_CTLR -> found.number(1, json.u64(name));
                case ITS_IIDR -> found.number(2, json.u64(name));
                case ITS_CBASER -> found.number(3, json.u64(name));
                case ITS_CWRITER -> found.number(4, json.u64(name));
                case ITS_CREADR -> found.number(5, json.u64(name));
                case ITS_BASER -> found.tables = tables(json);
                default -> json.skip();
            }
        }
        return found;
    }

    private static long[] tables(Json json) {
        if (!json.at(JsonToken.START_ARRAY)) {
            throw json.wrong(ITS_BASER + " should be a list");
        }
        long[] tables = new long[ITS_BASERS];
        int count = 0;
        while (json.next() != JsonToken.END_ARRAY) {
            if (count == ITS_BASERS) {
                throw json.wrong(ITS_BASER + " should have 8 numbers");
            }
            tables[count++] = json.u64(ITS_BASER);
        }
        return tables;
    }
}
