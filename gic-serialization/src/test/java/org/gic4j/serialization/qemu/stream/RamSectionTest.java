package org.gic4j.serialization.qemu.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gic4j.serialization.qemu.stream.FramingTest.read;
import static org.gic4j.serialization.qemu.stream.FramingTest.refuses;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The section of guest memory, which nothing describes. */
class RamSectionTest {
    private static final StructureEncoder TIMER = new StructureEncoder("timer", 2).number("ticks", 8, 7);

    @Test
    void shouldPassOverPagesOfEveryKind() {
        StreamEncoder stream = announced(new StreamEncoder().machine("virt-7.2"))
                .u64(0x10)
                .footer(2)
                // a page with its block's name, a page of the same block, a zero page, a zero page of the same block
                .u8(2)
                .u32(2)
                .u64(0x1000 | 0x08)
                .name("mach-virt.ram")
                .zeros(4096)
                .u64(0x2000 | 0x28)
                .zeros(4096)
                .u64(0x02)
                .name("pflash0")
                .u8(0)
                .u64(0x1000 | 0x22)
                .u8(0)
                .u64(0x200)
                .u64(0x10)
                .footer(2)
                .u8(3)
                .u32(2)
                .u64(0x10)
                .footer(2)
                .device(4, 0, TIMER);

        assertThat(read(stream).devices()).hasSize(1);
    }

    @Test
    void shouldReadTheAddressOfBlocksThatAreShared() {
        StreamEncoder stream = new StreamEncoder()
                .machine("virt-7.2")
                .capabilities("x-ignore-shared")
                .ramStart(2)
                .u64(0x4000 | 0x04)
                .name("mach-virt.ram")
                .u64(0x4000)
                .u64(0x4000_0000)
                .u64(0x10)
                .footer(2)
                .device(4, 0, TIMER);

        assertThat(read(stream).devices()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"10, 1024", "14, 16384", "16, 65536"})
    void shouldTakeThePageSizeFromTheConfiguration(int bits, int size) {
        StreamEncoder stream = announced(new StreamEncoder().machine("any").pageBits(bits))
                .u64(0x10000 | 0x08)
                .name("pflash0")
                .zeros(size)
                .u64(0x10)
                .footer(2)
                .device(4, 0, TIMER);

        assertThat(read(stream).devices()).hasSize(1);
    }

    @Test
    void shouldTakeThePageSizeFromTheDescriptionOtherwise() {
        StreamEncoder stream = announced(new StreamEncoder())
                .u64(0x10000 | 0x08)
                .name("pflash0")
                .zeros(1024)
                .u64(0x10)
                .footer(2)
                .describe("\"page_size\":1024,");

        assertThat(read(stream).devices()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 512, 131072})
    void shouldRefuseAPageSizeThatNoneHas(int size) {
        StreamEncoder stream =
                announced(new StreamEncoder()).u64(0x10).footer(2).describe("\"page_size\":" + size + ",");

        refuses(stream, 8, "pages of guest memory cannot have");
    }

    @ParameterizedTest
    @CsvSource({
        "0x40, XBZRLE-encoded",
        "0x60, XBZRLE-encoded",
        "0x100, compressed",
        "0x120, compressed",
        "0x80, RDMA-hooked"
    })
    void shouldRefuseByNameWhatItCannotPassOver(String flags, String name) {
        StreamEncoder stream = announced(new StreamEncoder());
        int at = stream.size();

        refuses(stream.u64(Integer.decode(flags)), at, "section ram has " + name + " pages");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 0x01, 0x0A, 0x18, 0x20, 0x400, 0xE01})
    void shouldRefuseFlagsWithoutMeaning(int flags) {
        StreamEncoder stream = announced(new StreamEncoder());
        int at = stream.size();

        refuses(stream.u64(flags), at, "section ram has flags 0x" + Integer.toHexString(flags));
    }

    @Test
    void shouldRefuseBlocksLargerThanAllMemory() {
        StreamEncoder stream = new StreamEncoder().ramStart(2).u64(0x1000 | 0x04);
        int at = stream.size();

        refuses(stream.name("huge").u64(-1), at, "'huge' of guest memory has 0xffffffffffffffff bytes, but 0x1000");
    }

    @Test
    void shouldRefuseAPageOfABlockThatWasNotAnnounced() {
        StreamEncoder stream = announced(new StreamEncoder());
        int at = stream.size();

        refuses(stream.u64(0x08).name("other").zeros(4096), at + 8, "block 'other', which was not announced");
    }

    @Test
    void shouldRefuseAContinuedPageWithoutABlock() {
        StreamEncoder stream = announced(new StreamEncoder());
        int at = stream.size();

        refuses(stream.u64(0x28).zeros(4096), at + 8, "the block of the page before");
    }

    @Test
    void shouldRefuseAPageThatRunsOverTheEnd() {
        StreamEncoder stream = announced(new StreamEncoder()).u64(0x08).name("pflash0");
        int at = stream.size();

        refuses(stream.zeros(100), at, "a page of guest memory takes 4096 bytes, but only 101 are left");
    }

    @Test
    void shouldRefuseAnotherVersion() {
        StreamEncoder stream = new StreamEncoder();
        int at = stream.size();

        refuses(stream.u8(1).u32(2).name("ram").u32(0).u32(5), at, "version 5 of section ram is not read");
    }

    /** The beginning of the section, up to the first word behind the announcement of two blocks. */
    private static StreamEncoder announced(StreamEncoder stream) {
        return stream.ramStart(2)
                .u64(0x30000 | 0x04)
                .name("mach-virt.ram")
                .u64(0x20000)
                .name("pflash0")
                .u64(0x10000);
    }
}
