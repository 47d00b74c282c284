package org.gic4j.serialization.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.serialization.its.ItsSnapshots;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The members {@code translationServices} and {@code memory}. */
class ItsMembersTest {
    private final Snapshot snapshot = ItsSnapshots.snapshot();

    @Test
    void shouldReadWhatWasWritten() {
        assertThat(JsonText.read(JsonText.write(snapshot))).isEqualTo(snapshot);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "GITS_CWRITER | GITS_NOTHING | an ITS has no register \"GITS_NOTHING\"",
        "\"0x8080000\" | \"8080000\" | address should be such as",
        "\"GITS_CTLR\" : [ | \"GITS_CTLR\" : [ \"0x1\", | more"
    })
    void shouldRefuseWhatCannotBe(String there, String instead, String message) {
        String text = JsonText.write(snapshot);
        assertThat(text).contains(there);
        assertThatThrownBy(() -> JsonText.read(text.replace(there, instead))).hasMessageContaining(message);
    }
}
