package org.gic4j.serialization.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.SnapshotException;
import org.gic4j.serialization.its.ItsSnapshots;
import org.junit.jupiter.api.Test;

/** The parts {@code its} and {@code memory}. */
class ItsPartTest {
    private final Snapshot snapshot = ItsSnapshots.snapshot();

    @Test
    void shouldReadWhatWasWritten() {
        assertThat(NativeBytes.read(NativeBytes.write(snapshot))).isEqualTo(snapshot);
    }

    @Test
    void shouldHaveNoPartWithoutAnIts() {
        Snapshot without = new Snapshot(
                "example", snapshot.state().toBuilder().withoutTranslationServices().build());
        Snapshot read = NativeBytes.read(NativeBytes.write(without));

        assertThat(read).isEqualTo(without);
        assertThat(NativeBytes.buffer(NativeBytes.write(without)).getInt(Layout.HEADER_OFFSET + Layout.PARTS)).isEqualTo(1);
        assertThat(NativeBytes.buffer(NativeBytes.write(snapshot)).getInt(Layout.HEADER_OFFSET + Layout.PARTS)).isEqualTo(3);
    }

    @Test
    void shouldFindEveryFlippedBit() {
        byte[] bytes = NativeBytes.write(snapshot);
        for (int at = NativeBytes.firstPart(bytes); at < bytes.length; at += 7) {
            byte[] damaged = bytes.clone();
            damaged[at] ^= 0x10;
            assertThatThrownBy(() -> NativeBytes.read(damaged)).isInstanceOf(SnapshotException.class);
        }
    }
}
