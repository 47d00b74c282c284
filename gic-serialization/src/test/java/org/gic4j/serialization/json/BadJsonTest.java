package org.gic4j.serialization.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.gic4j.api.snapshot.ReadOptions;
import org.gic4j.api.snapshot.SnapshotException;
import org.gic4j.api.snapshot.SnapshotFormats;
import org.gic4j.api.snapshot.SnapshotSource;
import org.gic4j.serialization.samples.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Text that is no snapshot: what was expected, and at which byte. */
class BadJsonTest {
    private static final String GOOD = """
            {"format": "gic4j-snapshot", "version": 1, "leastReader": 1, "producer": "hand", "architecture": "GICv2",
             "interrupts": 64, "priorityBits": 5, "addresses": {"distributor": "0x8000000"},
             "vcpus": [{"id": 1, "index": 0, "affinity": "0.0.0.1"}],
             "registers": {"GICD_CTLR": {"shared": ["1"]}, "GICD_ISENABLER": {"vcpu 1": ["ffff"], "shared": ["2"]}},
             "parts": [{"name": "more", "content": "AAEC"}]}
            """;

    @Test
    void shouldReadTheTextThatTheOthersChange() {
        assertThat(JsonText.read(GOOD).parts()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"gic4j-snapshot\" | \"other\" | the format should be \"gic4j-snapshot\", not \"other\"",
                "\"version\": 1 | \"version\": 0 | version should be a number from 1 to 65535, not \"0\"",
                "\"leastReader\": 1 | \"leastReader\": 2 | for readers of version 2 and up; this one reads version 1",
                "\"GICv2\" | \"GICv4\" | the architecture should be \"GICv2\" or \"GICv3\", not \"GICv4\"",
                "64 | 65 | the number of interrupts should be a multiple of 32, not 65",
                "64 | 1024 | interrupts should be a number from 32 to 992, not \"1024\"",
                "64 | 99999999999999999999 | interrupts should be a number from 32 to 992",
                "64 | 64.5 | interrupts should be a whole number",
                "64 | \"64\" | interrupts should be a whole number, not \"64\"",
                "\"priorityBits\": 5 | \"priorityBits\": 9 | priorityBits should be a number from 5 to 8",
                "\"distributor\" | \"its\" | a GICv2 has no frame \"its\"",
                "\"0x8000000\" | \"8000000\" | an address of a frame should be such as \"0x8000000\"",
                "\"0x8000000\" | \"0x12345678123456781\" | an address of a frame should be such as",
                "\"0x8000000\" | \"0x80_0000\" | an address of a frame should be such as",
                "\"id\": 1, | | a vCPU should have an id and an affinity",
                "\"id\": 1 | \"id\": 512 | id should be a number from 0 to 511",
                "\"index\": 0 | \"index\": 1 | index should be a number from 0 to 0",
                "\"0.0.0.1\" | \"0.0.1\" | four numbers from 0 to 255",
                "\"0.0.0.1\" | \"0.0.0.256\" | four numbers from 0 to 255",
                "\"0.0.0.1\" | \"0.0.0.+1\" | four numbers from 0 to 255",
                "GICD_CTLR | GICD_CTRL | register \"GICD_CTRL\" of a GICv2 is not known to this version",
                "GICD_CTLR | GICD_SGIR | register \"GICD_SGIR\" of a GICv2 is not known to this version",
                "[\"1\"] | [\"1\", \"2\"] | GICD_CTLR should have 1 words of \"shared\", not 2",
                "[\"1\"] | [] | GICD_CTLR should have 1 words of \"shared\", not 0",
                "[\"1\"] | [\"1 \"] | single blanks between them; one is \"\"",
                "[\"1\"] | [\"0x1\"] | 1 to 8 hexadecimal digits",
                "[\"1\"] | [\"123456789\"] | 1 to 8 hexadecimal digits",
                "[\"1\"] | [1] | a line of words should be a string",
                "[\"1\"] | \"1\" | should be an array",
                "\"vcpu 1\" | \"vcpu 2\" | GICD_ISENABLER should have words of \"vcpu 1\"",
                "\"shared\": [\"2\"] | \"shared\": [\"2\"], \"vcpu 2\": [\"0\"] | GICD_ISENABLER has no words of \"vcpu 2\"",
                "\"AAEC\" | \"AAE\" | not JSON:",
                "\"content\": \"AAEC\" | \"name2\": 1 | a part has no member \"name2\"",
                ", \"content\": \"AAEC\" | | a part should have a name and a content",
                "\"parts\" | \"party\" | a snapshot has no member \"party\"",
                "\"producer\": \"hand\", | | a snapshot should have the members format, version",
                "\"producer\": \"hand\" | \"producer\": null | producer should be a string",
                "\"version\": 1 | \"version\": 1, \"version\": 1 | not JSON: Duplicate",
            })
    void shouldSayWhatWasExpected(String good, String bad, String message) {
        String text = GOOD.strip().replace(good, bad == null ? "" : bad);
        assertThat(text).isNotEqualTo(GOOD.strip());

        assertThatExceptionOfType(SnapshotException.class)
                .isThrownBy(() -> JsonText.read(text))
                .withMessageContaining(message)
                .satisfies(refused -> assertThat(refused.offset()).isPresent());
    }

