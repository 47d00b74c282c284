package org.gic4j.serialization.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.gic4j.api.snapshot.AncillaryPart;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.SnapshotException;
import org.gic4j.serialization.samples.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files with right checksums and wrong content. */
class HostileFileTest {
    private final byte[] bytes = NativeBytes.write(Samples.gicv2());
    private final int part = NativeBytes.firstPart(bytes);
    private final int registers = part + Layout.PART_NAME + Layout.padded(Layout.REGISTERS.length());

    @ParameterizedTest
    @CsvSource({
        "0, 8, should have 0 bytes",
        "8, 4, there is something behind the last part",
        "12, 1, the architecture version is 2 or 3",
        "13, 1, priority bits must be 5 to 8",
        "14, 2, the number of interrupts must be a multiple of 32",
        "22, 2, should have"
    })
    void shouldRefuseAHeaderWithAZeroedField(int offset, int length, String message) {
        Arrays.fill(bytes, Layout.HEADER_OFFSET + offset, Layout.HEADER_OFFSET + offset + length, (byte) 0);

        assertRefused(NativeBytes.sealHeader(bytes), message);
    }

    @ParameterizedTest
    @ValueSource(ints = {Layout.VCPUS, Layout.ADDRESSES, Layout.REGIONS, Layout.PRODUCER_LENGTH})
    void shouldRefuseCountsThatTheHeaderHasNoRoomFor(int offset) {
        NativeBytes.buffer(bytes).putShort(Layout.HEADER_OFFSET + offset, (short) 0xFFFF);

        assertRefused(NativeBytes.sealHeader(bytes), "the header");
    }

    @Test
    void shouldRefuseTwoVcpusOfOneId() {
        int vcpus = Layout.HEADER_OFFSET + Layout.FIXED_HEADER + 2 * Layout.ADDRESS_BYTES;
        NativeBytes.buffer(bytes).putShort(vcpus, (short) 0);

        assertRefused(NativeBytes.sealHeader(bytes), "two vCPUs have the same id");
    }

    @Test
    void shouldRefuseVcpusThatAreNotInCreationOrder() {
        int vcpus = Layout.HEADER_OFFSET + Layout.FIXED_HEADER + 2 * Layout.ADDRESS_BYTES;
        NativeBytes.buffer(bytes).putShort(vcpus + 2, (short) 1);

        assertRefused(NativeBytes.sealHeader(bytes), "the vCPU at place 0 says");
    }

    @Test
    void shouldRefuseAnAddressThatIsThereTwice() {
        int addresses = Layout.HEADER_OFFSET + Layout.FIXED_HEADER;
        NativeBytes.buffer(bytes).putInt(addresses + Layout.ADDRESS_BYTES, 0);

        assertRefused(NativeBytes.sealHeader(bytes), "two addresses");
    }

