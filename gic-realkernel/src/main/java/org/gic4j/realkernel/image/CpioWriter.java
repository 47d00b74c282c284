package org.gic4j.realkernel.image;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * Writes a cpio archive of the form that Linux unpacks as its first file system (newc, see the kernel's
 * {@code Documentation/driver-api/early-userspace/buffer-format.rst}). Everything belongs to root. Folders above a
 * member are written when they have not been. Archives may be joined end to end.
 *
 * <pre>
 *  070701 ino mode uid gid nlink mtime size major minor rmajor rminor namesize check   6 + 13 × 8 hexadecimal digits
 *  name NUL, zeros up to a multiple of 4; content, zeros up to a multiple of 4
 * </pre>
 */
final class CpioWriter implements Closeable {
    private static final int FILE = 0100000;
    private static final int FOLDER = 0040000;
    private static final int LINK = 0120000;
    private static final int FOLDER_MODE = 0755;
    private static final int LINK_MODE = 0777;
    private static final String TRAILER = "TRAILER!!!";

    private final OutputStream out;
    private final Set<String> folders = new HashSet<>();
    private int inode;
    private long written;

    CpioWriter(OutputStream out) {
        this.out = out;
    }

    /** A folder, unless it is there. */
    void folder(String name) throws IOException {
        if (!name.isEmpty() && !folders.contains(name)) {
            folderOf(name);
            folders.add(name);
            member(name, FOLDER | FOLDER_MODE, new byte[0]);
        }
    }

    /**
     * A regular file.
     *
     * @param name its path, without a leading slash
     * @param mode its permission bits
     * @param content what is in it
     */
    void file(String name, int mode, byte[] content) throws IOException {
        folderOf(name);
        member(name, FILE | mode, content);
    }

    /**
     * A symbolic link. Where it stands for a folder, members below it follow it.
     *
     * @param name its path, without a leading slash
     * @param target what it says
     */
    void link(String name, String target) throws IOException {
        folderOf(name);
        folders.add(name);
        member(name, LINK | LINK_MODE, target.getBytes(StandardCharsets.UTF_8));
    }

    /** Ends the archive and closes what it is written to. */
    @Override
    public void close() throws IOException {
        try (out) {
            member(TRAILER, 0, new byte[0]);
        }
    }

    private void folderOf(String name) throws IOException {
        int slash = name.lastIndexOf('/');
        folder(slash < 0 ? "" : name.substring(0, slash));
    }

    private void member(String name, int mode, byte[] content) throws IOException {
        byte[] path = name.getBytes(StandardCharsets.UTF_8);
        // The kernel takes equal numbers for hard links only where the number of links is above 1.
        put(String.format(
                        "070701%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X",
                        ++inode, mode, 0, 0, 1, 0, content.length, 0, 0, 0, 0, path.length + 1, 0)
                .getBytes(StandardCharsets.US_ASCII));
        put(path);
        put(new byte[1]);
        pad();
        put(content);
        pad();
    }

    private void put(byte[] bytes) throws IOException {
        out.write(bytes);
        written += bytes.length;
    }

    private void pad() throws IOException {
        put(new byte[(int) (-written & 3)]);
    }
}
