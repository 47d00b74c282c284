package org.gic4j.kvm.call;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The numbers follow from asm-generic/ioctl.h: direction 31..30, size 29..16, type 15..8, number 7..0. */
class KvmRequestTest {
    private static final int NONE = 0;
    private static final int WRITE = 1;
    private static final int READ = 2;
    private static final int READ_WRITE = 3;

    @Test
    void shouldEncodeRequestsAsTheHeaderDoes() {
        assertThat(KvmRequest.GET_API_VERSION).isEqualTo(request(NONE, 0, 0x00));
        assertThat(KvmRequest.CREATE_VM).isEqualTo(request(NONE, 0, 0x01));
        assertThat(KvmRequest.CHECK_EXTENSION).isEqualTo(request(NONE, 0, 0x03));
        assertThat(KvmRequest.CREATE_VCPU).isEqualTo(request(NONE, 0, 0x41));
        assertThat(KvmRequest.CREATE_IRQCHIP).isEqualTo(request(NONE, 0, 0x60));
        assertThat(KvmRequest.RUN).isEqualTo(request(NONE, 0, 0x80));
        assertThat(KvmRequest.SET_USER_MEMORY_REGION).isEqualTo(request(WRITE, KvmStructs.MemoryRegion.SIZE, 0x46));
        assertThat(KvmRequest.IRQ_LINE).isEqualTo(request(WRITE, KvmStructs.InterruptLevel.SIZE, 0x61));
        assertThat(KvmRequest.SIGNAL_MSI).isEqualTo(request(WRITE, KvmStructs.Message.SIZE, 0xA5));
        assertThat(KvmRequest.GET_ONE_REG).isEqualTo(request(WRITE, KvmStructs.OneRegister.SIZE, 0xAB));
        assertThat(KvmRequest.SET_ONE_REG).isEqualTo(request(WRITE, KvmStructs.OneRegister.SIZE, 0xAC));
        assertThat(KvmRequest.ARM_SET_DEVICE_ADDR).isEqualTo(request(WRITE, KvmStructs.DeviceAddress.SIZE, 0xAB));
        assertThat(KvmRequest.ARM_VCPU_INIT).isEqualTo(request(WRITE, KvmStructs.VcpuInit.SIZE, 0xAE));
        assertThat(KvmRequest.ARM_PREFERRED_TARGET).isEqualTo(request(READ, KvmStructs.VcpuInit.SIZE, 0xAF));
        assertThat(KvmRequest.CREATE_DEVICE).isEqualTo(request(READ_WRITE, KvmStructs.CreateDevice.SIZE, 0xE0));
        assertThat(KvmRequest.SET_DEVICE_ATTR).isEqualTo(request(WRITE, KvmStructs.DeviceAttribute.SIZE, 0xE1));
        assertThat(KvmRequest.GET_DEVICE_ATTR).isEqualTo(request(WRITE, KvmStructs.DeviceAttribute.SIZE, 0xE2));
        assertThat(KvmRequest.HAS_DEVICE_ATTR).isEqualTo(request(WRITE, KvmStructs.DeviceAttribute.SIZE, 0xE3));
    }

    private static long request(long direction, long size, long number) {
        return direction << 30 | size << 16 | 0xAE << 8 | number;
    }
}
