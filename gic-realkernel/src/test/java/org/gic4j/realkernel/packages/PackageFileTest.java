package org.gic4j.realkernel.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** What apt prints about packages that it would download. */
class PackageFileTest {
    private static final String DIGEST = "c833be48abfa16bc19c4966ec93e289ff1ce5d2f1476cad3a57bd105378cd15c";

    @Test
    void shouldReadNameSizeAndDigest() {
        String line = "'http://a.example/z/zlib1g_1.3%2bb9_arm64.deb' zlib1g_1%3a1.3+b9_arm64.deb 85028 SHA256:" + DIGEST;

        assertThat(PackageFile.parse("Some notice\n" + line + "\n"))
                .containsExactly(new PackageFile("zlib1g", "zlib1g_1%3a1.3+b9_arm64.deb", 85028, DIGEST));
    }

    @Test
    void shouldRefuseAnotherForm() {
        assertThatThrownBy(() -> PackageFile.parse("'http://a.example/z.deb' ../z_1.deb 1 SHA256:" + DIGEST))
                .isInstanceOf(PreparationException.class)
                .hasMessageContaining("../z_1.deb");
    }
}
