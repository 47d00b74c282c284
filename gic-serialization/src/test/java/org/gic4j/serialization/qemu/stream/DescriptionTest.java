package org.gic4j.serialization.qemu.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.gic4j.serialization.qemu.stream.FramingTest.read;
import static org.gic4j.serialization.qemu.stream.FramingTest.refuses;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.gic4j.api.snapshot.SnapshotException;
import org.gic4j.api.snapshot.SnapshotSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The description of the devices, and reading by it. */
class DescriptionTest {
    private static final StructureEncoder LAST = new StructureEncoder("last", 1).number("mark", 4, 0xCAFE);

    @Test
    void shouldSayThatTheDescriptionIsNotUtf8() {
        DescriptionParser wide = new DescriptionParser("{}".getBytes(StandardCharsets.UTF_16LE), 100, 90);

        assertThatThrownBy(wide::parse)
                .isInstanceOf(SnapshotException.class)
                .hasMessageStartingWith("the description of the devices begins as UTF-16 or UTF-32 does")
                .hasMessageEndingWith("(at byte 100)");
    }

    @Test
    void shouldPassOverOldDevicesWithoutVersion() {
        StructureEncoder slirp = new StructureEncoder("slirp", 4).array("data", 1, new long[131]);
        String description =
                """
                {"name":"slirp","instance_id":0,"size":131,"fields":[{"name":"data","size":131,"type":"buffer"}]}""";

        MigrationStream stream = read(new StreamEncoder().device(1, 0, slirp, description).device(2, 0, LAST));

        assertThat(mark(stream)).isEqualTo(0xCAFE);
    }

    @Test
    void shouldReadStructuresThatOneFieldDescribes() {
        StructureEncoder device = new StructureEncoder("gic", 1)
                .structures("irq", List.of(interrupt(1, 2), interrupt(3, 4), interrupt(5, 6)));

        MigrationStream stream = read(new StreamEncoder().device(1, 0, device).device(2, 0, LAST));

        assertThat(stream.named("gic").getFirst().body().elements("irq", 3))
                .extracting(irq -> irq.number("enabled", 1) * 10 + irq.number("pending", 1))
                .containsExactly(12, 34, 56);
        assertThat(stream.named("gic").getFirst().body().members("irq", "pending", 1, 3)).containsExactly(2, 4, 6);
        assertThat(mark(stream)).isEqualTo(0xCAFE);
    }

    @ParameterizedTest
    @EnumSource
    void shouldReadStructuresThatHaveAFieldEach(StructureEncoder.Numbering numbering) {
        StructureEncoder device = new StructureEncoder("gic", 1)
                .number("before", 4, 1)
                .structures("cpu", numbering, List.of(cpu(1, true), cpu(2, false), cpu(3, true)))
                .number("after", 4, 2);

        MigrationStream stream = read(new StreamEncoder().device(1, 0, device).device(2, 0, LAST));
        VmState gic = stream.named("gic").getFirst().body();

        assertThat(gic.elements("cpu", 3))
                .extracting(cpu -> cpu.number("control", 4))
                .containsExactly(1, 2, 3);
        assertThat(gic.members("cpu", "control", 4, 3)).containsExactly(1, 2, 3);
        assertThat(gic.elements("cpu", 3))
                .extracting(cpu -> cpu.subsection("gic_cpu/sre").map(sre -> sre.number("sre", 8)).orElse(-1))
                .containsExactly(101, -1, 103);
        assertThat(gic.number("after", 4)).isEqualTo(2);
        assertThat(mark(stream)).isEqualTo(0xCAFE);
    }

    @Test
    void shouldReadSubsectionsOfSubsections() {
        StructureEncoder inner = new StructureEncoder("gic/outer/inner", 1).number("value", 2, 77);
        StructureEncoder device = new StructureEncoder("gic", 1)
                .number("control", 4, 1)
                .subsection(new StructureEncoder("gic/first", 2).number("value", 1, 5))
                .subsection(new StructureEncoder("gic/outer", 1).number("value", 4, 6).subsection(inner));

        MigrationStream stream = read(new StreamEncoder().device(1, 0, device).device(2, 0, LAST));
        VmState outer = stream.named("gic").getFirst().body().subsection("gic/outer").orElseThrow();

        assertThat(outer.number("value", 4)).isEqualTo(6);
        assertThat(outer.subsection("gic/outer/inner").orElseThrow().number("value", 2)).isEqualTo(77);
        assertThat(stream.named("gic").getFirst().body().subsection("gic/other")).isEmpty();
    }

