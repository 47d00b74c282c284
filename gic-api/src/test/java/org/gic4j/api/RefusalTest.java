package org.gic4j.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusalTest {
    @ParameterizedTest
    @CsvSource({
        "EEXIST, is set already",
        "EINVAL, multiples of 4096",
        "E2BIG, beyond the guest",
        "EBADF, is closed",
        "EIO, close it and make another"
    })
    void shouldSayWhatToDoAboutAnAddress(String name, String advice) {
        assertThat(Refusal.ofAddress("the call", errno(name), 1, 0x800_0000))
                .hasMessageContaining("the call of id 0x1 to 0x8000000: ")
                .hasMessageContaining(advice);
    }

    @ParameterizedTest
    @CsvSource({"ENXIO, set all addresses", "EINVAL, keep its frames apart", "EBUSY, initialise its VGICv3", "ENOEXEC, initialise it first"})
    void shouldSayWhatToDoAboutAFirstRun(String name, String advice) {
        assertThat(Refusal.ofFirstRun("the first run", errno(name), new VcpuId(3)))
                .hasMessageContaining(name + ": the first run of ")
                .hasMessageContaining(advice);
    }

    @ParameterizedTest
    @CsvSource({"ENXIO, no interrupt controller", "EINVAL, no such vCPU or interrupt", "EBUSY, initialise it first"})
    void shouldSayWhatToDoAboutALine(String name, String advice) {
        assertThat(Refusal.ofLine("interrupt line", errno(name), InterruptLine.spi(40)))
                .hasMessageContaining("number 40")
                .hasMessageContaining(advice);
    }

    private static int errno(String name) {
        return switch (name) {
            case "EEXIST" -> Errno.EEXIST;
            case "EINVAL" -> Errno.EINVAL;
            case "E2BIG" -> Errno.E2BIG;
            case "EBADF" -> Errno.EBADF;
            case "EIO" -> Errno.EIO;
            case "ENXIO" -> Errno.ENXIO;
            case "EBUSY" -> Errno.EBUSY;
            case "ENOEXEC" -> Errno.ENOEXEC;
            default -> throw new IllegalArgumentException(name);
        };
    }
}
