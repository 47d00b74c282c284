package org.gic4j.api.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.gic4j.api.Errno;
import org.gic4j.api.GicException;
import org.junit.jupiter.api.Test;

class MappedMemoryTest {
    private static final int PAGE = 4096;

    private final MappedMemory memory = new MappedMemory(40);

    @Test
    void shouldReadAndWriteLittleEndianAtAnyAlignment() {
        MemorySegment segment = pages(1);
        memory.map(0x4000_0000L, segment);

        memory.writeLong(0x4000_0003L, 0x0102_0304_0506_0708L);

        assertThat(segment.get(ValueLayout.JAVA_BYTE, 3)).isEqualTo((byte) 8);
        assertThat(memory.readLong(0x4000_0003L)).isEqualTo(0x0102_0304_0506_0708L);
    }

    @Test
    void shouldReachTheLastEightBytesAndNoFurther() {
        memory.map(PAGE, pages(1));

        memory.writeLong(2 * PAGE - 8, -1);
        assertThat(memory.readLong(2 * PAGE - 8)).isEqualTo(-1);
        refused(Errno.EFAULT, () -> memory.readLong(2 * PAGE - 7));
        refused(Errno.EFAULT, () -> memory.writeLong(2 * PAGE, 0));
        refused(Errno.EFAULT, () -> memory.readLong(PAGE - 1));
        refused(Errno.EFAULT, () -> memory.readLong(-8));
    }

    @Test
    void shouldReachEveryByteAndNoFurther() {
        memory.map(PAGE, pages(1));

        memory.writeByte(2 * PAGE - 1, 0x1FE);
        assertThat(memory.readByte(2 * PAGE - 1)).isEqualTo(0xFE);
        refused(Errno.EFAULT, () -> memory.readByte(2 * PAGE));
        refused(Errno.EFAULT, () -> memory.writeByte(PAGE - 1, 0));
    }

    @Test
    void shouldTellWhatIsMapped() {
        memory.map(PAGE, pages(1));

        assertThat(memory.isMapped(PAGE, PAGE)).isTrue();
        assertThat(memory.isMapped(2 * PAGE - 8, 8)).isTrue();
        assertThat(memory.isMapped(2 * PAGE - 7, 8)).isFalse();
        assertThat(memory.isMapped(0, 1)).isFalse();
        assertThat(memory.isMapped(-1, 1)).isFalse();
    }

    @Test
    void shouldTellWrittenPagesOnceAndInOrder() {
        memory.map(0x10_0000, pages(70));
        memory.map(0, pages(2));
        assertThat(memory.takeWrittenPages()).isEmpty();

        memory.writeByte(0x10_0000 + 69 * PAGE, 1);
        memory.writeLong(0x10_0000 + PAGE - 4, 1);
        memory.writeByte(PAGE, 0);
        memory.readLong(0);
        assertThat(memory.takeWrittenPages())
                .containsExactly(PAGE, 0x10_0000, 0x10_0000 + PAGE, 0x10_0000 + 69 * PAGE);
        assertThat(memory.takeWrittenPages()).isEmpty();
    }

    @Test
    void shouldNoteWhatIsMappedOfAStretch() {
        memory.map(PAGE, pages(3));
        memory.noteWritten(0, 2 * PAGE + 1);
        memory.noteWritten(3 * PAGE, 0);
        memory.noteWritten(8 * PAGE, PAGE);
        assertThat(memory.takeWrittenPages()).containsExactly(PAGE, 2 * PAGE);
    }

    @Test
    void shouldNotReadAcrossTwoRegions() {
        memory.map(0, pages(1));
        memory.map(PAGE, pages(1));

        refused(Errno.EFAULT, () -> memory.readLong(PAGE - 4));
    }

    @Test
    void shouldListRegionsByAddress() {
        memory.map(0x10_0000, pages(2));
        memory.map(0, pages(1));

        assertThat(memory.regions()).extracting(GuestMemory.Region::address).containsExactly(0L, 0x10_0000L);
        assertThat(memory.regions().getLast().size()).isEqualTo(2 * PAGE);
    }