    @Test
    void shouldRefuseASubsectionThatIsNotWhereItIsDescribed() {
        StructureEncoder sent = new StructureEncoder("gic", 1)
                .number("control", 4, 1)
                .subsection(new StructureEncoder("gic/one", 1).number("value", 1, 5));
        StructureEncoder described = new StructureEncoder("gic", 1)
                .number("control", 4, 1)
                .subsection(new StructureEncoder("gic/two", 1).number("value", 1, 5));
        StreamEncoder stream = new StreamEncoder();
        int body = stream.size() + 1 + 4 + 1 + "gic".length() + 4 + 4;

        refuses(
                stream.device(1, 0, sent, described.json(StreamEncoder.deviceKeys("gic", 0))),
                body + 4,
                "subsection gic/two should begin here");
    }

    @Test
    void shouldPassOverKeysThatItDoesNotKnow() {
        StructureEncoder device = new StructureEncoder("gic", 1).number("control", 4, 1);
        String description = device.json("\"name\":\"gic\",\"new\":{\"a\":[1,{}]},\"instance_id\":0,")
                .replace("\"type\"", "\"unit\":[\"x\"],\"type\"");

        MigrationStream stream = read(new StreamEncoder()
                .device(1, 0, device, description)
                .describe("\"page_size\":4096,\"more\":[[]],"));

        assertThat(stream.devices()).hasSize(1);
    }

    @Test
    void shouldSayWhatToDoWithoutDescription() {
        byte[] bytes = new StreamEncoder().device(1, 0, LAST).u8(0).unfinished();

        refuses(bytes, bytes.length, "suppress-vmdesc=on");
    }

    @Test
    void shouldRefuseAnythingBehindTheDescription() {
        byte[] bytes = new StreamEncoder().device(1, 0, LAST).finish();

        refuses(Arrays.copyOf(bytes, bytes.length + 1), bytes.length + 1L, "has something behind the stream");
    }

