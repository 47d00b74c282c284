package org.gic4j.emulated.its;

import org.gic4j.emulated.lpi.Lpi;
import org.jspecify.annotations.Nullable;

/** An event of a device that is mapped to an LPI. */
final class MappedEvent {
    private final int id;
    private final Lpi lpi;
    private @Nullable MappedCollection collection;
    /** When it was translated last: what {@link Mappings} counts. */
    private long translated = Mappings.NEVER;

    MappedEvent(int id, Lpi lpi, MappedCollection collection) {
        this.id = id;
        this.lpi = lpi;
        this.collection = collection;
    }

    int id() {
        return id;
    }

    Lpi lpi() {
        return lpi;
    }

    /** Null once its collection was unmapped. */
    @Nullable MappedCollection collection() {
        return collection;
    }

    boolean isDeliverable() {
        return collection != null && collection.isMapped();
    }

    void moveTo(@Nullable MappedCollection other) {
        collection = other;
    }

    long translated() {
        return translated;
    }

    void noteTranslation(long time) {
        translated = time;
    }
}