    @Test
    void shouldRefuseAProducerThatIsNotText() {
        bytes[part - Layout.CHECKSUM_BYTES - 4] = (byte) 0xFF;

        assertRefused(NativeBytes.sealHeader(bytes), "not UTF-8");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, 1L << 40, Integer.MAX_VALUE})
    void shouldRefuseAPartOfAnAbsurdLengthWithoutAllocatingIt(long length) {
        NativeBytes.buffer(bytes).putLong(part + Layout.PART_CONTENT_LENGTH, length);

        assertRefused(bytes, "are left");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1 << 30, 1 << 20, 17})
    void shouldRefuseAHeaderOfAnAbsurdLength(int length) {
        NativeBytes.buffer(bytes).putInt(Layout.HEADER_LENGTH_OFFSET, length);

        assertRefused(bytes, "header");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1 << 20, 19, 17, 0})
    void shouldRefuseMoreRegistersThanThereAre(int count) {
        changed(file -> file.putInt(registers, count));

        assertRefused(bytes, "register");
    }

    @Test
    void shouldRefuseARegisterThatIsThereTwice() {
        Snapshot twice = Samples.gicv2();
        String second = twice.state().registers().stream().skip(1).findFirst().orElseThrow().name();
        assertThat(second).isEqualTo("GICD_CTLR");
        int iidr = registers + 4 + Layout.FAMILY_NAME;
        changed(file -> file.put(iidr, "GICD_CTLR".getBytes(StandardCharsets.US_ASCII)));

        assertRefused(bytes, "GICD_CTLR are here twice");
    }

    @Test
    void shouldRefuseARegisterThatIsNotKnown() {
        int name = registers + 4 + Layout.FAMILY_NAME;
        changed(file -> file.put(name, (byte) 'X'));

        assertRefused(bytes, "register XICD_IIDR of a GICv2 is not known to this version");
    }

    @Test
    void shouldRefuseARegisterThatIsNoState() {
        int name = registers + 4 + Layout.FAMILY_NAME;
        changed(file -> file.put(name, "GICD_SGIR".getBytes(StandardCharsets.US_ASCII)));

        assertRefused(bytes, "register GICD_SGIR of a GICv2 is not known");
    }

    @ParameterizedTest
    @ValueSource(ints = {Layout.FAMILY_BANKED, Layout.FAMILY_SHARED})
    void shouldRefuseARegisterOfAnotherExtent(int field) {
        changed(file -> file.putInt(registers + 4 + field, 7));

        assertRefused(bytes, "GICD_IIDR has ");
    }

    @Test
    void shouldRefuseAPartThatIsMissing() {
        byte[] header = Arrays.copyOf(bytes, part);
        NativeBytes.buffer(header).putLong(Layout.HEADER_OFFSET, part).putInt(Layout.HEADER_OFFSET + Layout.PARTS, 0);

        assertRefused(NativeBytes.sealHeader(header), "the part 'registers' is missing");
    }

    @Test
    void shouldRefuseRegistersThatMayBeIgnored() {
        changed(file -> file.putShort(part, (short) 0));

        assertRefused(bytes, "should be critical");
    }

    @Test
    void shouldRefuseASecondPartOfRegisters() {
        byte[] twice = Arrays.copyOf(bytes, bytes.length + bytes.length - part);
        System.arraycopy(bytes, part, twice, bytes.length, bytes.length - part);
        NativeBytes.buffer(twice)
                .putLong(Layout.HEADER_OFFSET, twice.length)
                .putInt(Layout.HEADER_OFFSET + Layout.PARTS, 2);

        assertRefused(NativeBytes.sealHeader(twice), "a second part 'registers'");
    }

    @ParameterizedTest
    @CsvSource({"1, must not be ignored: use a newer gic4j", "2, unknown flags 0x2", "32768, unknown flags 0x8000"})
    void shouldRefuseAnUnknownPartThatIsCritical(int flags, String message) {
        byte[] withPart = withPart(flags);

        assertRefused(withPart, message);
    }

    @Test
    void shouldKeepAnUnknownPartThatIsAncillary() {
        assertThat(NativeBytes.read(withPart(0)).parts())
                .containsExactly(new AncillaryPart("org.example/later", new byte[] {1, 2, 3, 4, 5}));
    }

    private static byte[] withPart(int flags) {
        Snapshot snapshot = new Snapshot(
                "test",
                Samples.gicv2().state(),
                List.of(new AncillaryPart("org.example/later", new byte[] {1, 2, 3, 4, 5})));
        byte[] written = NativeBytes.write(snapshot);
        int second = NativeBytes.endOfPart(written, NativeBytes.firstPart(written));
        NativeBytes.buffer(written).putShort(second, (short) flags);
        return NativeBytes.sealPart(written, second);
    }

    private void changed(Consumer<ByteBuffer> change) {
        change.accept(NativeBytes.buffer(bytes));
        NativeBytes.sealPart(bytes, part);
    }

    private static void assertRefused(byte[] file, String message) {
        assertThatExceptionOfType(SnapshotException.class)
                .isThrownBy(() -> NativeBytes.read(file))
                .withMessageContaining(message)
                .satisfies(refused -> assertThat(refused.offset()).isPresent());
    }
}