    @Test
    void shouldFindEachOfManyRegionsWhateverTheOrderTheyCameIn() {
        int count = 302;
        for (int i = 0; i < count; i++) {
            // 7 and the count have no common factor.
            long number = i * 7L % count;
            memory.map(number * 2 * PAGE, pages(1));
            memory.writeLong(number * 2 * PAGE, number);
        }

        assertThat(memory.regions())
                .extracting(GuestMemory.Region::address)
                .containsExactlyElementsOf(
                        LongStream.range(0, count).mapToObj(number -> number * 2 * PAGE).toList());
        assertThat(memory.takeWrittenPages())
                .containsExactly(LongStream.range(0, count).map(number -> number * 2 * PAGE).toArray());
        for (long number = 0; number < count; number++) {
            assertThat(memory.readLong(number * 2 * PAGE)).isEqualTo(number);
            assertThat(memory.isMapped(number * 2 * PAGE + PAGE, 1)).isFalse();
            long taken = number * 2 * PAGE;
            refused(Errno.EEXIST, () -> memory.map(taken, pages(1)));
        }
        refused(Errno.EEXIST, () -> memory.map(PAGE, pages(2)));
        refused(Errno.EEXIST, () -> memory.map(PAGE, pages(6)));
    }

    @Test
    void shouldRefuseWhatIsNotMadeOfPages() {
        refused(Errno.EINVAL, () -> memory.map(1, pages(1)));
        refused(Errno.EINVAL, () -> memory.map(0, MemorySegment.ofArray(new byte[100])));
        refused(Errno.EINVAL, () -> memory.map(0, MemorySegment.ofArray(new byte[0])));
    }

    @Test
    void shouldRefuseSegmentsThatNotEveryThreadCanWrite() {
        refused(Errno.EINVAL, () -> memory.map(0, pages(1).asReadOnly()));
        try (Arena confined = Arena.ofConfined()) {
            refused(Errno.EINVAL, () -> memory.map(0, confined.allocate(PAGE)));
        }
    }

    @Test
    void shouldRefuseAClosedSegment() {
        Arena arena = Arena.ofShared();
        MemorySegment segment = arena.allocate(PAGE);
        arena.close();

        refused(Errno.EINVAL, () -> memory.map(0, segment));
    }

    @Test
    void shouldMapUpToTheLastPageOfTheGuestsAddresses() {
        long end = 1L << 40;
        memory.map(end - PAGE, pages(1));

        assertThat(memory.readLong(end - 8)).isZero();
    }

    @Test
    void shouldRefuseAddressesThatTheGuestDoesNotHave() {
        long end = 1L << 40;

        refused(Errno.E2BIG, () -> memory.map(end, pages(1)));
        refused(Errno.E2BIG, () -> memory.map(end - PAGE, pages(2)));
        refused(Errno.E2BIG, () -> memory.map(-PAGE, pages(1)));
    }

    @Test
    void shouldRefuseAnOverlapAndKeepWhatIsMapped() {
        memory.map(PAGE, pages(2));

        refused(Errno.EEXIST, () -> memory.map(0, pages(2)));
        refused(Errno.EEXIST, () -> memory.map(2 * PAGE, pages(2)));
        memory.map(0, pages(1));
        memory.map(3 * PAGE, pages(1));
        assertThat(memory.regions()).hasSize(3);
    }

    @Test
    void shouldTellASubclassBeforeARegionBecomesVisible() {
        List<Integer> visible = new ArrayList<>();
        MappedMemory watched = new MappedMemory(40) {
            @Override
            protected void mapped(Region region) {
                visible.add(regions().size());
            }
        };

        watched.map(0, pages(1));
        watched.map(PAGE, pages(1));

        assertThat(visible).containsExactly(0, 1);
    }

    @Test
    void shouldKeepNothingThatASubclassRefuses() {
        MappedMemory refusing = new MappedMemory(40) {
            @Override
            protected void mapped(Region region) {
                throw new GicException(Errno.ENOMEM, "no slot is free");
            }
        };

        refused(Errno.ENOMEM, () -> refusing.map(0, pages(1)));
        assertThat(refusing.regions()).isEmpty();
    }

    @Test
    void shouldCompareRegionBoundsUnsigned() {
        GuestMemory.Region region = new GuestMemory.Region(PAGE, pages(1));

        assertThat(region.contains(PAGE, PAGE)).isTrue();
        assertThat(region.contains(PAGE + 1, PAGE)).isFalse();
        assertThat(region.contains(0, 8)).isFalse();
        assertThat(region.contains(PAGE, -1)).isFalse();
        assertThat(region.contains(PAGE, Long.MAX_VALUE)).isFalse();
    }

    private static MemorySegment pages(int count) {
        return MemorySegment.ofArray(new byte[count * PAGE]);
    }

    private static void refused(int errno, ThrowingCallable action) {
        assertThatExceptionOfType(GicException.class)
                .isThrownBy(action)
                .satisfies(e -> assertThat(Errno.name(e.errno())).isEqualTo(Errno.name(errno)));
    }
}
