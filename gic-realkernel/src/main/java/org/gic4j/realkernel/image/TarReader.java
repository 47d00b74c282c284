package org.gic4j.realkernel.image;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.gic4j.realkernel.image.TarEntry.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Reads a tar archive as Debian's packages have it: POSIX ustar with GNU's long names.
 *
 * <pre>
 *  offset   0     100   108 116 124   136   148   156   157    257     345     500  512
 *           +-----+-----+---+---+-----+-----+-----+-----+------+-------+-------+----+
 *           |name |mode |uid|gid|size |mtime|check|type |target|ustar …|prefix |    |
 *           +-----+-----+---+---+-----+-----+-----+-----+------+-------+-------+----+
 * </pre>
 */
final class TarReader implements Closeable {
    private static final int BLOCK = 512;

    private final InputStream in;
    private final byte[] header = new byte[BLOCK];
    private long left;
    private int padding;

    TarReader(InputStream in) {
        this.in = in;
    }

    /**
     * The next member; what is left of the content of the one before is passed over.
     *
     * @return null at the end
     * @throws IOException for members of kinds that a package has no use for, and when the archive ends early
     */
    @Nullable
    TarEntry next() throws IOException {
        String longName = null;
        String longTarget = null;
        while (true) {
            in.skipNBytes(left + padding);
            left = 0;
            padding = 0;
            int read = in.readNBytes(header, 0, BLOCK);
            if (read < BLOCK) {
                throw new EOFException("a tar archive ends before its end mark");
            }
            if (isEnd()) {
                return null;
            }
            left = octal(124, 12);
            padding = (int) (-left & BLOCK - 1);
            char type = (char) header[156];
            switch (type) {
                case 'L' -> longName = longText();
                case 'K' -> longTarget = longText();
                default -> {
                    String name = longName != null ? longName : name();
                    String target = longTarget != null ? longTarget : text(157, 100);
                    return new TarEntry(clean(name), kind(type, name), (int) octal(100, 8) & 0xFFF, left, target);
                }
            }
        }
    }

    /** The content of the member that {@link #next} gave, all of it. */
    byte[] content() throws IOException {
        byte[] content = in.readNBytes(Math.toIntExact(left));
        if (content.length < left) {
            throw new EOFException("a tar archive ends inside a member");
        }
        left = 0;
        return content;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private static Kind kind(char type, String name) throws IOException {
        return switch (type) {
            case '0', '\0' -> Kind.FILE;
            case '5' -> Kind.FOLDER;
            case '2' -> Kind.SYMBOLIC_LINK;
            default -> throw new IOException("tar member of type '" + type + "' is not expected: " + name);
        };
    }

    private boolean isEnd() {
        for (byte value : header) {
            if (value != 0) {
                return false;
            }
        }
        return true;
    }

    private String name() {
        String prefix = text(257, 6).equals("ustar") ? text(345, 155) : "";
        return prefix.isEmpty() ? text(0, 100) : prefix + "/" + text(0, 100);
    }

    private String longText() throws IOException {
        String text = new String(content(), StandardCharsets.UTF_8);
        return text.endsWith("\0") ? text.substring(0, text.length() - 1) : text;
    }

    private String text(int offset, int length) {
        int end = offset;
        while (end < offset + length && header[end] != 0) {
            end++;
        }
        return new String(header, offset, end - offset, StandardCharsets.UTF_8);
    }

    private long octal(int offset, int length) throws IOException {
        String digits = text(offset, length).strip();
        try {
            return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
        } catch (NumberFormatException e) {
            throw new IOException("not a tar archive: '" + digits + "' is no octal number", e);
        }
    }

    private static String clean(String name) {
        return name.replaceFirst("^\\./*", "").replaceFirst("/+$", "");
    }
}
