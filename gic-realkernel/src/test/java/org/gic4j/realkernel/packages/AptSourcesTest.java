package org.gic4j.realkernel.packages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which mirrors are taken from apt's sources. */
class AptSourcesTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path etc;

    @Test
    void shouldTakeMirrorsOfOneLineStyle() throws IOException {
        write("sources.list", """
                # deb http://commented.example/debian bookworm main
                deb [arch=amd64 signed-by=/k.gpg] http://a.example/debian bookworm main contrib # after it
                deb-src http://source.example/debian bookworm main
                """);

        assertThat(mirrors()).containsExactly("http://a.example/debian");
    }

    @Test
    void shouldTakeMirrorsOfStanzas() throws IOException {
        write("sources.list.d/debian.sources", """
                # the archive
                Types: deb deb-src
                URIs: https://b.example/debian
                 https://c.example/debian
                Suites: bookworm bookworm-updates
                Components: main

                Types: deb
                Enabled: no
                URIs: https://off.example/debian
                Suites: bookworm
                Components: main
                """);

        assertThat(mirrors()).containsExactly("https://b.example/debian", "https://c.example/debian");
    }

    @Test
    void shouldTakeACopyUnderAnotherNameByItsKey() throws IOException {
        write("sources.list.d/proxy.sources", """
                Types: deb
                URIs: http://proxy.example/apt
                Suites: trixie
                Components: main
                Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
                """);

        assertThat(mirrors()).containsExactly("http://proxy.example/apt");
    }

    @Test
    void shouldPassOverWhatIsNotTheArchive() throws IOException {
        write("sources.list.d/others.list", """
                deb http://security.example/debian-security bookworm-security main
                deb http://vendor.example/linux/debian bookworm stable
                deb http://vendor.example/apt tools main
                deb cdrom:[Debian]/ bookworm main
                deb [unclosed http://a.example/debian bookworm main
                deb http://flat.example/debian ./
                """);
        write("sources.list.d/ignored.save", "deb http://a.example/debian bookworm main\n");

        assertThat(mirrors()).isEmpty();
    }

    @Test
    void shouldNameAMirrorOnceWhereManyFilesDo() throws IOException {
        write("sources.list", "deb http://a.example/debian bookworm main\n");
        write("sources.list.d/more.list", "deb\thttp://a.example/debian trixie main\ndeb http://b.example/debian sid main\n");

        assertThat(mirrors()).containsExactly("http://a.example/debian", "http://b.example/debian");
    }

    @Test
    void shouldFindNothingWithoutApt() throws IOException {
        assertThat(AptSources.debianMirrors(etc.resolve("nothing"))).isEmpty();
    }

    private List<String> mirrors() throws IOException {
        return AptSources.debianMirrors(etc);
    }

    private void write(String name, String text) throws IOException {
        Path file = etc.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
