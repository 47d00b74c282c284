package org.gic4j.realkernel.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.gic4j.realkernel.image.TarEntry.Kind;
import org.junit.jupiter.api.Test;

/** Reading tar archives of packages. */
class TarReaderTest {
    private final ByteArrayOutputStream archive = new ByteArrayOutputStream();

    @Test
    void shouldReadMembersOfAllKinds() throws IOException {
        member("./usr/", '5', "", "");
        member("./usr/file", '0', "", "twelve bytes");
        member("./lib", '2', "usr/lib", "");
        end();

        TarReader tar = reader();
        assertThat(tar.next()).isEqualTo(new TarEntry("usr", Kind.FOLDER, 0755, 0, ""));
        assertThat(tar.next()).isEqualTo(new TarEntry("usr/file", Kind.FILE, 0755, 12, ""));
        assertThat(new String(tar.content(), StandardCharsets.US_ASCII)).isEqualTo("twelve bytes");
        assertThat(tar.next()).isEqualTo(new TarEntry("lib", Kind.SYMBOLIC_LINK, 0755, 0, "usr/lib"));
        assertThat(tar.next()).isNull();
    }

    @Test
    void shouldPassOverContentThatNobodyReads() throws IOException {
        member("a", '0', "", "x".repeat(1025));
        member("b", '0', "", "y");
        end();

        TarReader tar = reader();
        tar.next();
        assertThat(tar.next()).extracting(TarEntry::name).isEqualTo("b");
    }

    @Test
    void shouldTakeLongNamesFromTheMemberBefore() throws IOException {
        String longName = "d/".repeat(80) + "file";
        member("././@LongLink", 'L', "", longName + "\0");
        member(longName.substring(0, 100), '0', "", "");
        end();

        assertThat(reader().next()).extracting(TarEntry::name).isEqualTo(longName);
    }

    @Test
    void shouldRefuseAnArchiveThatIsCutOff() throws IOException {
        member("a", '0', "", "content");

        TarReader tar = reader();
        tar.next();
        assertThatThrownBy(tar::next).isInstanceOf(EOFException.class);
    }

    @Test
    void shouldRefuseDevices() throws IOException {
        member("dev/null", '3', "", "");

        assertThatThrownBy(() -> reader().next()).isInstanceOf(IOException.class).hasMessageContaining("dev/null");
    }

    private TarReader reader() {
        return new TarReader(new ByteArrayInputStream(archive.toByteArray()));
    }

    private void member(String name, char type, String target, String content) {
        byte[] header = new byte[512];
        put(header, 0, name);
        put(header, 100, "0000755");
        put(header, 124, String.format("%011o", content.length()));
        header[156] = (byte) type;
        put(header, 157, target);
        put(header, 257, "ustar  ");
        archive.writeBytes(header);
        archive.writeBytes(Arrays.copyOf(content.getBytes(StandardCharsets.US_ASCII), content.length() + 511 & ~511));
    }

    private void end() {
        archive.writeBytes(new byte[1024]);
    }

    private static void put(byte[] header, int offset, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, offset, bytes.length);
    }
}
