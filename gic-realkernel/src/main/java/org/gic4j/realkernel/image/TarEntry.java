package org.gic4j.realkernel.image;

/**
 * The head of a member of a tar archive.
 *
 * @param name its path, without a leading {@code ./} and a trailing slash; empty for the root
 * @param kind what it is
 * @param mode its permission bits
 * @param size the number of content bytes
 * @param target of a link
 */
record TarEntry(String name, Kind kind, int mode, long size, String target) {
    /** What a member is. */
    enum Kind {
        /** A regular file. */
        FILE,
        /** A folder. */
        FOLDER,
        /** A symbolic link. */
        SYMBOLIC_LINK
    }
}
