package org.gic4j.serialization.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.gic4j.api.snapshot.SnapshotFormat;
import org.gic4j.api.snapshot.SnapshotFormats;
import org.junit.jupiter.api.Test;

/** docs/FORMATS.md has one row for each format, which says whether it is written. */
class FormatsPageTest {
    @Test
    void shouldListEveryFormatAndNoOther() throws IOException {
        List<String> rows = Files.readAllLines(Project.file("docs/FORMATS.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();

        assertThat(rows)
                .extracting(row -> row.split("`", -1)[1] + (row.endsWith("| no |") ? "" : " written"))
                .containsExactlyInAnyOrderElementsOf(SnapshotFormats.find().all().stream()
                        .map(FormatsPageTest::described)
                        .toList());
    }

    private static String described(SnapshotFormat format) {
        return format.name() + (format.writable() ? " written" : "");
    }
}