    @Test
    void shouldNotSearchTheWholeFileForADescription() {
        // An end that would do, if it were not for its length.
        int length = (int) VmDescription.MAXIMUM_LENGTH + 1;
        byte[] bytes = new StreamEncoder().device(1, 0, LAST).finish("{\"devices\":[]}" + " ".repeat(length));

        refuses(bytes, bytes.length, "no description of the devices");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{\"devices\":[}",
                "{\"devices\":[]} x",
                "{\"devices\":[]} {}",
                "{\"devices\":7}",
                "{\"devices\":[7]}",
                "{\"devices\":[{}]}",
                "{\"devices\":[{\"name\":\"a\"}]}",
                "{\"devices\":[{\"name\":\"a\",\"instance_id\":-1}]}",
                "{\"devices\":[{\"name\":\"a\",\"instance_id\":1e3}]}",
                "{\"devices\":[{\"name\":\"a\",\"instance_id\":99999999999999999999}]}",
                "{\"devices\":[{\"name\":\"a\\u001b\",\"instance_id\":1}]}",
                "{\"devices\":[{\"name\":7,\"instance_id\":1}]}",
                "{\"devices\":[{\"name\":\"a\",\"instance_id\":1,\"fields\":[{\"name\":\"f\"}]}]}",
                "{\"devices\":[{\"name\":\"a\",\"instance_id\":1,\"fields\":[{\"size\":1}]}]}",
                "{\"devices\":[{\"name\":\"a\",\"instance_id\":1,\"subsections\":[{\"name\":\"f\"}]}]}",
                "{\"page_size\":\"4096\",\"devices\":[]}",
                "{\"devices\":\u0000[]}",
            })
    void shouldRefuseADamagedDescription(String description) {
        StreamEncoder stream = new StreamEncoder();
        int start = stream.size();
        byte[] bytes = stream.finish(description);

        assertThatThrownBy(() -> MigrationStream.read(SnapshotSource.of("synthetic", bytes)))
                .isInstanceOfSatisfying(SnapshotException.class, refused -> {
                    assertThat(refused).hasMessageContaining("the description of the devices");
                    assertThat(refused.offset().orElseThrow()).isBetween((long) start, (long) bytes.length);
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":\"f\",\"size\":9223372036854775807}",
                "{\"name\":\"f\",\"size\":4294967296,\"array_len\":4294967296}",
                "{\"name\":\"f\",\"size\":0,\"array_len\":9223372036854775807}",
                "{\"name\":\"f\",\"size\":1,\"array_len\":1000000}",
                "{\"name\":\"f\",\"size\":3},{\"name\":\"g\",\"size\":3},{\"name\":\"h\",\"size\":3}",
            })
    void shouldRefuseSizesBeyondTheStreamBeforeUsingThem(String fields) {
        StreamEncoder stream = new StreamEncoder();
        byte[] bytes =
                stream.finish("{\"devices\":[{\"name\":\"a\",\"instance_id\":1,\"fields\":[" + fields + "]}]}");

        assertThatThrownBy(() -> MigrationStream.read(SnapshotSource.of("synthetic", bytes)))
                .isInstanceOf(SnapshotException.class)
                .hasMessageContaining("more than the stream has");
    }

    @Test
    void shouldRefuseADeviceThatRunsOverTheEnd() {
        StreamEncoder stream = new StreamEncoder().device(1, 0, LAST);
        StructureEncoder claimed = new StructureEncoder("last", 1).numbers("mark", 4, 7);
        int body = stream.size() + 1 + 4 + 1 + "last".length() + 4 + 4;

        refuses(
                stream.device(2, 0, LAST, claimed.json(StreamEncoder.deviceKeys("last", 0))),
                body,
                "device 'last' takes 28 bytes, but only 10 are left");
    }

    @Test
    void shouldRefuseDescriptionsThatNestWithoutEnd() {
        String nested = "{\"name\":\"f\",\"size\":0,\"struct\":{\"fields\":[".repeat(1000);

        refusesDescription("{\"devices\":[{\"name\":\"a\",\"instance_id\":1,\"fields\":[" + nested);
    }

    @Test
    void shouldSayWhichFieldIsMissingOrOfAnotherKind() {
        StructureEncoder device = new StructureEncoder("gic", 1).array("bpr", 1, 1, 2, 3);
        VmState body = read(new StreamEncoder().device(1, 0, device)).devices().getFirst().body();

        refusesToRead(() -> body.number("ctlr", 4), "gic has no field 'ctlr'");
        refusesToRead(() -> body.numbers("bpr", 1, 8), "gic.bpr has 3 elements, not 8");
        refusesToRead(() -> body.numbers("bpr", 2, 3), "gic.bpr has 1 bytes each, not 2");
        String unstructured = "gic.bpr is described with 1 bytes, its structure with none";
        refusesToRead(() -> body.members("bpr", "x", 1, 3), unstructured);
        refusesToRead(() -> body.elements("bpr", 3), unstructured);
    }

    private static void refusesToRead(ThrowingCallable reading, String message) {
        assertThatThrownBy(reading)
                .isInstanceOfSatisfying(SnapshotException.class, refused -> {
                    assertThat(refused).hasMessageContaining(message);
                    assertThat(refused.offset()).isPresent();
                });
    }

    private static void refusesDescription(String description) {
        byte[] bytes = new StreamEncoder().finish(description);
        assertThatThrownBy(() -> MigrationStream.read(SnapshotSource.of("synthetic", bytes)))
                .isInstanceOf(SnapshotException.class)
                .hasMessageContaining("the description of the devices is not JSON");
    }

    private static int mark(MigrationStream stream) {
        return stream.named("last").getFirst().body().number("mark", 4);
    }

    private static StructureEncoder interrupt(int enabled, int pending) {
        return new StructureEncoder("gic_irq", 1).number("enabled", 1, enabled).number("pending", 1, pending);
    }

    private static StructureEncoder cpu(int control, boolean withSubsection) {
        StructureEncoder cpu = new StructureEncoder("gic_cpu", 1).number("control", 4, control);
        return withSubsection
                ? cpu.subsection(new StructureEncoder("gic_cpu/sre", 1).number("sre", 8, 100 + control))
                : cpu;
    }
}
