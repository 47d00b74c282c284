package org.gic4j.realkernel.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The archive that the kernel unpacks, read back by the rules of its documentation. */
class CpioWriterTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Test
    void shouldWriteFoldersAboveAFileOnce() throws IOException {
        try (CpioWriter cpio = new CpioWriter(bytes)) {
            cpio.file("a/b/one", 0644, "1".getBytes(StandardCharsets.US_ASCII));
            cpio.file("a/b/two", 0755, "22222".getBytes(StandardCharsets.US_ASCII));
        }

        assertThat(members())
                .containsExactly("a 40755 ", "a/b 40755 ", "a/b/one 100644 1", "a/b/two 100755 22222", "TRAILER!!! 0 ");
    }

    @Test
    void shouldFollowALinkThatStandsForAFolder() throws IOException {
        try (CpioWriter cpio = new CpioWriter(bytes)) {
            cpio.link("lib", "usr/lib");
            cpio.file("lib/x", 0644, new byte[0]);
        }

        assertThat(members()).containsExactly("lib 120777 usr/lib", "lib/x 100644 ", "TRAILER!!! 0 ");
    }

    @Test
    void shouldFillUpToAMultipleOfFour() throws IOException {
        try (CpioWriter cpio = new CpioWriter(bytes)) {
            cpio.file("name", 0644, new byte[3]);
        }

        assertThat(bytes.size() % 4).isZero();
    }

    private List<String> members() {
        String text = bytes.toString(StandardCharsets.ISO_8859_1);
        List<String> members = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            assertThat(text.substring(at, at + 6)).isEqualTo("070701");
            int mode = field(text, at, 1);
            int size = field(text, at, 6);
            int nameSize = field(text, at, 11);
            int content = at + 110 + nameSize + 3 & ~3;
            members.add(text.substring(at + 110, at + 110 + nameSize - 1) + " " + Integer.toOctalString(mode) + " "
                    + text.substring(content, content + size));
            at = content + size + 3 & ~3;
        }
        return members;
    }

    private static int field(String text, int member, int number) {
        int begin = member + 6 + 8 * number;
        return Integer.parseInt(text.substring(begin, begin + 8), 16);
    }
}
