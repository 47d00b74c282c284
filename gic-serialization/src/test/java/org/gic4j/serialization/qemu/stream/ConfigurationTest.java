package org.gic4j.serialization.qemu.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gic4j.serialization.qemu.stream.FramingTest.read;
import static org.gic4j.serialization.qemu.stream.FramingTest.refuses;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The configuration section. */
class ConfigurationTest {
    @Test
    void shouldReadEverySubsection() {
        Configuration configuration = read(new StreamEncoder()
                        .machine("virt-10.0")
                        .pageBits(14)
                        .capabilities("x-ignore-shared", "another")
                        .subsection("configuration/uuid")
                        .zeros(16))
                .configuration();

        assertThat(configuration.machine()).contains("virt-10.0");
        assertThat(configuration.pageBits()).hasValue(14);
        assertThat(configuration.capabilities()).containsExactlyInAnyOrder("x-ignore-shared", "another");
    }

    @Test
    void shouldPassOverAnUnknownSubsectionThatIsDescribed() {
        StreamEncoder stream = new StreamEncoder()
                .machine("virt-12.0")
                .subsection("configuration/new")
                .zeros(5)
                .pageBits(12)
                .describe(
                        """
                        "configuration":{"vmsd_name":"configuration","version":1,"fields":[],"subsections":[
                        {"vmsd_name":"configuration/new","version":1,"fields":[{"name":"a","size":5}]}]},""");

        assertThat(read(stream).configuration().pageBits()).hasValue(12);
    }

    @Test
    void shouldRefuseAnUnknownSubsectionThatIsNotDescribed() {
        StreamEncoder stream = new StreamEncoder().machine("virt-12.0");
        int at = stream.size();

        refuses(stream.subsection("configuration/new").zeros(5), at, "subsection 'configuration/new'");
    }

    @Test
    void shouldRefuseMappedRamByItsName() {
        StreamEncoder stream = new StreamEncoder().machine("virt-10.0");
        int at = stream.size() + 1 + 1 + "configuration/capabilities".length() + 4 + 4;

        refuses(stream.capabilities("mapped-ram"), at, "capability mapped-ram");
    }

    @Test
    void shouldRefuseAnAbsurdNumberOfCapabilities() {
        StreamEncoder stream = new StreamEncoder()
                .machine("virt-10.0")
                .subsection("configuration/capabilities")
                .u32(0xFFFF_FFFFL);

        refuses(stream, stream.size() + 1, "a capability's name takes");
    }

    @Test
    void shouldRefuseAnAbsurdLengthOfTheName() {
        refuses(new StreamEncoder().u8(7).u32(0x7FFF_FFFF).zeros(300), 13, "cannot have 2147483647 bytes");
    }

    @Test
    void shouldRefuseANameThatRunsOverTheEnd() {
        refuses(new StreamEncoder().u8(7).u32(0xFF), 13, "the machine's name takes 255 bytes");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 9, 17, 64, -1})
    void shouldRefuseAnAbsurdPageSize(int bits) {
        StreamEncoder stream = new StreamEncoder().machine("virt-10.0");
        int at = stream.size();

        refuses(stream.pageBits(bits), at, "pages of guest memory cannot have 2^");
    }
}
