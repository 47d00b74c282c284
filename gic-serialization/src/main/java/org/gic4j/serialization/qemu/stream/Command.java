package org.gic4j.serialization.qemu.stream;

import org.gic4j.api.snapshot.SnapshotException;

/** Commands in a stream: they concern the moment of migration and are passed over, unless devices hide in them. */
final class Command {
    private static final int POSTCOPY_LISTEN = 4;
    private static final int POSTCOPY_RUN = 5;
    private static final int PACKAGED = 7;

    private Command() {}

    /**
     * Refuses what cannot be passed over.
     *
     * @param command its number
     * @param at where it stands
     */
    static void refuse(int command, long at) {
        String name =
                switch (command) {
                    case POSTCOPY_LISTEN -> "POSTCOPY_LISTEN";
                    case POSTCOPY_RUN -> "POSTCOPY_RUN";
                    case PACKAGED -> "PACKAGED";
                    default -> "";
                };
        if (!name.isEmpty()) {
            throw new SnapshotException(
                    at,
                    "command " + name + " belongs to post-copy migration, which sends devices in another way and is not"
                            + " read: save it again without post-copy");
        }
    }
}
