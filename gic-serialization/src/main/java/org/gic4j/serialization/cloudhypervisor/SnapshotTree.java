package org.gic4j.serialization.cloudhypervisor;

import java.nio.charset.StandardCharsets;
import org.gic4j.api.snapshot.SnapshotException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** The tree of snapshots: finds the interrupt controller's, in whichever wrapping its release gave it. */
final class SnapshotTree {
    static final String DEVICE_MANAGER = "device-manager";
    static final String GIC = "gic-v3-its";
    static final String SNAPSHOTS = "snapshots";
    static final String DATA = "snapshot_data";
    static final String STATE = "state";
    static final String SECTION = GIC + "-section";
    static final String SECTION_BYTES = "snapshot";

    private final byte[] text;

    SnapshotTree(byte[] text) {
        this.text = text;
    }

    /**
     * Finds the interrupt controller.
     *
     * @throws SnapshotException where there is none, or its wrapping is of no release
     */
    Payload interruptController() {
        try (Json json = new Json(text, 0, true)) {
            Payload payload = json.reading(() -> {
                json.next();
                return json.at(JsonToken.START_OBJECT) ? inSnapshot(json) : null;
            });
            if (payload == null) {
                throw new SnapshotException(
                        text.length, "no snapshot in this state.json is named '" + GIC + "': the machine has no GICv3");
            }
            return payload;
        }
    }

    /** Looks through one snapshot's object, which the parser stands at the beginning of. */
    private static @Nullable Payload inSnapshot(Json json) {
        for (String name = json.member(); name != null; name = json.member()) {
            if (name.equals(SNAPSHOTS) && json.at(JsonToken.START_OBJECT)) {
                Payload payload = inChildren(json);
                if (payload != null) {
                    return payload;
                }
            } else {
                json.skip();
            }
        }
        return null;
    }

    private static @Nullable Payload inChildren(Json json) {
        for (String id = json.member(); id != null; id = json.member()) {
            if (!json.at(JsonToken.START_OBJECT)) {
                json.skip();
                continue;
            }
            Payload payload = id.equals(GIC) ? ofInterruptController(json) : inSnapshot(json);
            if (payload != null) {
                return payload;
            }
        }
        return null;
    }

    private static @Nullable Payload ofInterruptController(Json json) {
        for (String name = json.member(); name != null; name = json.member()) {
            if (name.equals(DATA)) {
                return data(json);
            }
            json.skip();
        }
        return null;
    }

    private static Payload data(Json json) {
        long offset = json.offset();
        if (json.at(JsonToken.START_ARRAY)) {
            return new Payload(json.bytes(DATA), offset, "v29 to v38");
        }
        if (json.at(JsonToken.START_OBJECT)) {
            for (String name = json.member(); name != null; name = json.member()) {
                if (name.equals(STATE) && json.at(JsonToken.VALUE_STRING)) {
                    return new Payload(json.string().getBytes(StandardCharsets.UTF_8), json.offset(), "v39 to v45");
                }
                if (name.equals(SECTION) && json.at(JsonToken.START_OBJECT)) {
                    return section(json);
                }
                json.skip();
            }
        }
        throw new SnapshotException(
                offset,
                DATA + " of '" + GIC + "' should be an object with '" + STATE + "' or '" + SECTION
                        + "', or a list of bytes: this is of no release that is known");
    }

    private static Payload section(Json json) {
        for (String name = json.member(); name != null; name = json.member()) {
            if (name.equals(SECTION_BYTES)) {
                long offset = json.offset();
                return new Payload(json.bytes(SECTION_BYTES), offset, "v28 or older");
            }
            json.skip();
        }
        throw json.wrong("'" + SECTION + "' has no '" + SECTION_BYTES + "'");
    }
}
