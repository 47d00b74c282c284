package org.gic4j.serialization.qemu.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.gic4j.api.snapshot.SnapshotException;
import org.gic4j.api.snapshot.SnapshotSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The frame of a stream: its beginning, its sections, its end. */
class FramingTest {
    private static final StructureEncoder TIMER = new StructureEncoder("timer", 2).number("ticks", 8, 7);
    private static final StructureEncoder SERIAL =
            new StructureEncoder("pl011", 1).number("data", 4, 0x1234).array("fifo", 1, 1, 2, 3);

    @Test
    void shouldReadDevicesInTheirOrder() {
        MigrationStream stream = read(new StreamEncoder()
                .machine("virt-9.1")
                .device(7, 0, TIMER)
                .device(8, 0, SERIAL)
                .device(9, 1, SERIAL));

        assertThat(stream.configuration().machine()).contains("virt-9.1");
        assertThat(stream.devices()).extracting(DeviceSection::name).containsExactly("timer", "pl011", "pl011");
        assertThat(stream.named("pl011")).extracting(DeviceSection::instance).containsExactly(0L, 1L);
        assertThat(stream.named("timer").getFirst().version()).isEqualTo(2);
        assertThat(stream.named("pl011").getFirst().body().number("data", 4)).isEqualTo(0x1234);
        assertThat(stream.named("pl011").getFirst().body().numbers("fifo", 1, 3)).containsExactly(1, 2, 3);
    }

    @Test
    void shouldReadAStreamWithoutConfiguration() {
        MigrationStream stream = read(new StreamEncoder().device(1, 0, TIMER));

        assertThat(stream.configuration().machine()).isEmpty();
        assertThat(stream.configuration().pageBits()).isEmpty();
        assertThat(stream.devices()).hasSize(1);
    }

    @Test
    void shouldReadAStreamWithoutDevices() {
        assertThat(read(new StreamEncoder()).devices()).isEmpty();
    }

    @Test
    void shouldReadUnsignedNumbersOfEveryWidth() {
        StructureEncoder device = new StructureEncoder("numbers", 1)
                .number("one", 1, 0xFF)
                .number("two", 2, 0xFFFE)
                .number("four", 4, 0xFFFF_FFFDL)
                .array("eight", 8, 0x8000_0000_0000_0001L, 5);

        VmState body = read(new StreamEncoder().device(1, 0, device)).devices().getFirst().body();

        assertThat(body.number("one", 1)).isEqualTo(0xFF);
        assertThat(body.number("two", 2)).isEqualTo(0xFFFE);
        assertThat(body.number("four", 4)).isEqualTo(0xFFFF_FFFD);
        assertThat(body.numbers("four", 4)).containsExactly(0xFFFF_FFFDL);
        assertThat(body.numbers("eight", 8)).containsExactly(0x8000_0000_0000_0001L, 5L);
    }

