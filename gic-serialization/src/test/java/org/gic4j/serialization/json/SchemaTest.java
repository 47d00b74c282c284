package org.gic4j.serialization.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.gic4j.api.snapshot.ReadOptions;
import org.gic4j.api.snapshot.RedistributorRegion;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.SnapshotFormats;
import org.gic4j.api.snapshot.SnapshotSource;
import org.gic4j.serialization.its.ItsSnapshots;
import org.gic4j.serialization.samples.Gicv3Words;
import org.gic4j.serialization.samples.Project;
import org.gic4j.serialization.samples.Samples;
import org.gic4j.testkit.captures.Captures;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/schema says of every snapshot that is written as JSON that it fits, and finds what does not. */
class SchemaTest {
    private static final String SCHEMA = "docs/schema/gic4j-snapshot.schema.json";

    static Stream<Snapshot> samples() {
        return Stream.of(
                Samples.gicv2(),
                Samples.withParts(),
                ItsSnapshots.snapshot(),
                new Snapshot(
                        "größer",
                        Gicv3Words.random(96, 17, 7)
                                .redistributorRegion(new RedistributorRegion(0x80A_0000, 17))
                                .build()));
    }

    static List<String> captures() {
        return Captures.all();
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("samples")
    void shouldFitWhatIsWritten(Snapshot snapshot) throws IOException {
        assertThat(check(written(snapshot))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("captures")
    void shouldFitCaptures(String capture) throws IOException {
        try (SnapshotSource source = Captures.open(capture)) {
            Snapshot snapshot =
                    SnapshotFormats.find().of(source).read(source, ReadOptions.DEFAULT).snapshot();

            assertThat(check(written(snapshot))).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"gic4j-snapshot\"|\"another\"",
                "\"leastReader\" : 1|\"leastReader\" : 2",
                "\"interrupts\" : 96|\"interrupts\" : 97",
                "\"priorityBits\" : 5|\"priorityBits\" : 4",
                "\"GICv2\"|\"GICv4\"",
                "\"producer\"|\"maker\"",
                "\"0x8000000\"|\"8000000\"",
                "\"id\" : 5|\"id\" : \"5\"",
                "\"0\\.0\\.0\\.5\"|\"5\"",
                "\"vcpu 5\"|\"cpu 5\"",
                "\"GICD_CTLR\"|\"gicd ctlr\"",
                "\"shared\" : \\[\\s+\"|\"shared\" : [ \"x",
            })
    void shouldFindWhatDoesNotFit(String change) throws IOException {
        String text = written(Samples.gicv2());
        int bar = change.indexOf('|');
        String wrong = text.replaceFirst(change.substring(0, bar), change.substring(bar + 1));

        assertThat(wrong).isNotEqualTo(text);
        assertThat(check(wrong)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"GITS_CTLR\" : \\[\\s+\"0x|\"GITS_CTLR\" : [ \"x",
                "\"GITS_CTLR\"|\"GICD CTLR\"",
                "\"address\" : \"0x8080000\"|\"place\" : \"0x8080000\"",
                "\"address\" : \"0x429d0000\"|\"address\" : 1",
                "\"content\" : \"AQID\"|\"content\" : \"A-ID\"",
                "\"content\" : \"AQID\"|\"bytes\" : \"AQID\"",
            })
    void shouldFindWhatDoesNotFitOfAnItsAndMemory(String change) throws IOException {
        String text = written(ItsSnapshots.snapshot());
        int bar = change.indexOf('|');
        String wrong = text.replaceFirst(change.substring(0, bar), change.substring(bar + 1));

        assertThat(wrong).isNotEqualTo(text);
        assertThat(check(wrong)).isNotEmpty();
    }

    private static List<String> check(String text) throws IOException {
        return new SchemaChecker(Files.readString(Project.file(SCHEMA))).check(text);
    }

    private static String written(Snapshot snapshot) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new JsonFormat().write(snapshot, out);
        return out.toString(StandardCharsets.UTF_8);
    }
}
