package org.gic4j.api.snapshot;

import java.util.Arrays;

/** A named part of a snapshot that this version does not know: kept, shown, and not restored. */
public final class AncillaryPart {
    private final String name;
    private final byte[] content;

    /**
     * Keeps a part.
     *
     * @param name its name
     * @param content its bytes, copied
     */
    public AncillaryPart(String name, byte[] content) {
        this.name = name;
        this.content = content.clone();
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** Its bytes, copied. */
    public byte[] content() {
        return content.clone();
    }

    /** How many bytes it has. */
    public int size() {
        return content.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AncillaryPart that
                && name.equals(that.name)
                && Arrays.equals(content, that.content);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + Arrays.hashCode(content);
    }

    @Override
    public String toString() {
        return name + " (" + content.length + " bytes)";
    }
}
