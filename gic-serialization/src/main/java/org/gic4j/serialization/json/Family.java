package org.gic4j.serialization.json;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gic4j.api.registers.Register;
import org.gic4j.api.registers.Registers;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.SnapshotException;
import org.gic4j.api.snapshot.VcpuDescription;

/** The words of a register family as they were read, before the extent of the interrupt controller is known. */
final class Family {
    /** The longest rows have so many words: a GICv3's routes. */
    private static final int MOST_WORDS = 2048;
    /** 512 vCPUs, and all of them together. */
    private static final int MOST_OWNERS = 513;

    private final String name;
    private final long offset;
    private final Map<String, Row> rows = new LinkedHashMap<>();

    /** The words of one vCPU, or the shared ones. */
    private static final class Row {
        final long offset;
        final int[] words;

        Row(long offset, int[] words) {
            this.offset = offset;
            this.words = words;
        }
    }

    private Family(String name, long offset) {
        this.name = name;
        this.offset = offset;
    }

    /** Reads a family's object. */
    static Family read(String name, JsonTokens json) {
        Family family = new Family(name, json.offset());
        json.beginObject(JsonTokens.shown(name));
        for (String owner = json.member(); owner != null; owner = json.member()) {
            if (family.rows.size() == MOST_OWNERS) {
                throw json.wrong(JsonTokens.shown(name) + " has words of more than " + MOST_OWNERS + " owners");
            }
            long offset = json.offset();
            family.rows.put(owner, new Row(offset, words(name + " of " + owner, json)));
        }
        return family;
    }

    private static int[] words(String what, JsonTokens json) {
        List<Integer> words = new ArrayList<>();
        json.beginArray(JsonTokens.shown(what));
        while (json.element()) {
            for (String word : json.text("a line of words").split(" ", -1)) {
                if (word.isEmpty() || word.length() > 8 || !JsonTokens.isHex(word, 0, word.length())) {
                    throw json.wrong("a line of words should be words of 1 to 8 hexadecimal digits with single blanks"
                            + " between them; one is " + JsonTokens.shown(word));
                }
                if (words.size() == MOST_WORDS) {
                    throw json.wrong("no register has more than " + MOST_WORDS + " words");
                }
                words.add(HexFormat.fromHexDigits(word));
            }
        }
        return words.stream().mapToInt(Integer::intValue).toArray();
    }

    /**
     * Puts the words into a state.
     *
     * @throws SnapshotException for a register or vCPU that does not exist, or another number of words
     */
    void addTo(GicState.Builder state, List<VcpuDescription> vcpus) {
        Register register = Registers.named(state.version(), name)
                .filter(known -> known.row().restorePhase().isPresent())
                .orElseThrow(() -> new SnapshotException(
                        offset,
                        "register " + JsonTokens.shown(name) + " of a " + state.version().display()
                                + " is not known to this version, and a state without it would be restored by half"));
        int banked = register.bankedWords(state.geometry());
        int[] block = new int[register.stateWords(state.geometry())];
        int at = 0;
        for (VcpuDescription vcpu : vcpus) {
            at = take(Names.owner(state.version(), vcpu), block, at, banked);
        }
        take(Names.SHARED, block, at, block.length - at);
        if (!rows.isEmpty()) {
            Map.Entry<String, Row> left = rows.entrySet().iterator().next();
            throw new SnapshotException(
                    left.getValue().offset, name + " has no words of " + JsonTokens.shown(left.getKey()));
        }
        state.words(register, block);
    }

    private int take(String owner, int[] block, int at, int count) {
        if (count != 0) {
            Row row = rows.remove(owner);
            if (row == null) {
                throw new SnapshotException(offset, name + " should have words of \"" + owner + "\"");
            }
            if (row.words.length != count) {
                throw new SnapshotException(
                        row.offset,
                        name + " should have " + count + " words of \"" + owner + "\", not " + row.words.length);
            }
            System.arraycopy(row.words, 0, block, at, count);
        }
        return at + count;
    }
}