    @Test
    void shouldRefuseWhatFollows() {
        assertThatExceptionOfType(SnapshotException.class)
                .isThrownBy(() -> JsonText.read(GOOD + "true"))
                .withMessageContaining("something follows the snapshot's object");
    }

    @Test
    void shouldSayAtWhichByte() {
        String text = GOOD.replace("\"interrupts\": 64", "\"interrupts\": 63");

        assertThatExceptionOfType(SnapshotException.class)
                .isThrownBy(() -> JsonText.read(text))
                .satisfies(refused -> assertThat(refused.offset()).hasValue(text.indexOf("63")));
    }

    @Test
    void shouldSayThatTheTextIsNotUtf8() {
        SnapshotSource wide = SnapshotSource.of("wide", GOOD.getBytes(StandardCharsets.UTF_16));

        assertThatExceptionOfType(SnapshotException.class)
                .isThrownBy(() -> SnapshotFormats.find().of(wide).read(wide, ReadOptions.DEFAULT))
                .withMessageContaining("convert it, as with iconv -t UTF-8")
                .satisfies(refused -> assertThat(refused.offset()).hasValue(0));
    }

    @Test
    void shouldPassOverAByteOrderMark() {
        SnapshotSource marked = JsonText.source('\uFEFF' + GOOD);

        assertThat(SnapshotFormats.find().of(marked).read(marked, ReadOptions.DEFAULT).snapshot())
                .isEqualTo(JsonText.read(GOOD));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "[]", "null", "{", "\u0000", "{\"format\": \"gic4j-snapshot\"}"})
    void shouldRefuseTextThatIsNoSnapshotAtAll(String text) {
        assertRefused(text);
    }

    @Test
    void shouldRefuseATextThatIsCutShortAnywhere() {
        String text = GOOD.strip();
        for (int length = 0; length < text.length(); length++) {
            assertRefused(text.substring(0, length));
        }
    }

    @Test
    void shouldSurviveAnyByteAnywhere() {
        String text = JsonText.write(Samples.withParts());
        for (int at = 0; at < text.length(); at += 7) {
            for (char other : new char[] {'"', '}', '\\', '\u0000', '9', 'é'}) {
                String damaged = text.substring(0, at) + other + text.substring(at + 1);
                Throwable thrown = catchThrowable(() -> JsonText.read(damaged));
                if (thrown != null) {
                    assertThat(thrown).isInstanceOf(SnapshotException.class);
                }
            }
        }
    }

    @Test
    void shouldRefuseWordsWithoutEnd() {
        String text = GOOD.replace("[\"1\"]", "[\"" + "1 ".repeat(5000) + "1\"]");

        assertThatExceptionOfType(SnapshotException.class)
                .isThrownBy(() -> JsonText.read(text))
                .withMessageContaining("no register has more than 2048 words");
    }

    @Test
    void shouldRefuseOwnersOfWordsWithoutEnd() {
        String owners = IntStream.range(0, 514).mapToObj(id -> "\"vcpu " + id + "\": []").collect(Collectors.joining(", "));
        String text = GOOD.replace("\"shared\": [\"1\"]", owners);

        assertThatExceptionOfType(SnapshotException.class)
                .isThrownBy(() -> JsonText.read(text))
                .withMessageContaining("\"GICD_CTLR\" has words of more than 513 owners")
                .satisfies(refused -> assertThat(refused.offset()).hasValue(text.indexOf("[]", text.indexOf("vcpu 513"))));
    }

    @Test
    void shouldRefuseVcpusWithoutEnd() {
        String one = "{\"id\": 1, \"index\": 0, \"affinity\": \"0.0.0.1\"}";
        String text = GOOD.replace(one, (one.replace(", \"index\": 0", "") + ", ").repeat(512) + "{}");

        assertThatExceptionOfType(SnapshotException.class)
                .isThrownBy(() -> JsonText.read(text))
                .withMessageContaining("there are more than 512 vCPUs");
    }

    @Test
    void shouldRefuseAnAbsurdDepth() {
        assertThatExceptionOfType(SnapshotException.class)
                .isThrownBy(() -> JsonText.read("{\"registers\": " + "{\"a\": ".repeat(100)))
                .withMessageContaining("an array");
    }

    private static void assertRefused(String text) {
        Throwable thrown = catchThrowable(() -> JsonText.read(text));
        assertThat(thrown).as(text).isInstanceOf(SnapshotException.class);
        assertThat(((SnapshotException) thrown).offset()).as(text).isPresent();
        assertThat(thrown).hasMessageNotContaining("\n");
    }
}
