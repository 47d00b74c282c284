package org.gic4j.serialization.its;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import org.gic4j.api.its.TableEntry;

/**
 * Stretches of guest memory in which no entry is valid. Tables may overlap as a guest likes, and each place is read once:
 * so the time is in proportion to memory, not to the number of tables.
 */
final class BlankEntries {
    /** By address of the first entry, the address after the last one; none touches another. */
    private final TreeMap<Long, Long> stretches = new TreeMap<>(Long::compareUnsigned);

    /**
     * Where the next entry that may be valid is.
     *
     * @param from guest physical address of an entry, a multiple of 8
     * @param end where the table ends
     * @param isBlank reads an entry by its address
     * @return its address, or the table's end
     */
    long skip(long from, long end, LongPredicate isBlank) {
        long at = from;
        while (at < end) {
            Map.Entry<Long, Long> before = stretches.floorEntry(at);
            if (before != null && at < before.getValue()) {
                at = before.getValue();
                continue;
            }
            Long next = stretches.higherKey(at);
            long limit = next == null ? end : Math.min(end, next);
            while (at < limit && isBlank.test(at)) {
                at += TableEntry.SIZE;
            }
            if (at < limit) {
                break;
            }
        }
        if (at > from) {
            note(from, at);
        }
        return Math.min(at, end);
    }

    private void note(long begin, long end) {
        long from = begin;
        long to = end;
        Map.Entry<Long, Long> touching = stretches.floorEntry(to);
        while (touching != null && touching.getValue() >= from) {
            from = Math.min(from, touching.getKey());
            to = Math.max(to, touching.getValue());
            stretches.remove(touching.getKey());
            touching = stretches.floorEntry(to);
        }
        stretches.put(from, to);
    }
}
