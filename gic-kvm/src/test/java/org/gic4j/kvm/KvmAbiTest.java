package org.gic4j.kvm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The numbers follow from asm-generic/ioctl.h: direction 31..30, size 29..16, type 15..8, number 7..0. */
class KvmAbiTest {
    private static final int NONE = 0;
    private static final int READ_WRITE = 3;

    @Test
    void shouldEncodeRequestsAsTheHeaderDoes() {
        assertThat(KvmAbi.GET_API_VERSION).isEqualTo(request(NONE, 0, 0x00));
        assertThat(KvmAbi.CREATE_VM).isEqualTo(request(NONE, 0, 0x01));
        assertThat(KvmAbi.CHECK_EXTENSION).isEqualTo(request(NONE, 0, 0x03));
        assertThat(KvmAbi.CREATE_DEVICE).isEqualTo(request(READ_WRITE, KvmAbi.CreateDevice.SIZE, 0xE0));
    }

    private static long request(long direction, long size, long number) {
        return direction << 30 | size << 16 | 0xAE << 8 | number;
    }
}