    @Test
    void shouldRefuseWhatDoesNotBeginAsAStream() {
        byte[] bytes = new StreamEncoder().device(1, 0, TIMER).finish();
        bytes[0] = 'X';

        assertThat(MigrationStream.begins(SnapshotSource.of("x", bytes))).isFalse();
        refuses(bytes, 0, "does not begin with QEVM");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 4, -1})
    void shouldRefuseOtherVersionsByTheirNumber(int version) {
        byte[] bytes = new StreamEncoder(version).device(1, 0, TIMER).finish();

        assertThat(MigrationStream.begins(SnapshotSource.of("x", bytes))).isTrue();
        refuses(bytes, 4, "version " + Integer.toUnsignedLong(version) + " of migration streams is not read");
    }

    @Test
    void shouldPassOverCommands() {
        MigrationStream stream = read(new StreamEncoder()
                .u8(8)
                .u16(11)
                .u16(0)
                .device(1, 0, TIMER)
                .u8(8)
                .u16(2)
                .u16(4)
                .u32(0x0400_0000));

        assertThat(stream.devices()).hasSize(1);
    }

    @Test
    void shouldRefuseACommandThatRunsOverTheEnd() {
        StreamEncoder stream = new StreamEncoder().device(1, 0, TIMER);
        int at = stream.size();

        refuses(stream.u8(8).u16(2).u16(0xFFFF), at + 5, "the data of command 2 takes 65535 bytes");
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5, 7})
    void shouldRefusePostCopy(int command) {
        StreamEncoder stream = new StreamEncoder().device(1, 0, TIMER);
        int at = stream.size();

        refuses(stream.u8(8).u16(command).u16(0), at, "post-copy");
    }

    @Test
    void shouldRefuseAFooterOfAnotherSection() {
        StructureEncoder device = TIMER;
        StreamEncoder stream =
                new StreamEncoder().u8(4).u32(3).name("timer").u32(0).u32(2).u64(7);
        int at = stream.size();
        byte[] bytes = stream.footer(4)
                .finish("{\"devices\":[" + device.json(StreamEncoder.deviceKeys("timer", 0)) + "]}");

        refuses(bytes, at, "section 'timer' has number 3 at its beginning, 4 at its end");
    }

    @Test
    void shouldRefuseASectionWithoutFooter() {
        StreamEncoder stream =
                new StreamEncoder().u8(4).u32(3).name("timer").u32(0).u32(2).u64(7);
        int at = stream.size();
        byte[] bytes = stream.finish("{\"devices\":[" + TIMER.json(StreamEncoder.deviceKeys("timer", 0)) + "]}");

        refuses(bytes, at, "should end here with 0x7e, not 0x0");
    }

    @Test
    void shouldRefuseAnUnknownSectionType() {
        StreamEncoder stream = new StreamEncoder().device(1, 0, TIMER);
        int at = stream.size();

        refuses(stream.u8(9), at, "no section begins with 0x9");
    }

    @Test
    void shouldRefuseAConfigurationInTheMiddle() {
        StreamEncoder stream = new StreamEncoder().device(1, 0, TIMER);
        int at = stream.size();

        refuses(stream.machine("virt-9.1"), at, "no section begins with 0x7");
    }

    @Test
    void shouldRefuseAnEndBeforeTheEnd() {
        StreamEncoder stream = new StreamEncoder();
        int at = stream.size();

        refuses(stream.u8(0).device(1, 0, TIMER), at, "the stream ends here");
    }

    @Test
    void shouldRefuseAPartWithoutStart() {
        StreamEncoder stream = new StreamEncoder();
        int at = stream.size();

        refuses(stream.u8(2).u32(5).u64(0x10).footer(5), at, "a part of section 5 comes without its start");
    }

    @Test
    void shouldRefuseAnIterativeSectionThatIsNotMemory() {
        StreamEncoder stream = new StreamEncoder();
        int at = stream.size();

        refuses(
                stream.u8(1).u32(5).name("dirty-bitmap").u32(0).u32(1).footer(5),
                at,
                "section 'dirty-bitmap' is sent in parts that nothing describes");
    }

    @Test
    void shouldRefuseADeviceThatIsNotDescribed() {
        StreamEncoder stream = new StreamEncoder().device(1, 0, TIMER);
        int at = stream.size();
        stream.device(2, 0, SERIAL);

        refuses(
                stream.finish("{\"devices\":[" + TIMER.json(StreamEncoder.deviceKeys("timer", 0)) + "]}"),
                at,
                "device 1 is 'pl011' instance 0 version 1, but the description says that there is none");
    }

    @Test
    void shouldRefuseADescriptionOfMoreDevices() {
        StreamEncoder stream = new StreamEncoder().device(1, 0, TIMER);
        int at = stream.size();
        String timer = TIMER.json(StreamEncoder.deviceKeys("timer", 0));

        refuses(
                stream.finish("{\"devices\":[" + String.join(",", List.of(timer, timer)) + "]}"),
                at,
                "the stream has 1 devices, its description 2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"name\":\"clock\",\"instance_id\":0,",
                "\"name\":\"timer\",\"instance_id\":1,",
            })
    void shouldRefuseADescriptionOfAnotherDevice(String keys) {
        StreamEncoder stream = new StreamEncoder();
        int at = stream.size();

        refuses(
                stream.device(1, 0, TIMER, TIMER.json(keys)),
                at,
                "device 0 is 'timer' instance 0 version 2, but the description says '");
    }

    @Test
    void shouldRefuseADescriptionOfAnotherVersion() {
        StreamEncoder stream = new StreamEncoder();
        int at = stream.size();
        StructureEncoder other = new StructureEncoder("timer", 3).number("ticks", 8, 7);

        refuses(
                stream.device(1, 0, TIMER, other.json(StreamEncoder.deviceKeys("timer", 0))),
                at,
                "but the description says 'timer' instance 0 version 3");
    }

    @Test
    void shouldRefuseANameThatCannotBeShown() {
        StreamEncoder stream = new StreamEncoder();
        int at = stream.u8(1).u32(5).size();

        refuses(stream.name("ra\u001b").u32(0).u32(4), at + 3, "has a byte 0x1b");
    }

    static void refuses(StreamEncoder stream, long offset, String message) {
        refuses(stream.finish(), offset, message);
    }

    static void refuses(byte[] bytes, long offset, String message) {
        assertThatThrownBy(() -> MigrationStream.read(SnapshotSource.of("synthetic", bytes)))
                .isInstanceOfSatisfying(SnapshotException.class, refused -> {
                    assertThat(refused).hasMessageContaining(message);
                    assertThat(refused.offset()).hasValue(offset);
                });
    }

    static MigrationStream read(StreamEncoder stream) {
        return MigrationStream.read(stream.source());
    }
}
